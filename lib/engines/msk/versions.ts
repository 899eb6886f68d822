export type Metadata = "kraft" | "zookeeper";
export type BrokerKind = "provisioned" | "express";

export interface KafkaVersion {
  /** The day on which support ends; AWS upgrades clusters by itself from then on. */
  readonly ends?: string;
  /** How brokers of a kind keep their metadata; a kind that is not there does not have the version. */
  readonly provisioned?: readonly Metadata[];
  readonly express?: readonly Metadata[];
}

const zookeeper: readonly Metadata[] = ["zookeeper"];
const kraft: readonly Metadata[] = ["kraft"];
const both: readonly Metadata[] = ["kraft", "zookeeper"];
const dead = (ends: string): KafkaVersion => ({ ends, provisioned: zookeeper });

/**
 * Versions of Kafka on MSK, the newest first.
 *
 * - days: docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html and endoflife.date, amazon-msk, 2026-08-22
 * - Express: …/msk-broker-types-express.html (3.6, 3.8, 3.9, 4.2; KRaft from 3.9 on), 2026-10
 * - 4.2 on Express alone: aws-cdk, aws-msk-alpha, cluster-version.ts, 2026-09
 */
export const versions: Readonly<Record<string, KafkaVersion>> = {
  "4.2.x": { express: kraft },
  "4.1.x": { provisioned: kraft },
  "4.0.x": { provisioned: kraft },
  "3.9.x": { provisioned: both, express: kraft },
  "3.8.x": { provisioned: both, express: zookeeper },
  "3.7.x": { ends: "2026-09-01", provisioned: both },
  "3.6.0": { ends: "2026-06-01", provisioned: zookeeper, express: zookeeper },
  "3.5.1": dead("2025-10-23"),
  "3.4.0": dead("2025-08-04"),
  "3.3.2": dead("2024-09-11"),
  "3.3.1": dead("2024-09-11"),
  "3.2.0": dead("2024-09-11"),
  "3.1.1": dead("2024-09-11"),
  "2.8.2.tiered": dead("2025-01-14"),
  "2.8.1": dead("2024-09-11"),
  "2.8.0": dead("2024-09-11"),
  "2.7.2": dead("2024-09-11"),
  "2.6.3": dead("2024-09-11"),
};

/** Where the days stand on which support ends. */
export const source = "MSK developer guide, supported-kafka-versions, 2026-11";

/** What a cluster gets that names no version: the newest that its brokers have. */
export const standardVersion: Readonly<Record<BrokerKind, string>> = { provisioned: "4.1.x", express: "4.2.x" };

/** What MSK calls a version in its mode of keeping metadata: `3.9.x.kraft` (…/metadata-management.html, 2026-11). */
export const versionName = (version: string, metadata: Metadata): string =>
  metadata === "kraft" ? `${version}.kraft` : version;

/** Versions of one kind of brokers whose support has not ended. */
export const living = (kind: BrokerKind, today: string | undefined): string[] =>
  Object.entries(versions).flatMap(([name, version]) =>
    version[kind] !== undefined && !hasEnded(version, today) ? [name] : [],
  );

export const hasEnded = ({ ends }: KafkaVersion, today: string | undefined): boolean =>
  ends !== undefined && today !== undefined && today >= ends;

/** Whether the version is Kafka 4 or later, which knows no ZooKeeper and dropped some properties. */
export const isFour = (version: string): boolean => Number(version.split(".")[0]) >= 4;
