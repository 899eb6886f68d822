import type { StatefulThing } from "../core/facts";
import type { Issues } from "../core/issues";
import { isRemovable, sameThing, type Inventory, type InventoryEntry } from "./inventory-file";
import { kinds } from "./kinds";

interface Retired {
  readonly reason: string;
  /** The last day on which the removal may be applied, `2027-01-31`. */
  readonly until: string;
}

/** What may go, and until when: a line of the check each. */
export interface RetiredNote extends Retired {
  readonly id: string;
}

interface RetiredInput {
  readonly inventory: Inventory | undefined;
  readonly things: readonly StatefulThing[];
  readonly retired: Readonly<Record<string, Retired>>;
  readonly today: string;
}

/** An id retires itself and everything below it. */
const covers = (retired: string, id: string): boolean => id === retired || id.startsWith(`${retired}/`);

/** Whether an entry of `retired:` that holds today covers a thing. */
export const retiredBy = (
  { retired, today }: Pick<RetiredInput, "retired" | "today">,
  { id }: InventoryEntry,
): boolean => Object.entries(retired).some(([one, { until }]) => covers(one, id) && until >= today);

/** What the inventory has, the plan has not, and holds something. */
export const goneFrom = (before: readonly InventoryEntry[], things: readonly StatefulThing[]): InventoryEntry[] =>
  before.filter((entry) => !isRemovable(entry) && !things.some((thing) => sameThing(entry, thing)));

/** Judges what is gone, what is replaced, and each entry of `retired:`. */
export function judgeRetired(input: RetiredInput, issues: Issues): RetiredNote[] {
  const { inventory, things, retired, today } = input;
  const before = inventory?.stateful ?? [];
  const gone = goneFrom(before, things);
  for (const entry of gone) if (!Object.keys(retired).some((id) => covers(id, entry.id))) refuse(entry, things, issues);
  // What takes the place of a thing that goes has the same id, and is no reason to keep that thing.
  const staying = things.filter(
    (thing) => before.some((entry) => sameThing(entry, thing)) && !gone.some(({ id }) => id === thing.id),
  );
  return Object.entries(retired).flatMap(([id, entry]) => {
    const path = ["retired", id];
    const covered = gone.some((thing) => covers(id, thing.id));
    const still = staying.find((thing) => covers(id, thing.id));
    if (still !== undefined)
      issues.add(
        kinds.RetiredStillThere,
        path,
        `"${id}" is retired, but ${still.kind} "${still.name}" (${still.id}) is still in the file`,
      );
    else if (!covered)
      issues.add(kinds.RetiredUnknown, path, `the inventory has nothing named "${id}" that is gone from the file`);
    else if (entry.until < today)
      issues.add(
        kinds.RetiredExpired,
        [...path, "until"],
        `"${id}" could be removed until ${entry.until}; today is ${today}`,
      );
    return covered && entry.until >= today ? [{ id, reason: entry.reason, until: entry.until }] : [];
  });
}

function refuse(entry: InventoryEntry, things: readonly StatefulThing[], issues: Issues): void {
  const other = things.find(({ id }) => id === entry.id);
  const word = `retired: { "${entry.id}": { reason, until } }`;
  if (other === undefined)
    return issues.add(
      kinds.RemovedStateful,
      removedPath(entry.id),
      `${entry.kind} "${entry.name}" (${entry.id}) is in the inventory and no longer here; put it back, or add ${word}`,
    );
  issues.add(
    kinds.ReplacedStateful,
    removedPath(entry.id),
    `${entry.id} is ${entry.kind} "${entry.name}" in the inventory and ${other.kind} "${other.name}" here. The next deploy deletes the first with all it holds. Change it back; or give the new one another name beside it, move its clients, and retire the old one; or, where what it holds may be lost, add ${word}`,
  );
}

/** The system's place in the file, where a reader looks for what is gone. */
function removedPath(id: string): (string | number)[] {
  const [system = "", channel] = id.split("/");
  if (system === "foundation" || system === "copies") return [];
  return channel === undefined ? ["systems", system] : ["systems", system, "channels", channel];
}
