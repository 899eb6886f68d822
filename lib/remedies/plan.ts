import type { SystemFacts } from "../core/facts";
import type { Client, Grant, Permission, Runs } from "../core/grants";
import type { Place } from "../core/place";
import { planRemedy, type RemedyPlan } from "./document";
import { pause } from "./pause";
import { quarantines } from "./quarantine";
import { redrives } from "./redrive";
import { growStorage } from "./storage";

export type { RemedyPlan } from "./document";

export interface RemediesInput {
  readonly facts: SystemFacts;
  readonly grants: readonly Grant[];
  readonly permissions: readonly Permission[];
  /** An alias or ARN of the system's key; undefined where an existing system has none. */
  readonly keyName: string | undefined;
  /** ARNs of those who approve what cuts a client off; no such document is made where there are none. */
  readonly approvers: readonly string[];
}

/** Plans the documents with which an operator does what a runbook says; which there are follows from the facts. */
export function planRemedies(place: Place, input: RemediesInput): RemedyPlan[] {
  const { facts, grants, permissions, keyName, approvers } = input;
  const { disks } = facts;
  const iam = permissions.filter((permission) => permission.mechanism === "iam");
  const remedies = [
    ...redrives(place, facts, keyName),
    ...(disks !== undefined && disks.sizeGiB < disks.maxGiB ? [growStorage(disks)] : []),
    ...pausable(grants).map((client) => pause(place, client)),
    ...quarantines(place, facts.name, iam, approvers),
  ];
  return remedies.map((remedy) => planRemedy(place, facts.name, remedy));
}

/** Consumers of which it is known what they run as, each once. */
function pausable(grants: readonly Grant[]): (Client & { readonly runs: Runs })[] {
  const consumers = grants.flatMap(({ verb, client }) =>
    verb === "consume" && client.runs !== undefined ? [{ ...client, runs: client.runs }] : [],
  );
  return [...new Map(consumers.map((client) => [client.name, client])).values()];
}
