import { readFileSync } from "node:fs";
import { loadLayers } from "../../../lib/config";
import { Issues, type DataPath } from "../../../lib/core/issues";
import { valueAt } from "../../../lib/core/walk";
import { engines } from "../../../lib/environment/engines";
import { planEnvironment, type EnvironmentPlan, type World } from "../../../lib/environment/plan";
import { schemaOfSystem, wholeSchema } from "../../../lib/environment/schema";
import { pathsAt, placeText, textPlaces, withTexts, type TextPlace } from "./places";

/** A file with a value in every field of every engine and pattern that takes free text. */
const { data } = loadLayers("test/support/texts/everything.yaml", (path) => readFileSync(path, "utf8"));

/** Plans the file with other texts in it. It retires one deployed thing, and accepts a shorter retention of another. */
function planTexts(changes: Parameters<typeof withTexts>[1], base: unknown = data) {
  const issues = new Issues();
  const old = { id: "topics/queue/old", kind: "aws_sqs_queue", name: "texts-topics-old" };
  const deployed = planned.inventory.stateful.map((thing) =>
    thing.id === "topics/orders/subscribers/billing"
      ? { ...thing, values: { ...thing.values, retention: 604_800 } }
      : thing,
  );
  const inventory = { ...planned.inventory, stateful: [...deployed, old] };
  const plan = planEnvironment(withTexts(base, changes), { ...world, inventory }, issues);
  // Other names are other things.
  const ofFile = issues.all.filter(({ kind }) => !["InventoryOutdated", "RemovedStateful"].includes(kind.code));
  return { plan, issues: ofFile };
}

const world: World = { inventory: undefined, today: "2026-12-01" };
const planned = needed(planEnvironment(data, world, new Issues()));

function needed(plan: EnvironmentPlan | undefined): EnvironmentPlan {
  if (plan === undefined) throw new Error("everything.yaml cannot be planned");
  return plan;
}

/** The issues of the file as it is. */
export const soundness = () => planTexts([]).issues.map(({ path, message }) => [path.join("."), message]);

/** Filters of brokers compare for equality; an operator is refused there (the broken file mq-filter). */
const operators = /\.filter\.\*\.\[\]\.[^.]+(\.[^.]+)?(\.\[\])?$/;

interface Sighted {
  readonly engine: string;
  readonly place: TextPlace;
  readonly paths: readonly DataPath[];
}

/** Every place of every schema that takes text, with where the file has one. */
export const places: readonly Sighted[] = engines.flatMap((engine) =>
  engine.patterns.flatMap((pattern) => {
    const system = { engine: engine.name, pattern };
    const isSuch = (name: DataPath[number] | undefined) =>
      Object.entries(system).every(([key, value]) => valueAt(data, ["systems", name ?? "", key]) === value);
    return textPlaces(wholeSchema(schemaOfSystem(system)))
      .filter(({ steps }) => steps[0] !== "extends")
      .map((place) => ({
        engine: engine.name,
        place,
        paths: pathsAt(place, data).filter(
          ([top, name]) => top !== "systems" || place.steps.length < 3 || isSuch(name),
        ),
      }));
  }),
);

/** Places that take one of the texts, and where the file has none. What all engines share needs one engine. */
export function unreached(texts: (value: string) => readonly string[]): string[] {
  const reached = new Set(places.filter(({ paths }) => paths.length > 0).map(({ place }) => placeText(place)));
  const own = (place: TextPlace) =>
    place.steps[2] === "channels" || engines.some(({ name }) => name === place.steps[2]);
  return places
    .filter(({ place, paths }) => paths.length === 0 && texts("text").some(place.accepts))
    .filter(({ place, engine }) => engine !== "mq" || !operators.test(placeText(place)))
    .filter(({ place }) => own(place) || !reached.has(placeText(place)))
    .map(({ place }) => placeText(place));
}

/** Puts a text wherever a schema takes it, and takes it out again where a rule refuses it; gives the plan. */
export function planHostile(textFor: (value: string) => string, { alerts }: { readonly alerts: boolean }) {
  const base = alerts ? data : withTexts(data, [], ["alerts"]);
  const all = places.flatMap(({ place, paths }) =>
    paths
      .filter(([top]) => alerts || top !== "alerts")
      .map((path) => {
        const text = textFor(place.isKey ? String(path.at(-1)) : String(valueAt(data, path)));
        return { path, isKey: place.isKey, text, taken: place.accepts(text) };
      }),
  );
  const unique = new Map(all.filter(({ taken }) => taken).map((one) => [`${one.path.join("\n")} ${one.isKey}`, one]));
  let changes = [...unique.values()];
  for (;;) {
    const { plan, issues } = planTexts(changes, base);
    if (issues.length === 0 && plan !== undefined) return { plan, changes };
    const refused = changes.filter((change) => issues.some(({ path }) => concerns(path, change)));
    if (refused.length === 0) throw new Error(JSON.stringify(issues, undefined, 1));
    changes = changes.filter((change) => !refused.includes(change));
  }
}

/** Whether an issue is about a changed text: at its path, above it, or below a key that was renamed. */
function concerns(path: DataPath, change: { path: DataPath; isKey: boolean; text: string }): boolean {
  // A route's key is a name, and must be an owner's.
  if (path[0] === "alerts" && change.path.join(".") === "owner.team") return true;
  const at = change.isKey ? [...change.path.slice(0, -1), change.text] : change.path;
  return (
    at.slice(0, path.length).join("\n") === path.join("\n") || path.slice(0, at.length).join("\n") === at.join("\n")
  );
}
