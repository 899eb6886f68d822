#!/usr/bin/env node
import { App } from "cdktf";
import { addEnvironment } from "../stacks";
import { environmentFiles, loadEnvironment } from "./environment-file";
import { exitCode, finish, refuseBroken } from "./report";

/**
 * The CDKTF app. It builds the stacks of every environment in stacks/environments, or of those that
 * SIGNALBOX_ENVIRONMENTS names (names or files, separated by commas).
 */
void finish(() => {
  const loaded = environmentFiles(process.env.SIGNALBOX_ENVIRONMENTS).map(loadEnvironment);
  refuseBroken(loaded);
  const app = new App();
  for (const { plan } of loaded) if (plan !== undefined) addEnvironment(app, plan);
  app.synth();
  return Promise.resolve(exitCode.fine);
});
