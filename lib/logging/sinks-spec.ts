import * as z from "zod";
import { dataClasses } from "../core/place";
import { durationText } from "../core/quantities";
import { computed, duration, formatted, objectLock, size } from "../core/spec";
import { httpsOrigin } from "../core/value-forms";

const logClasses = z
  .array(z.enum(["operational", "audit"]))
  .min(1)
  .default(["operational", "audit"])
  .describe("Which logs it takes; each log goes to two sinks at most");
const dataClass = z
  .enum(dataClasses)
  .optional()
  .describe("The most sensitive messages whose text may stand in what it takes; other logs than these are left out");

/** The bounds are Firehose's own (Firehose API reference, BufferingHints of each destination, 2026-11). */
const buffer = (most: { size: string; time: string }, usual: { size: string; time: string }) =>
  z
    .strictObject({
      size: size("1MiB", most.size).prefault(usual.size),
      time: duration("0s", most.time).prefault(usual.time),
    })
    .prefault({})
    .describe("It delivers when so much is there, or so much time is over");

/** After how long objects of an archive move where nothing is said. */
export const coldSeconds = 90 * 86_400;

const archive = z
  .strictObject({
    logs: logClasses,
    retention: z
      .strictObject({
        operational: duration("1d", "10y").prefault("6y"),
        audit: duration("1d", "10y").prefault("6y"),
      })
      .prefault({})
      .describe("How long objects are kept, by the class of the log"),
    coldAfter: duration("1d", "10y")
      .optional()
      .describe("After which time those that are kept for longer move to Glacier Instant Retrieval. 90d when left out")
      .register(computed, { compute: () => durationText(coldSeconds) }),
    objectLock: objectLock.optional(),
    buffer: buffer({ size: "128MiB", time: "900s" }, { size: "64MiB", time: "300s" }),
  })
  .describe("A bucket of ours: objects lie below CLASS/SYSTEM/YYYY/MM/DD/HH/");

const role = formatted(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role");

/** Data nodes of a domain. */
export const mostNodes = 80;

const domain = z
  .strictObject({
    administrator: role.describe("Who administers it: the role is its master user"),
    version: formatted(/^\d+\.\d+$/, "a version such as 2.19")
      .default("2.19")
      .describe("OpenSearch's version"),
    instanceType: formatted(/^[a-z0-9]+\.[a-z0-9]+\.search$/, "an instance type such as r7g.large.search").default(
      "r7g.large.search",
    ),
    nodes: z.int().min(2).max(mostNodes).default(3).describe("Data nodes: a multiple of the network's zones"),
    masterType: formatted(/^[a-z0-9]+\.[a-z0-9]+\.search$/, "an instance type such as m7g.large.search").default(
      "m7g.large.search",
    ),
    volume: size("10GiB", "24TiB").prefault("100GiB").describe("Disk of each data node (gp3)"),
  })
  .describe("A domain that is built, in the private network");

const existing = z
  .strictObject({
    arn: formatted(/^arn:[\w-]+:es:[\w-]+:\d{12}:domain\/[a-z][a-z0-9-]{2,27}$/, "the ARN of an OpenSearch domain"),
    network: z
      .strictObject({
        subnets: z.array(formatted(/^subnet-[0-9a-f]+$/, "the id of a subnet")).min(1),
        securityGroup: formatted(/^sg-[0-9a-f]+$/, "the id of a security group"),
      })
      .optional()
      .describe("Where Firehose's interfaces are, of a domain in a VPC; it is reached publicly when left out"),
  })
  .describe("A domain that stands already; its owner admits the delivery roles");

const retry = duration("0s", "7200s").prefault("3600s").describe("For how long a failed delivery is tried again");

const openSearch = z.strictObject({
  logs: logClasses,
  dataClass,
  domain: domain.optional(),
  existing: existing.optional(),
  rotation: z
    .enum(["hour", "day", "week", "month"])
    .default("day")
    .describe("How often a new index begins: logs-SYSTEM-CLASS-DATE"),
  retry,
  buffer: buffer({ size: "100MiB", time: "900s" }, { size: "5MiB", time: "60s" }),
});

const splunk = z.strictObject({
  logs: logClasses,
  dataClass,
  endpoint: httpsOrigin.describe("Splunk's HTTP Event Collector"),
  // The policy grants this very ARN. Its form: Firehose API reference, SecretsManagerConfiguration; the six characters at
  // its end: Secrets Manager user guide, troubleshoot, "Finding a secret from a partial ARN"; 2026-11.
  token: formatted(
    /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+-[A-Za-z0-9]{6}$/,
    "the whole ARN of a secret of Secrets Manager, with '-' and the six characters that it gave the name, such as -Ab12Cd",
  ).describe('The secret that holds the collector\'s token as {"hec_token": "…"}'),
  tokenKey: formatted(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, "the ARN of a KMS key")
    .optional()
    .describe(
      "The key that the secret is encrypted with, where it is not Secrets Manager's own; a secret of another account has one",
    ),
  acknowledgement: duration("180s", "600s")
    .prefault("180s")
    .describe("How long it waits for Splunk to say that data is indexed"),
  retry,
  buffer: buffer({ size: "5MiB", time: "60s" }, { size: "5MiB", time: "60s" }),
});

/** Where logs go from CloudWatch. */
export const sinkSpec = z.strictObject({
  s3: archive.optional(),
  opensearch: openSearch.optional().describe("A search domain"),
  splunk: splunk.optional().describe("Splunk's HTTP Event Collector"),
});
export type SinkSpec = z.output<typeof sinkSpec>;
export type OpenSearchSpec = z.output<typeof openSearch>;
export type SplunkSpec = z.output<typeof splunk>;
export type ArchiveSpec = z.output<typeof archive>;
