import { suggestion } from "../../../lib/core/read";
import type { SystemStackPlan } from "../../../lib/environment/system";
import { freezesAt, type FreezePlan } from "../../../lib/maintenance/plan";
import { judgeAlarm, judgeFreeze, judgeSignal, judgeState, type Finding } from "../../../lib/maintenance/preflight";
import { loadEnvironment, onlyFile } from "../../environment-file";
import { exitCode, refuseBroken } from "../../report";
import { alarmStates, awsClients, lastValues, stateOf, type Clients } from "./ask";

interface PreflightOptions {
  readonly system?: string;
  readonly format: string;
}

/** What was found of a system, and what AWS would not tell. */
interface Preflight {
  readonly system: string;
  readonly findings: readonly Finding[];
  readonly failures: readonly string[];
}

/** `signalbox drill preflight`: whether it is safe to change something now. It only reads. */
export async function preflight(
  file: string,
  { system: only, format }: PreflightOptions,
  clients?: Clients,
  now = new Date(),
): Promise<number> {
  const loaded = loadEnvironment(onlyFile(file));
  refuseBroken([loaded]);
  const { place, systems = [], maintenance } = loaded.plan ?? {};
  const names = systems.map(({ name }) => name);
  if (place === undefined || maintenance === undefined || (only !== undefined && !names.includes(only))) {
    console.error(`there is no system '${only}'${suggestion(only ?? "", names)}; there are: ${names.join(", ")}`);
    return exitCode.broken;
  }
  const using = clients ?? awsClients(place.region);
  const looked: Preflight[] = [];
  for (const plan of systems)
    if (only === undefined || plan.name === only) looked.push(await look(using, plan, maintenance.freezes, now));
  const findings = looked.flatMap((one) => one.findings);
  const failures = looked.flatMap((one) => one.failures);
  const safe = findings.every(({ verdict }) => verdict !== "not fine");
  if (format === "json")
    console.log(JSON.stringify({ safe: safe && failures.length === 0, findings, failures }, null, 2));
  else looked.forEach(print);
  for (const failure of failures) console.error(failure);
  if (!safe) return exitCode.findings;
  return failures.length === 0 ? exitCode.fine : exitCode.world;
}

/** Asks everything of one system. What AWS would not tell does not hide the rest. */
async function look(
  clients: Clients,
  { name, system: { facts }, alarms }: SystemStackPlan,
  freezes: readonly FreezePlan[],
  now: Date,
): Promise<Preflight> {
  const failures: string[] = [];
  const asked = async (what: string, ask: () => Promise<Finding[]>): Promise<Finding[]> => {
    try {
      return await ask();
    } catch (error) {
      failures.push(`${name}: AWS does not tell ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  const findings = [
    ...freezesAt(freezes, now, name).map((freeze) => judgeFreeze(name, freeze)),
    ...(await asked("the states", () =>
      Promise.all(facts.health.map(async (thing) => judgeState(name, thing, await stateOf(clients, thing)))),
    )),
    ...(await asked("the alarms", async () => {
      const ids = alarms.alarms.map((alarm) => alarm.name);
      const states = await alarmStates(clients, ids);
      return ids.map((id) => judgeAlarm(name, id, states.get(id)));
    })),
    ...(await asked("the metrics", async () => {
      const values = await lastValues(clients, alarms.signals, now);
      return alarms.signals.map((signal, index) => judgeSignal(name, signal, values[index]));
    })),
  ];
  return { system: name, findings, failures };
}

/** What is not fine, a line each. The rest is counted: of an idle system little is measured, and nothing can be done about it. */
function print({ system, findings, failures }: Preflight): void {
  for (const { check, verdict, value, limit } of findings)
    if (verdict === "not fine") console.log(`${system}: not fine: ${check}: ${value} (limit: ${limit})`);
  const count = (verdict: Finding["verdict"]) => findings.filter((finding) => finding.verdict === verdict).length;
  const counted = [
    `${count("fine")} fine`,
    `${count("not fine")} not fine`,
    `${count("not known")} not known (see --format json)`,
  ];
  const unknown = failures.length > 0 ? "nobody knows whether it is safe" : "safe to change";
  console.log(`${system}: ${counted.join(", ")}: ${count("not fine") > 0 ? "not safe to change now" : unknown}`);
}
