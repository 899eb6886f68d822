import { setTimeout as wait } from "node:timers/promises";
import type { Admin } from "kafkajs";
import { apply } from "./apply";
import type { DesiredKafka } from "./desired";
import { difference, type Actions, type Difference, type Found } from "./difference";
import { entryText } from "./entries";
import { isPassing, Refused } from "./errors";
import { readCluster } from "./read";
import { rehearse } from "./rehearsal";

/** What was done. A second run finds it all unchanged. */
export interface Report {
  readonly created: readonly string[];
  readonly widened: Actions["widen"];
  readonly reconfigured: readonly Pick<Actions["reconfigure"][number], "name" | "changes">[];
  readonly aclsAdded: readonly string[];
  readonly aclsRemoved: readonly string[];
  /** Topics that were deleted with their messages; left out where there were none. */
  readonly deleted?: readonly string[];
  /** Topics that were as they are to be. */
  readonly unchanged: readonly string[];
  /** What is there and not in the desired state: topics, and entries that are not ours to take away. */
  readonly unmanaged: Difference["unmanaged"];
}

/** How often it is begun anew when a connection breaks or a controller moves, and the milliseconds before. */
const tries = 5;
const pause = 2_000;
/**
 * How often brokers are asked whether they know by now what the controller did, and the milliseconds between. One after
 * the other is asked, and one learns it later than another: they know it when they say so for a while.
 */
const looks = 60;
const lookAgain = 250;
const calmLooks = 4;

/**
 * Brings a cluster to the desired state, and reads it back: the report is of what stands, not of what was sent.
 *
 * @throws Refused when something cannot be done; then nothing was
 * @throws Error of Kafka when it cannot be reached or does not admit us, and when it does not tell what it was told
 */
export async function bringAbout(admin: Admin, desired: DesiredKafka): Promise<Report> {
  const look = async () => difference(await readDesired(admin, desired), desired);
  const first = await patiently(() => check(admin, desired));
  if (textOf(first).length > 0)
    await patiently(async () => {
      await apply(admin, await look());
      await settle(look);
    });
  return {
    created: first.create.map(({ name }) => name),
    widened: first.widen,
    reconfigured: first.reconfigure.map(({ name, changes }) => ({ name, changes })),
    aclsAdded: first.add.map(entryText),
    aclsRemoved: first.remove.map(entryText),
    ...(first.drop.length > 0 && { deleted: first.drop }),
    unchanged: first.unchanged,
    unmanaged: first.unmanaged,
  };
}

function readDesired(admin: Admin, { topics }: DesiredKafka): Promise<Found> {
  const named = new Set(topics.map(({ name }) => name));
  return readCluster(admin, (topic) => named.has(topic));
}

/** What is to be done, once it is sure that all of it can be. */
async function check(admin: Admin, desired: DesiredKafka): Promise<Difference> {
  const found = await readDesired(admin, desired);
  const planned = difference(found, desired);
  // As many copies as there can be: what else is wrong with the topic is told in the same run.
  const create = planned.create.map((topic) => ({
    ...topic,
    replicationFactor: Math.min(topic.replicationFactor, found.brokers),
  }));
  const rehearsed = await rehearse(admin, { ...planned, create });
  const known = new Set(planned.refusals.map(({ topic }) => topic));
  const more = rehearsed.filter(({ code, topic }) => code !== "TopicRefused" || !known.has(topic));
  const refusals = [...planned.refusals, ...more];
  if (refusals.length > 0) throw new Refused(refusals);
  return planned;
}

/** Waits until the brokers tell what the controller was told. */
async function settle(look: () => Promise<Difference>): Promise<void> {
  let left: string[] = [];
  for (let count = 0, calm = 0; count < looks; count++) {
    left = await look().then(textOf, unlessPassing);
    calm = left.length === 0 ? calm + 1 : 0;
    if (calm === calmLooks) return;
    await wait(lookAgain);
  }
  if (left.length === 0) return;
  throw new Error(`Kafka was told, and still is not as desired:\n${left.map((line) => `  ${line}`).join("\n")}`);
}

/** A broker that does not know a topic yet says that it does not exist. */
function unlessPassing(error: unknown): string[] {
  if (!isPassing(error)) throw error;
  return [String(error)];
}

/** What is not as desired. */
const textOf = ({ create, widen, reconfigure, add, remove, drop, refusals }: Difference): string[] => [
  ...refusals.map(({ message }) => message),
  ...create.map(({ name }) => `topic '${name}' is not there`),
  ...widen.map(({ name, from, to }) => `topic '${name}' has ${from} partitions, and not ${to}`),
  ...reconfigure.map(({ name, changes }) => `topic '${name}' has other settings: ${JSON.stringify(changes)}`),
  ...add.map((entry) => `missing: ${entryText(entry)}`),
  ...remove.map((entry) => `still there: ${entryText(entry)}`),
  ...drop.map((name) => `topic '${name}' is still there`),
];

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++)
    try {
      return await work();
    } catch (error) {
      if (round === tries || !isPassing(error)) throw error;
      await wait(round * pause);
    }
}
