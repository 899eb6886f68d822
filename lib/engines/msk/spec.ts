import * as z from "zod";
import type { Pattern } from "../../core/engine";
import { eventStreamChannel } from "../../core/patterns/event-stream";
import { byteRate, duration, formatted, identifier, reason, size } from "../../core/spec";
import { ipv4Range } from "../../core/value-forms";
import { expressInstances, standardInstances, type ExpressInstanceType, type StandardInstanceType } from "./instances";
import { standardVersion } from "./versions";

/** The engine's name, and the key that its own options stand under. */
export const engineName = "msk";
export const patterns = ["event-stream"] as const satisfies readonly Pattern[];

const property = z.union([
  z.string().check((context) => {
    if (/[\r\n]/.test(context.value))
      context.issues.push({ code: "custom", input: context.value, message: "a property is one line" });
  }),
  z.number(),
  z.boolean(),
]);
const properties = z.record(formatted(/^[a-z0-9]+(\.[a-z0-9]+)*$/, "the name of a Kafka property"), property);

const topicOptions = z.strictObject({
  replicationFactor: z
    .int()
    .min(1)
    .max(15)
    .optional()
    .describe("Copies of each partition: 3, or 2 where the brokers are in two zones. Express and Serverless keep 3"),
  minInSyncReplicas: z
    .int()
    .min(1)
    .max(14)
    .optional()
    .describe("Copies that must have a message before it counts as written: one less than there are"),
  reason: reason.optional().describe("Why a message may be in one copy alone; needed where it may"),
  localRetention: duration("10m", "10y")
    .optional()
    .describe("Tiered storage: how long a message stays on the brokers' disks; the topic is not tiered when left out"),
  workload: z
    .strictObject({
      ingress: byteRate("0B/s", "1TiB/s").describe("Bytes a second that come in at the peak"),
      egress: byteRate("0B/s", "1TiB/s")
        .optional()
        .describe("Bytes a second that go out at the peak; as many as come in"),
    })
    .optional()
    .describe("The load that the channel must bear; it is held against the limits of partitions and brokers"),
  config: properties.default({}).describe("Further settings of the topic, by their names in Kafka"),
});
export type TopicOptions = z.output<typeof topicOptions>;

export const streamChannels = z.record(
  identifier,
  eventStreamChannel({ channel: { [engineName]: topicOptions.prefault({}) } }),
);
export type StreamChannel = z.output<typeof streamChannels>[string];

const clients = z
  .strictObject({
    cidrs: z.array(ipv4Range).default([]).describe("Ranges of addresses that clients come from"),
    securityGroups: z
      .array(formatted(/^sg-[0-9a-f]{8,17}$/, "the id of a security group"))
      .default([])
      .describe("Security groups that clients have"),
  })
  .optional()
  .describe("Where clients may connect from; anywhere in the private network when left out");

const authentication = z
  .strictObject({
    scram: z.boolean().optional().describe("Users with passwords. On when access: admits a client that is a user"),
    certificateAuthorities: z
      .array(formatted(/^arn:[\w-]+:acm-pca:[\w-]+:\d{12}:certificate-authority\/[\w-]+$/, "the ARN of a private CA"))
      .min(1)
      .optional()
      .describe("Private certificate authorities whose certificates clients may show (mutual TLS)"),
    unauthenticated: z
      .strictObject({ reason })
      .optional()
      .describe("Lets in whoever reaches the brokers, to do whatever no access control entry forbids"),
    rotation: z
      .record(z.string().min(1), z.int().min(1).max(10_000))
      .default({})
      .describe("By user: the step of changing its password; see the page on this engine. 1 when left out"),
  })
  .prefault({})
  .describe("How clients prove who they are. IAM is always on");

const phases = ["private", "multi-vpc", "public", "closing"] as const;
const brokers = {
  brokersPerZone: z.int().min(1).max(30).default(1).describe("Brokers in each availability zone"),
  metadata: z
    .enum(["kraft", "zookeeper"])
    .optional()
    .describe("Who keeps the cluster's metadata, where the version lets one choose. KRaft; it cannot be changed later"),
  brokerConfiguration: properties
    .default({})
    .describe("Further properties of the brokers, by their names in Kafka; those that MSK lets one set"),
  authentication,
  connectivity: z
    .strictObject({
      phase: z
        .enum(phases)
        .default("private")
        .describe(
          "Who reaches the brokers: the private network; other networks and accounts by PrivateLink; or the internet. A cluster begins private. `closing` takes back what an earlier phase opened",
        ),
    })
    .prefault({}),
  clients,
  enhancedMonitoring: z
    .enum(["PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"])
    .default("PER_TOPIC_PER_BROKER")
    .describe("How finely MSK measures. The alarms need no more than the default; lag by partition needs the other"),
  openMonitoring: z
    .strictObject({ jmx: z.boolean().default(true), node: z.boolean().default(true), reason })
    .optional()
    .describe("Lets Prometheus read metrics from the brokers (ports 11001 and 11002), without authentication"),
  quotas: z
    .strictObject({ brokers: z.int().min(1).optional().describe("Brokers of a cluster, when AWS granted more") })
    .prefault({}),
};

const version = (kind: "provisioned" | "express") =>
  z
    .string()
    .default(standardVersion[kind])
    .describe("Kafka's version as MSK has it: 3.9.x. One whose support has ended is an error");

const storage = z
  .strictObject({
    size: size("1GiB", "16TiB")
      .prefault("100GiB")
      .describe("Size of each broker's disk, in whole GiB. It never shrinks"),
    throughput: byteRate("250MiB/s", "1000MiB/s")
      .optional()
      .describe("Throughput of each broker's disk, on sizes that can have it; 250 MiB/s when left out"),
    tiered: z.boolean().default(false).describe("Whether channels may keep older messages in cheap storage (S3)"),
  })
  .prefault({})
  .describe("The brokers' disks");

const isStandard = (type: string): type is StandardInstanceType => type in standardInstances;
const isExpress = (type: string): type is ExpressInstanceType => type in expressInstances;

const provisioned = z.strictObject({
  mode: z.literal("provisioned").optional().default("provisioned").describe("Brokers that one chooses oneself"),
  instanceType: z
    .enum(Object.keys(standardInstances).filter(isStandard))
    .default("kafka.m7g.large")
    .describe("Size of the brokers"),
  zones: z
    .union([z.literal(2), z.literal(3)])
    .optional()
    .describe("Availability zones that the brokers are in; all of the network's. It cannot be changed later"),
  version: version("provisioned"),
  storage,
  ...brokers,
});
const express = z.strictObject({
  mode: z.literal("express").describe("Brokers whose disks AWS looks after, three times as fast"),
  instanceType: z
    .enum(Object.keys(expressInstances).filter(isExpress))
    .default("express.m7g.large")
    .describe("Size of the brokers"),
  version: version("express"),
  storageAlarm: size("1GiB", "1000TiB")
    .prefault("10TiB")
    .describe("Size of all messages together from which on an alarm tells: AWS bills what is stored, without a limit"),
  ...brokers,
});
const serverless = z.strictObject({
  mode: z.literal("serverless").describe("No brokers to choose; IAM alone"),
  clients,
});

/** What stands under `msk:` of a system. */
export const systemOptions = z.discriminatedUnion("mode", [provisioned, express, serverless]).prefault({});
export type SystemOptions = z.output<typeof systemOptions>;
export type BrokerOptions = Exclude<SystemOptions, { mode: "serverless" }>;
export type ProvisionedOptions = z.output<typeof provisioned>;
export type ExpressOptions = z.output<typeof express>;
export type Phase = (typeof phases)[number];
export type PropertyValue = z.output<typeof property>;
