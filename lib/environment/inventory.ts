import type { StatefulThing } from "../core/facts";
import type { IssueKind, Issues } from "../core/issues";
import { checkValues, keptValues, type AcceptedNote, type Exception } from "./accepted";
import { kinds } from "./kinds";
import { isRecent, sameThing, type Inventory, type InventoryEntry, type StackName } from "./inventory-file";
import { goneFrom, judgeRetired, retiredBy, type RetiredNote } from "./retired";

export { inventorySpec, type Inventory, type StackName } from "./inventory-file";
export type { RetiredNote } from "./retired";

export interface InventoryInput {
  /** The committed inventory; undefined where there is none yet. */
  readonly inventory: Inventory | undefined;
  readonly things: readonly StatefulThing[];
  /** The stacks that the file has now. */
  readonly stacks: readonly StackName[];
  /** The stacks that the inventory lists and the file no longer has. */
  readonly emptied: readonly StackName[];
  readonly retired: Readonly<Record<string, Omit<Exception, "owner">>>;
  readonly accepted: Readonly<Record<string, Exception>>;
  /** `2026-11-24` */
  readonly today: string;
}

export interface InventoryNotes {
  readonly retired: readonly RetiredNote[];
  readonly accepted: readonly AcceptedNote[];
  /** What an inventory of an earlier format does not hold yet: a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Compares the plan with the committed inventory: nothing stateful goes, is replaced or takes a step back without an
 * entry under `retired:` or `accepted:`, and nothing new stays unlisted. The rules are the table in
 * docs/environment-file.md.
 */
export function checkInventory(input: InventoryInput, issues: Issues): InventoryNotes {
  const retired = judgeRetired(input, issues);
  const values = checkValues(input, issues);
  const { outdated, unknown } = missingFrom(input);
  const [first] = [...outdated, ...values.changed];
  if (first !== undefined)
    issues.add(
      kinds.InventoryOutdated,
      [],
      `${outdated.length + values.changed.length} stateful things or values differ from the inventory, ${first} for example; run signalbox check --write-inventory and commit the file`,
    );
  const [absent] = [...unknown, ...values.unknown];
  const count = unknown.length + values.unknown.length;
  return {
    retired,
    accepted: values.accepted,
    warnings:
      absent === undefined
        ? []
        : [
            `the inventory is of an earlier format and does not hold ${count} things or values, ${absent} for example, so that a step back of them is not noticed; run signalbox check --write-inventory before you change them, and commit the file`,
          ],
  };
}

/** What the plan has and the inventory does not; of an inventory of an earlier format, what that format did not hold. */
function missingFrom({ inventory, things, stacks }: InventoryInput): {
  readonly outdated: string[];
  readonly unknown: string[];
} {
  const before = inventory?.stateful ?? [];
  const missing = things.filter((thing) => !before.some((entry) => sameThing(entry, thing)));
  const earlier = inventory !== undefined && inventory.stacks === undefined;
  const unlisted = (inventory?.stacks ?? (earlier ? stacks : [])).map(({ name }) => name);
  return {
    outdated: [
      ...missing.filter((thing) => !(earlier && isRecent(thing))).map(({ id }) => id),
      ...stacks.map(({ name }) => name).filter((name) => inventory !== undefined && !unlisted.includes(name)),
    ],
    unknown: missing.filter((thing) => earlier && isRecent(thing)).map(({ id }) => id),
  };
}

/** Whether nothing is wrong but what writing the inventory mends. */
export const isWritable = (issues: readonly { readonly kind: IssueKind }[]): boolean =>
  issues.every(({ kind }) => kind === kinds.InventoryOutdated);

/**
 * The inventory to commit. What is gone stays listed, and an accepted value keeps its earlier number, until a deploy has
 * carried out the change; only an operator knows that it has.
 *
 * @param deployed whether the present file was deployed; then retired things are left out, and accepted values replaced
 */
export function nextInventory(environment: string, input: InventoryInput, deployed = false): Inventory {
  const { inventory, things } = input;
  const before = inventory?.stateful ?? [];
  const gone = goneFrom(before, things);
  const kept = deployed ? gone.filter((entry) => !retiredBy(input, entry)) : gone;
  const stateful: InventoryEntry[] = [
    ...things.map((thing) => {
      const values = keptValues(thing, before, input, deployed);
      return { id: thing.id, kind: thing.kind, name: thing.name, ...(values && { values }) };
    }),
    ...kept.map(({ id, kind, name, values }) => ({ id, kind, name, ...(values && { values }) })),
  ];
  return {
    environment,
    stacks: nextStacks(environment, input, kept, deployed),
    stateful: inOrder(stateful),
  };
}

/** A stack stays listed for as long as something of it is, and until a deploy has emptied it. */
function nextStacks(
  environment: string,
  { stacks, emptied }: InventoryInput,
  kept: readonly InventoryEntry[],
  deployed: boolean,
): StackName[] {
  const holds = new Set(kept.map(({ id }) => `${environment}-${id.split("/")[0] ?? ""}`));
  const gone = emptied.filter(({ name }) => !deployed || holds.has(name));
  return [...stacks, ...gone].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const inOrder = (stateful: readonly InventoryEntry[]): InventoryEntry[] =>
  [...stateful].sort((a, b) => (`${a.id} ${a.kind} ${a.name}` < `${b.id} ${b.kind} ${b.name}` ? -1 : 1));
