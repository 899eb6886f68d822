import { deploymentSteps } from "../../lib/environment/plan";
import { onlyFile } from "../environment-file";
import { askStacks } from "../gate";
import { exitCode, refuseBroken } from "../report";
import { loadEnvironments } from "../shared-state";

interface StacksOptions {
  readonly step?: string | undefined;
  /** Only what may be deployed at this moment. */
  readonly now: boolean;
  /** Why something is deployed inside a freeze; only at this moment, too. */
  readonly overrideFreeze?: string | undefined;
}

/**
 * `signalbox stacks`: what is deployed after what; a deploy workflow has one job a step. What a freeze leaves out is said
 * on the stream of errors: the other is the names'.
 */
export function stacks(file: string, { step, now, overrideFreeze }: StacksOptions, moment = new Date()): number {
  const all = loadEnvironments([onlyFile(file)]);
  refuseBroken(all);
  const [loaded] = all;
  if (loaded === undefined) return exitCode.broken;
  const steps = loaded.plan === undefined ? [] : deploymentSteps(loaded.plan);
  const wanted = step === undefined ? steps : steps.filter((_, index) => String(index + 1) === step);
  if (step !== undefined && wanted.length === 0) {
    console.error(`there is no step '${step}'; ${loaded.file} has ${steps.length}`);
    return exitCode.broken;
  }
  const asked = now || overrideFreeze !== undefined;
  const { open, said } = asked ? askStacks(loaded, wanted, overrideFreeze, moment) : { open: wanted, said: [] };
  for (const line of said) console.error(line);
  for (const names of open) if (names.length > 0) console.log(names.join(" "));
  return exitCode.fine;
}
