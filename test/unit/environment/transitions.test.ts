import fc from "fast-check";
import type { StatefulThing } from "../../../lib/core/facts";
import { Issues } from "../../../lib/core/issues";
import type { OneWayRule, StatedValue } from "../../../lib/core/one-way";
import { checkInventory, isWritable, nextInventory, type Inventory } from "../../../lib/environment/inventory";
import { emptiedStacks } from "../../../lib/environment/removed";
import { kinds } from "../../../lib/environment/kinds";

const rule = (consequence: OneWayRule["consequence"]): OneWayRule => ({
  direction: "grows",
  consequence,
  change: "less",
  effect: "It shrinks.",
  remedy: "Take it back.",
  source: "test",
});
const loses = rule("loses");
const refuses = rule("refuses");
const path = (name: string, value: string) => ["systems", "s", "channels", name, value];
const stated = (name: string, value: string, number: number, of: OneWayRule): StatedValue => ({
  rule: of,
  value: number,
  path: path(name, value),
});

interface Channel {
  readonly variant: "plain" | "fifo";
  readonly retention: number;
  readonly disk: number;
}
type World = Record<string, Channel | undefined>;
interface Word {
  readonly until: string;
}
/** The environment file, the committed inventory, what a deploy has created, and the day. */
interface State {
  file: World;
  retired: Record<string, Word>;
  accepted: Record<string, Word>;
  inventory: Inventory | undefined;
  world: World;
  today: number;
}

const day = (count: number) => `2027-01-${String(count).padStart(2, "0")}`;
const acceptPath = (name: string, value: string) => `systems.s.channels.${name}.${value}`;
const thing = (name: string, { variant, retention, disk }: Channel): StatefulThing => ({
  id: `s/${name}`,
  kind: "queue",
  name: variant === "fifo" ? `${name}.fifo` : name,
  values: { retention: stated(name, "retention", retention, loses), disk: stated(name, "disk", disk, refuses) },
});

const inputOf = ({ file, retired, accepted, inventory, today }: State) => ({
  inventory,
  things: Object.entries(file).flatMap(([name, channel]) => (channel ? [thing(name, channel)] : [])),
  ...stacksOf(file, inventory),
  retired: mapped(retired, ({ until }) => ({ reason: "a good reason", until })),
  accepted: mapped(accepted, ({ until }) => ({ reason: "a good reason", owner: "team", until })),
  today: day(today),
});

function stacksOf(file: State["file"], inventory: State["inventory"]) {
  const place = { environment: "e", region: "eu-west-1" };
  const stacks = Object.values(file).some(Boolean) ? [{ name: "e-s", region: "eu-west-1" }] : [];
  return { stacks, emptied: emptiedStacks(inventory, place, stacks) };
}

const mapped = <A, B>(all: Record<string, A>, by: (one: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(all).map(([key, one]) => [key, by(one)]));

function issuesOf(state: State) {
  const issues = new Issues();
  checkInventory(inputOf(state), issues);
  return issues.all;
}
const codesOf = (state: State) => issuesOf(state).map(({ kind }) => kind.code);

/** `signalbox check --write-inventory`, as the command does it. */
function write(state: State, deployed: boolean): boolean {
  if (!isWritable(issuesOf(state))) return false;
  state.inventory = nextInventory("e", inputOf(state), deployed);
  return true;
}

const holds = ({ today }: State, word: Word | undefined): boolean => (word?.until ?? "") >= day(today);

/** CI: nothing is deployed while the check fails. What the deploy destroys or shortens must have been allowed today. */
function deploy(state: State): void {
  if (codesOf(state).length > 0) return;
  for (const [name, was] of Object.entries(state.world)) {
    const now = state.file[name];
    if (was === undefined) continue;
    const gone = now === undefined || now.variant !== was.variant;
    if (gone) expect(holds(state, state.retired[`s/${name}`])).toBe(true);
    else {
      if (now.retention < was.retention) expect(holds(state, state.accepted[acceptPath(name, "retention")])).toBe(true);
      expect(now.disk).toBeGreaterThanOrEqual(was.disk);
    }
  }
  state.world = { ...state.file };
}

/** What a user does who follows the messages: every entry that does nothing goes, and every entry that is asked for comes. */
function followMessages(state: State): void {
  for (const { kind, path: at, message } of issuesOf(state)) {
    const [, key = ""] = at.map(String);
    const until = day(state.today);
    if (kind === kinds.RetiredUnknown || kind === kinds.RetiredStillThere) delete state.retired[key];
    if (kind === kinds.AcceptedUnknown || kind === kinds.AcceptedUnused) delete state.accepted[key];
    if (kind === kinds.RetiredExpired) state.retired[key] = { until };
    if (kind === kinds.AcceptedExpired) state.accepted[key] = { until };
    const word = /(retired|accepted): \{ "([^"]+)"/.exec(message);
    if (word?.[1] === "retired") state.retired[word[2] ?? ""] = { until };
    if (word?.[1] === "accepted") state.accepted[word[2] ?? ""] = { until };
    if (kind === kinds.ChangeRefused) {
      const name = String(at[3]);
      const channel = state.file[name];
      const known = state.inventory?.stateful.find(({ id }) => id === `s/${name}`)?.values?.disk;
      if (channel) state.file[name] = { ...channel, disk: Number(known) };
    }
  }
}

const copyOf = (state: State): State => structuredClone(state);

/** After each step: a failing check writes nothing, and following the messages leads out. */
function checkLaws(state: State): void {
  const before = JSON.stringify(state.inventory);
  const failing = !isWritable(issuesOf(state));
  const trial = copyOf(state);
  if (failing) {
    expect(write(trial, false) || write(trial, true)).toBe(false);
    expect(JSON.stringify(trial.inventory)).toBe(before);
  }
  for (let round = 0; round < 3; round++) followMessages(trial);
  expect(write(trial, false)).toBe(true);
  expect(codesOf(trial)).toEqual([]);
}

class Step implements fc.Command<object, State> {
  constructor(
    private readonly name: string,
    private readonly change: (state: State) => void,
  ) {}
  check = () => true;
  run = (_model: object, state: State): void => {
    this.change(state);
    checkLaws(state);
  };
  toString = () => this.name;
}

const names = fc.constantFrom("a", "b");
const channel: fc.Arbitrary<Channel> = fc.record({
  variant: fc.constantFrom("plain" as const, "fifo" as const),
  retention: fc.integer({ min: 1, max: 3 }),
  disk: fc.integer({ min: 1, max: 3 }),
});
const step = <T>(arbitrary: fc.Arbitrary<T>, name: string, change: (value: T, state: State) => void) =>
  arbitrary.map((value) => new Step(`${name}(${JSON.stringify(value)})`, (state) => change(value, state)));

const steps = [
  step(fc.tuple(names, channel), "set", ([name, to], state) => (state.file[name] = to)),
  step(names, "remove", (name, state) => (state.file[name] = undefined)),
  step(fc.tuple(names, fc.integer({ min: -2, max: 4 })), "retire", ([name, more], state) => {
    state.retired[`s/${name}`] = { until: day(Math.max(1, state.today + more)) };
  }),
  step(names, "unretire", (name, state) => delete state.retired[`s/${name}`]),
  step(
    fc.tuple(names, fc.constantFrom("retention", "disk"), fc.integer({ min: -2, max: 4 })),
    "accept",
    ([name, value, more], state) => {
      state.accepted[acceptPath(name, value)] = { until: day(Math.max(1, state.today + more)) };
    },
  ),
  step(names, "unaccept", (name, state) => delete state.accepted[acceptPath(name, "retention")]),
  step(fc.constant(null), "write", (_none, state) => write(state, false)),
  step(fc.constant(null), "deploy", (_none, state) => deploy(state)),
  step(fc.constant(null), "writeDeployed", (_none, state) => {
    // The option says that the present file is deployed, and so it is used.
    if (JSON.stringify(state.world) === JSON.stringify(state.file)) write(state, true);
  }),
  step(fc.constant(null), "nextDay", (_none, state) => (state.today += 1)),
];

test("no sequence of edits, writes and deploys destroys or shortens anything unasked, and the messages lead out of each", () => {
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 40 }), (commands) => {
      const state: State = { file: {}, retired: {}, accepted: {}, inventory: undefined, world: {}, today: 1 };
      fc.modelRun(() => ({ model: {}, real: state }), commands);
    }),
    { numRuns: 500 },
  );
});
