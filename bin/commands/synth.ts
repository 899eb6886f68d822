import { mkdirSync } from "node:fs";
import { App } from "cdktf";
import { addEnvironment } from "../../stacks";
import { environmentFiles } from "../environment-file";
import { exitCode, refuseBroken } from "../report";
import { loadEnvironments } from "../shared-state";

/** `signalbox synth`: the Terraform of every stack, as `cdktf synth` writes it. */
export function synth(files: readonly string[], { out }: { readonly out: string }): number {
  const loaded = loadEnvironments(environmentFiles(files), true);
  refuseBroken(loaded);
  // cdktf makes the last folder of the path alone.
  mkdirSync(out, { recursive: true });
  const app = new App({ outdir: out });
  for (const { plan } of loaded) {
    if (plan === undefined) continue;
    for (const stack of addEnvironment(app, plan)) console.log(`${out}/stacks/${stack.node.id}/cdk.tf.json`);
  }
  app.synth();
  return exitCode.fine;
}
