import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

const workflowSpec = z.object({
  env: z.record(z.string(), z.string()).default({}),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.union([z.string(), z.array(z.string())]).optional(),
      uses: z.string().optional(),
      with: z.object({ environment: z.string(), override_freeze: z.string() }).optional(),
      steps: z.array(z.object({ name: z.string().optional(), run: z.string().optional() })).default([]),
    }),
  ),
});

export interface Job {
  readonly name: string;
  readonly needs: readonly string[];
  /** The workflow that it calls in place of steps of its own, and for which environment. */
  readonly calls?: { readonly file: string; readonly environment: string; readonly override: string };
  /** The command lines of its steps, by the step's name. */
  readonly commands: Readonly<Record<string, string>>;
}

/** What deploys one environment. */
export const deployWorkflow = ".github/workflows/deploy-environment.yml";

/** What a job runs once its tools are there, as one script. */
export const scriptOf = ({ commands: { Install: _, ...commands } }: Job): string => Object.values(commands).join("\n");

/** The environment variables of a workflow, but those that only GitHub can fill in. */
export function variablesOf(file: string): Record<string, string> {
  const { env } = workflowSpec.parse(parse(readFileSync(file, "utf8")));
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !value.includes("${{")));
}

/** The jobs of a workflow of ours, each after those that it needs. */
export function jobsOf(file: string): Job[] {
  const { jobs } = workflowSpec.parse(parse(readFileSync(file, "utf8")));
  const left = Object.entries(jobs).map(([name, { needs = [], steps, uses, with: input }]): Job => {
    const commands = steps.flatMap(({ name: step, run }) => (step && run ? [[step, run] as const] : []));
    const calls = uses && input && { file: uses, environment: input.environment, override: input.override_freeze };
    return { name, needs: [needs].flat(), ...(calls && { calls }), commands: Object.fromEntries(commands) };
  });
  const ordered: Job[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ needs }) => needs.every((need) => ordered.some(({ name }) => name === need)));
    if (next < 0) throw new Error(`${file}: ${left.map(({ name }) => name).join(", ")} need each other`);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}
