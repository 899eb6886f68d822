import type { Authentication } from "./authentication";
import type { ExpressInstanceType, StandardInstanceType } from "./instances";
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
