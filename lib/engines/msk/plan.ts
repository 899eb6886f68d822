import type { SystemPlan } from "../../core/engine";
import type { SystemFacts } from "../../core/facts";
import type { Place } from "../../core/place";
import type { Tags } from "../../core/tags";
import type { Authentication, ScramUser } from "./authentication";
import type { ClientSettings } from "./client-settings";
import type { BrokerConfiguration } from "./configuration";
import type { DesiredKafka } from "./functions/desired";
import type { ExpressInstanceType, StandardInstanceType } from "./instances";
import type { Names } from "./names";
import type { SecurityGroupPlan } from "./security-group";
import type { BrokerOptions, Phase } from "./spec";
import type { Metadata } from "./versions";

/** The disks of Standard brokers. */
export interface StoragePlan {
  readonly sizeGiB: number;
  /** MiB a second that are provisioned. */
  readonly throughputMiBps?: number;
  readonly tiered: boolean;
  /** Application Auto Scaling makes them grow, and Terraform looks away. */
  readonly grows?: { readonly targetPercent: number; readonly maxGiB: number };
}

interface BrokersBase {
  readonly zones: number;
  /** Whether the network has more zones than the brokers are in. */
  readonly someZones: boolean;
  /** In all zones together. */
  readonly brokers: number;
  readonly metadata: Metadata;
  /** As MSK calls it: `3.9.x.kraft`. */
  readonly kafkaVersion: string;
  readonly authentication: Authentication;
  readonly phase: Phase;
  readonly enhancedMonitoring: BrokerOptions["enhancedMonitoring"];
  readonly openMonitoring?: { readonly jmx: boolean; readonly node: boolean };
}

/** Standard brokers. */
export interface ProvisionedCluster extends BrokersBase {
  readonly mode: "provisioned";
  readonly instanceType: StandardInstanceType;
  readonly storage: StoragePlan;
}

/** Express brokers. */
export interface ExpressCluster extends BrokersBase {
  readonly mode: "express";
  readonly instanceType: ExpressInstanceType;
  /** Bytes of all messages together from which on an alarm tells. */
  readonly storageAlarm: number;
}

export interface ServerlessCluster {
  readonly mode: "serverless";
}

export type BrokerCluster = ProvisionedCluster | ExpressCluster;
export type Cluster = BrokerCluster | ServerlessCluster;

/** A system on Amazon MSK, ready to be built. */
export interface MskPlan extends SystemPlan {
  readonly engine: "msk";
  readonly facts: SystemFacts;
  /** False where the system exists already. */
  readonly build: boolean;
  readonly place: Place;
  readonly names: Names;
  readonly tags: Tags;
  readonly protect: boolean;
  readonly cluster: Cluster;
  /** None on Serverless. */
  readonly brokerConfiguration?: BrokerConfiguration;
  readonly securityGroup: SecurityGroupPlan;
  readonly users: readonly ScramUser[];
  /** Literal JSON: who of other accounts may come in. None where nobody may. */
  readonly clusterPolicy?: string;
  readonly desired: DesiredKafka;
  readonly clientSettings: readonly ClientSettings[];
}
