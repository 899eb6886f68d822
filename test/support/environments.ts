import { readFileSync } from "node:fs";
import { loadEnvironment } from "../../bin/environment-file";
import { loadLayers } from "../../lib/config";
import { Issues } from "../../lib/core/issues";
import { planEnvironment, type EnvironmentPlan } from "../../lib/environment/plan";

const file = (name: string) => `stacks/environments/${name}.yaml`;

export function planned(name: string): EnvironmentPlan {
  const { plan, issues } = loadEnvironment(file(name));
  if (plan === undefined || issues.length > 0) throw new Error(`${name} has issues`);
  return plan;
}

/** The plan of an environment when base.yaml were another text. */
export function plannedWith(name: string, base: (text: string) => string): EnvironmentPlan {
  const read = (path: string) => {
    const text = readFileSync(path, "utf8");
    return path.endsWith("base.yaml") ? base(text) : text;
  };
  const issues = new Issues();
  const plan = planEnvironment(
    loadLayers(file(name), read).data,
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  if (plan === undefined) throw new Error(`${name} has issues`);
  return plan;
}
