#!/usr/bin/env node
import "./short-lived";
import { App } from "cdktf";
import { addEnvironment } from "../stacks";
import { environmentFiles, loadEnvironment } from "./environment-file";
import { reportAndExit } from "./report";

/**
 * The CDKTF app. It builds the stacks of every environment in stacks/environments, or of those that
 * SIGNALBOX_ENVIRONMENTS names (names or files, separated by commas).
 */
const loaded = environmentFiles(process.env.SIGNALBOX_ENVIRONMENTS).map(loadEnvironment);
reportAndExit(loaded);
const app = new App();
for (const { plan } of loaded) if (plan !== undefined) addEnvironment(app, plan);
app.synth();
