import type { DesiredKafka, DesiredTopic } from "./desired";
import { entriesOf, entryText, ownership, type Entry } from "./entries";
import { leavingTiered, lossesOf } from "./losses";
import { changedSettings, type Settings } from "./settings";

/** A topic as it stands. */
export interface FoundTopic {
  readonly partitions: number;
  /** Copies of its partitions, once those that move have moved; more than one number where somebody made them differ. */
  readonly replicationFactors: readonly number[];
  /** What is set on the topic itself. */
  readonly config: Settings;
  /** The guarded settings, defaults of the brokers included; as set on the topic when left out. */
  readonly effective?: Settings;
}

/** A cluster as it stands. */
export interface Found {
  readonly brokers: number;
  /** Every topic but Kafka's and AWS's own, whose names begin with `__`. */
  readonly topics: ReadonlyMap<string, FoundTopic>;
  /** Undefined where the brokers keep none: without an authorizer, and in MSK Serverless. */
  readonly entries: readonly Entry[] | undefined;
}

/** What has to be done. */
export interface Actions {
  readonly create: readonly DesiredTopic[];
  readonly widen: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  readonly reconfigure: readonly Reconfiguration[];
  readonly add: readonly Entry[];
  readonly remove: readonly Entry[];
  /** Topics to delete with their messages. */
  readonly drop: readonly string[];
}

/** All that is to be set on a topic, and what of it changes: undefined where the setting goes. */
export interface Reconfiguration {
  readonly name: string;
  readonly config: Settings;
  readonly changes: Readonly<Record<string, { readonly from?: string; readonly to?: string }>>;
}

/** Something that cannot be brought about, and the way out. */
export interface Refusal {
  readonly code: RefusalCode;
  /** None where it is not about one topic. */
  readonly topic?: string;
  readonly message: string;
}
export type RefusalCode =
  | "FewerPartitions"
  | "OtherReplicationFactor"
  | "TooFewBrokers"
  | "NamesCollide"
  | "NoAuthorizer"
  | "WouldLoseMessages"
  | "SettingRefused"
  | "TopicRefused";

export interface Difference extends Actions {
  readonly refusals: readonly Refusal[];
  /** Topics that are as they are to be. */
  readonly unchanged: readonly string[];
  /** What is there and not ours; it is told, and left alone. */
  readonly unmanaged: { readonly topics: readonly string[]; readonly acls: readonly string[] };
}

/** What is to be done so that a cluster is as desired. Once it is done, nothing is: the law that the tests hold. */
export function difference(found: Found, desired: DesiredKafka): Difference {
  const topics = desired.topics.map((topic) => ({ topic, there: found.topics.get(topic.name) }));
  const create = topics.flatMap(({ topic, there }) => (there === undefined ? [topic] : []));
  const standing = topics.flatMap(({ topic, there }) => (there === undefined ? [] : [{ topic, there }]));
  const widen = standing.flatMap(({ topic: { name, partitions }, there }) =>
    partitions > there.partitions ? [{ name, from: there.partitions, to: partitions }] : [],
  );
  const reconfigure = standing.flatMap(({ topic, there }) => {
    const wanted = leavingTiered(there.config, new Map(Object.entries(topic.config)));
    const { config, changes } = changedSettings(there.config, wanted);
    return Object.keys(changes).length === 0 ? [] : [{ name: topic.name, config, changes }];
  });
  const touched = new Set([...create, ...widen, ...reconfigure].map(({ name }) => name));
  const named = new Set(desired.topics.map(({ name }) => name));
  const entries = entryDifference(found.entries ?? [], desired);
  return {
    create,
    widen,
    reconfigure,
    add: entries.add,
    remove: entries.remove,
    drop: (desired.deleted ?? []).filter((name) => found.topics.has(name) && !named.has(name)),
    refusals: [
      ...create.flatMap((topic) => refuseNew(topic, found, named)),
      ...standing.flatMap(({ topic, there }) => [...refuseChange(topic, there), ...refuseLosses(topic, there)]),
      ...refuseEntries(found, entries.add),
    ],
    unchanged: [...named].filter((name) => !touched.has(name)),
    unmanaged: {
      topics: [...found.topics.keys()].filter((name) => !named.has(name)).sort(),
      acls: entries.unmanaged.map(entryText).sort(),
    },
  };
}

function entryDifference(found: readonly Entry[], desired: DesiredKafka) {
  const wanted = new Map(entriesOf(desired.acls).map((entry) => [entryText(entry), entry]));
  const there = new Set(found.map(entryText));
  const ours = ownership(desired);
  const others = found.filter((entry) => !wanted.has(entryText(entry)));
  return {
    add: [...wanted.values()].filter((entry) => !there.has(entryText(entry))),
    remove: others.filter(ours),
    unmanaged: others.filter((entry) => !ours(entry)),
  };
}

function refuseNew({ name, replicationFactor }: DesiredTopic, found: Found, named: ReadonlySet<string>): Refusal[] {
  const collides = [...new Set([...found.topics.keys(), ...named])].filter(
    (other) => other !== name && metricName(other) === metricName(name),
  );
  const refusals = collides.map((other) =>
    refuse(
      "NamesCollide",
      name,
      `its metrics would be called as those of '${other}', because Kafka makes '_' of '.'; rename one of them`,
    ),
  );
  if (replicationFactor > found.brokers)
    refusals.push(
      refuse(
        "TooFewBrokers",
        name,
        `${replicationFactor} copies are wanted, and there are ${found.brokers} brokers; add brokers, or ask for fewer copies`,
      ),
    );
  return refusals;
}

function refuseChange({ name, partitions, replicationFactor }: DesiredTopic, there: FoundTopic): Refusal[] {
  const refusals: Refusal[] = [];
  if (partitions < there.partitions)
    refusals.push(
      refuse(
        "FewerPartitions",
        name,
        `it has ${there.partitions} partitions, and ${partitions} are wanted; Kafka cannot take partitions away: ask for ${there.partitions} or more, or make a new topic and move its readers`,
      ),
    );
  if (there.replicationFactors.some((one) => one !== replicationFactor))
    refusals.push(
      refuse(
        "OtherReplicationFactor",
        name,
        `its partitions have ${there.replicationFactors.join(" and ")} copies, and ${replicationFactor} are wanted; ask for what there is, or reassign its partitions first (kafka-reassign-partitions.sh)`,
      ),
    );
  return refusals;
}

/** What an operator raised, or another tool set, is not cut without an acceptance in the environment file. */
function refuseLosses(topic: DesiredTopic, { config, effective = config }: FoundTopic): Refusal[] {
  return lossesOf(effective, topic)
    .filter(({ setting }) => topic.mayLose?.includes(setting) !== true)
    .map(({ setting, from, to, effect }) =>
      refuse(
        "WouldLoseMessages",
        topic.name,
        `${setting} is ${from} and is to be ${to}: ${effect}. Ask for what there is; or name the channel's value under accepted: of the environment file`,
      ),
    );
}

function refuseEntries(found: Found, add: readonly Entry[]): Refusal[] {
  if (found.entries !== undefined || add.length === 0) return [];
  const message = `${add.length} access control entries are wanted, and these brokers keep none; use IAM, or brokers with an authorizer`;
  return [{ code: "NoAuthorizer", message }];
}

/** A refusal that names its topic. */
export const refuse = (code: RefusalCode, topic: string, message: string): Refusal => ({
  code,
  topic,
  message: `topic '${topic}': ${message}`,
});

/** Topics whose names differ in `.` and `_` alone share their metrics, and Kafka refuses the second (Topic.hasCollision). */
const metricName = (topic: string): string => topic.replaceAll(".", "_");
