import type { Admin } from "kafkajs";
import { ExportStore } from "../../../core/archive/exported";
import { connect } from "./connect";
import { desiredAcl, desiredKafka, type DesiredAcl, type DesiredKafka } from "./desired";
import { entriesOf, entryText, type Entry } from "./entries";
import { explained } from "./errors";
import { readCluster } from "./read";
import { ofTools } from "./settings";

/** What of a cluster is no message. */
export interface KafkaExport {
  /** The input of the function that makes topics and entries: given to it, it restores them. */
  readonly desired: DesiredKafka;
  /** Entries that it does not make, because Signalbox gives out none such: those that deny, or hold for one host. */
  readonly otherEntries: readonly Entry[];
  /** Topics that were listed, and gone before they could be read. */
  readonly vanished: readonly string[];
  /** How far each consumer group has read. Of no use where messages have other offsets, as after a restore. */
  readonly offsets: readonly GroupOffset[];
}

export interface GroupOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Of the message that the group reads next. */
  readonly offset: string;
}

/**
 * Writes topics with their settings, access control entries and the groups' offsets to the bucket of exports.
 *
 * @throws Error that names the cluster, when Kafka cannot be reached or refuses
 */
export async function handler(): Promise<{ readonly key: string }> {
  const store = ExportStore.fromVariables();
  const admin = connect(process.env).admin();
  try {
    await admin.connect();
    return { key: await store.write("msk", await exported(admin, `${process.env.SCRATCH ?? ""}-`)) };
  } catch (error) {
    throw explained(error, process.env.BOOTSTRAP ?? "");
  } finally {
    await admin.disconnect();
  }
}

/** @param scratch what the names of topics begin with that restore tests make, and remove */
async function exported(admin: Admin, scratch: string): Promise<KafkaExport> {
  const lasting = (name: string) => !name.startsWith(scratch);
  const { topics, entries = [], vanished } = await readCluster(admin, lasting);
  const acls = aclsOf(entries.filter((entry) => entry.permission === "allow" && entry.host === "*"));
  const made = new Set(entriesOf(acls).map(entryText));
  const desired = {
    topics: [...topics]
      .filter(([name]) => lasting(name))
      .map(([name, { partitions, replicationFactors, config }]) => ({
        name,
        partitions,
        replicationFactor: Math.max(...replicationFactors),
        config: Object.fromEntries([...config].filter(([key]) => !ofTools.includes(key)).sort(byFirst)),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    acls,
  };
  return {
    desired: desiredKafka.parse(desired),
    otherEntries: entries.filter((entry) => !made.has(entryText(entry))),
    vanished,
    offsets: (await offsetsOf(admin)).filter(({ topic }) => lasting(topic)),
  };
}

const byFirst = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

/** One for each principal and resource, of those that Signalbox knows. */
function aclsOf(entries: readonly Entry[]): DesiredAcl[] {
  const acls = new Map<string, DesiredAcl>();
  for (const { principal, resourceType, resourceName, resourcePattern, operation } of entries) {
    const key = JSON.stringify([principal, resourceType, resourcePattern, resourceName]);
    const operations = [...(acls.get(key)?.operations ?? []), operation].sort();
    const acl = desiredAcl.safeParse({ principal, resourceType, resourceName, resourcePattern, operations });
    if (acl.success) acls.set(key, acl.data);
  }
  return [...acls.keys()].sort().flatMap((key) => acls.get(key) ?? []);
}

async function offsetsOf(admin: Admin): Promise<GroupOffset[]> {
  const { groups } = await admin.listGroups();
  const offsets: GroupOffset[] = [];
  for (const { groupId: group } of groups)
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group }))
      offsets.push(
        ...partitions
          .filter(({ offset }) => Number(offset) >= 0)
          .map(({ partition, offset }) => ({ group, topic, partition, offset })),
      );
  return offsets.sort(
    (a, b) => a.group.localeCompare(b.group) || a.topic.localeCompare(b.topic) || a.partition - b.partition,
  );
}
