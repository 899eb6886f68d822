import * as z from "zod";
import type { StatefulThing } from "../core/facts";
import type { Issues } from "../core/issues";
import { kinds } from "./kinds";

/** The committed list of what an environment has that holds messages, keys or logs, like a lock file. */
export const inventorySpec = z.strictObject({
  environment: z.string(),
  stateful: z.array(z.strictObject({ id: z.string(), kind: z.string(), name: z.string() })),
});
export type Inventory = z.output<typeof inventorySpec>;

export interface Retired {
  readonly reason: string;
  /** The last day on which the removal may be applied, `2027-01-31`. */
  readonly until: string;
}

export interface InventoryInput {
  readonly inventory: Inventory | undefined;
  readonly things: readonly StatefulThing[];
  readonly retired: Readonly<Record<string, Retired>>;
  readonly today: string;
}

/** What may go, and until when: a line for each, for whoever reads the check. */
export interface RetiredNote extends Retired {
  readonly id: string;
}

/** An id retires itself and everything below it. */
const covers = (retired: string, id: string): boolean => id === retired || id.startsWith(`${retired}/`);

/** Holds what is planned against what stood there: nothing stateful goes without a word, and nothing new goes unlisted. */
export function checkInventory({ inventory, things, retired, today }: InventoryInput, issues: Issues): RetiredNote[] {
  const now = new Set(things.map(nameOf));
  const before = inventory?.stateful ?? [];
  const gone = before.filter((thing) => !now.has(nameOf(thing)));
  for (const thing of gone)
    if (!Object.keys(retired).some((id) => covers(id, thing.id)))
      issues.add(
        kinds.RemovedStateful,
        removedPath(thing.id),
        `${thing.kind} "${thing.name}" (${thing.id}) is in the inventory and no longer here; put it back, or add retired: { "${thing.id}": { reason, until } }`,
      );
  const notes = Object.entries(retired).flatMap(([id, entry]) => {
    const covered = gone.filter((thing) => covers(id, thing.id));
    const path = ["retired", id];
    if (things.some((thing) => covers(id, thing.id)))
      issues.add(kinds.RetiredStillThere, path, `"${id}" is retired, but still in the file`);
    else if (covered.length === 0) issues.add(kinds.RetiredUnknown, path, `the inventory has nothing named "${id}"`);
    else if (entry.until < today)
      issues.add(
        kinds.RetiredExpired,
        [...path, "until"],
        `"${id}" could be removed until ${entry.until}; today is ${today}`,
      );
    return covered.length > 0 && entry.until >= today ? [{ id, ...entry }] : [];
  });
  const known = new Set(before.map(nameOf));
  const missing = things.filter((thing) => !known.has(nameOf(thing)));
  const [first] = missing;
  if (first !== undefined)
    issues.add(
      kinds.InventoryOutdated,
      [],
      `${missing.length} stateful things are not in the inventory, ${first.id} for example; run signalbox check --write-inventory and commit the file`,
    );
  return notes;
}

/** A rename is a removal too: a thing is the same only under the same name. */
const nameOf = ({ id, kind, name }: StatefulThing): string => `${kind} ${name} ${id}`;

/** The system's place in the file, where a reader looks for what is gone. */
function removedPath(id: string): (string | number)[] {
  const [system = "", channel] = id.split("/");
  if (system === "foundation") return [];
  return channel === undefined ? ["systems", system] : ["systems", system, "channels", channel];
}

/** The inventory to commit: what is planned, and what is gone but still covered by a retirement or not yet allowed to go. */
export function nextInventory(environment: string, { inventory, things, retired, today }: InventoryInput): Inventory {
  const now = new Set(things.map(nameOf));
  const kept = (inventory?.stateful ?? []).filter(
    (thing) =>
      !now.has(nameOf(thing)) &&
      !Object.entries(retired).some(([id, { until }]) => covers(id, thing.id) && until < today),
  );
  const stateful = [...things, ...kept].map(({ id, kind, name }) => ({ id, kind, name }));
  return { environment, stateful: stateful.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
