import { deploymentSteps } from "../../lib/environment/plan";
import { loadEnvironment, onlyFile } from "../environment-file";
import { exitCode, refuseBroken } from "../report";

/** `signalbox stacks`: what is deployed after what; a deploy workflow has one job a step. */
export function stacks(file: string, { step }: { readonly step?: string }): number {
  const loaded = loadEnvironment(onlyFile(file));
  refuseBroken([loaded]);
  const steps = loaded.plan === undefined ? [] : deploymentSteps(loaded.plan);
  const wanted = step === undefined ? steps : steps.slice(Number(step) - 1, Number(step));
  if (step !== undefined && (wanted.length === 0 || Number(step) < 1)) {
    console.error(`there is no step '${step}'; ${loaded.file} has ${steps.length}`);
    return exitCode.broken;
  }
  for (const names of wanted) console.log(names.join(" "));
  return exitCode.fine;
}
