import type { StatefulThing } from "../core/facts";
import { pathText, type Issues } from "../core/issues";
import { isStepBack, valueText, type Consequence, type Scalar, type StatedValue } from "../core/one-way";
import { suggestion } from "../core/read";
import { sameThing, type Inventory, type InventoryEntry } from "./inventory-file";
import { kinds } from "./kinds";

/** An exception from a rule, in the same form everywhere. */
export interface Exception {
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, `2027-01-31`. */
  readonly until: string;
}

export interface AcceptedNote extends Exception {
  /** The value's path in the file: `systems.orders.channels.placed.retention`. */
  readonly path: string;
}

export interface AcceptedInput {
  readonly inventory: Inventory | undefined;
  readonly things: readonly StatefulThing[];
  readonly accepted: Readonly<Record<string, Exception>>;
  readonly today: string;
}

export interface JudgedValues {
  readonly accepted: readonly AcceptedNote[];
  /** Values that went forward, and that the inventory has to follow. */
  readonly changed: readonly string[];
  /** Values that the inventory does not hold. */
  readonly unknown: readonly string[];
}

interface Step {
  readonly thing: StatefulThing;
  readonly name: string;
  readonly stated: StatedValue;
  readonly before: Scalar | undefined;
}

/** The entry of `accepted:` that holds today for a value; none helps against what AWS refuses. */
export function acceptanceOf(
  { rule, path }: StatedValue,
  { accepted, today }: Pick<AcceptedInput, "accepted" | "today">,
): AcceptedNote | undefined {
  const entry = entryOf({ path }, { accepted });
  if (entry === undefined || entry.until < today || rule.consequence === "refuses") return undefined;
  return { path: pathText(path), ...entry };
}

function entryOf({ path }: Pick<StatedValue, "path">, { accepted }: Pick<AcceptedInput, "accepted">) {
  const text = pathText(path);
  return Object.hasOwn(accepted, text) ? accepted[text] : undefined;
}

/** Compares each value with the inventory's: a step back needs an acceptance, or is not possible at all. */
export function checkValues(input: AcceptedInput, issues: Issues): JudgedValues {
  const steps = stepsOf(input);
  const back = steps.filter(
    ({ stated, before }) => before !== undefined && isStepBack(stated.rule, before, stated.value),
  );
  for (const step of back)
    // Of one that is over, its own line says so.
    if (step.stated.rule.consequence === "refuses" || entryOf(step.stated, input) === undefined)
      issues.add(...refusalOf(step));
  checkAccepted(input, back, issues);
  const text = ({ thing, name }: Step) => `${thing.id} ${name}`;
  const forward = steps.filter((step) => step.before !== undefined && !back.includes(step));
  const stepping = steps.filter((step) => back.includes(step) || step.stated.rule.reconciled);
  const notes = stepping.flatMap(({ stated }) => acceptanceOf(stated, input) ?? []);
  return {
    accepted: notes.filter(({ path }, index) => notes.findIndex((one) => one.path === path) === index),
    changed: forward.filter(({ stated, before }) => before !== stated.value).map(text),
    unknown: steps.filter(({ before }) => before === undefined).map(text),
  };
}

/** Every value of every thing that the inventory has. What is new has no earlier value, and is missing as a whole. */
function stepsOf({ inventory, things }: AcceptedInput): Step[] {
  return things.flatMap((thing) => {
    const known = inventory?.stateful.find((entry) => sameThing(entry, thing));
    if (known === undefined) return [];
    return Object.entries(thing.values ?? {}).map(([name, stated]) => {
      const values = known.values ?? {};
      return { thing, name, stated, before: Object.hasOwn(values, name) ? values[name] : undefined };
    });
  });
}

const kindOf: Readonly<Record<Consequence, (typeof kinds)[keyof typeof kinds]>> = {
  refuses: kinds.ChangeRefused,
  "needs-preparation": kinds.ChangeUnprepared,
  replaces: kinds.ChangeReplaces,
  loses: kinds.MessagesLost,
};

function refusalOf({ thing, name, stated, before = null }: Step) {
  const { rule, value, path } = stated;
  const word = ` Or accept it: accepted: { ${JSON.stringify(pathText(path))}: { reason, owner, until } }.`;
  const message = `${name} of ${thing.kind} "${thing.name}" was ${valueText(rule, before)} and is ${valueText(rule, value)}. ${rule.effect} ${rule.remedy}${rule.consequence === "refuses" ? "" : word} (${rule.source})`;
  return [kindOf[rule.consequence], path, message] as const;
}

/** An entry that does nothing, or no longer, misleads whoever reads it. */
function checkAccepted({ accepted, today, things }: AcceptedInput, back: readonly Step[], issues: Issues): void {
  const stated = things.flatMap(({ values = {} }) => Object.values(values));
  for (const [text, { until }] of Object.entries(accepted)) {
    const path = ["accepted", text];
    const of = (all: readonly StatedValue[]) => all.filter((one) => pathText(one.path) === text);
    const here = of(stated);
    const stepping = of(back.map((step) => step.stated));
    const needed =
      stepping.some(({ rule }) => rule.consequence !== "refuses") || here.some(({ rule }) => rule.reconciled);
    if (here.length === 0)
      issues.add(
        kinds.AcceptedUnknown,
        path,
        `"${text}" is no value that the inventory guards${suggestion(text, [...new Set(stated.map((one) => pathText(one.path)))])}`,
      );
    else if (!needed)
      issues.add(
        kinds.AcceptedUnused,
        path,
        stepping.length > 0
          ? `"${text}" cannot be accepted: ${stepping[0]?.rule.effect ?? ""} Take the line out.`
          : `"${text}" takes no step back from the inventory. Take the line out.`,
      );
    else if (until < today)
      issues.add(kinds.AcceptedExpired, [...path, "until"], `"${text}" was accepted until ${until}; today is ${today}`);
  }
}

/** Values to keep of a thing: the earlier one of a step back until it is deployed, else the planned one. */
export function keptValues(
  thing: StatefulThing,
  before: readonly InventoryEntry[],
  words: Pick<AcceptedInput, "accepted" | "today">,
  deployed: boolean,
): Record<string, Scalar> | undefined {
  if (thing.values === undefined) return undefined;
  const known = before.find((entry) => sameThing(entry, thing))?.values ?? {};
  const kept = ([name, stated]: [string, StatedValue]): [string, Scalar] => {
    const was = Object.hasOwn(known, name) ? known[name] : undefined;
    const back = was !== undefined && isStepBack(stated.rule, was, stated.value);
    const accepted = deployed && acceptanceOf(stated, words) !== undefined;
    return [name, back && !accepted ? was : stated.value];
  };
  return Object.fromEntries(Object.entries(thing.values).map(kept));
}
