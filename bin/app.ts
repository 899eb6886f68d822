#!/usr/bin/env node
import "./short-lived";
import { App } from "cdktf";
import { addEnvironment } from "../stacks";
import { allEnvironmentFiles, environmentFiles } from "./environment-file";
import { exitCode, finish, refuseBroken } from "./report";
import { loadEnvironments } from "./shared-state";

/**
 * The CDKTF app. It builds the stacks of every environment in stacks/environments, or of those that
 * SIGNALBOX_ENVIRONMENTS names (names or files, separated by commas).
 */
const filesOf = (list = ""): string[] => {
  const entries = list.split(",").filter((entry) => entry !== "");
  return entries.length === 0 ? allEnvironmentFiles() : environmentFiles(entries);
};

void finish(() => {
  const loaded = loadEnvironments(filesOf(process.env.SIGNALBOX_ENVIRONMENTS), true);
  refuseBroken(loaded);
  const app = new App();
  for (const { plan } of loaded) if (plan !== undefined) addEnvironment(app, plan);
  app.synth();
  return Promise.resolve(exitCode.fine);
});
