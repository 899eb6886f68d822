import type { DataPath, Issues } from "../core/issues";
import type { Inventory, InventoryEntry, StackName } from "./inventory-file";
import { kinds } from "./kinds";
import type { EnvironmentSpec } from "./spec";

/** The message archive of a system that the file no longer has. Its bucket is in the foundation, or among the copies. */
export interface OutlivedArchive {
  /** `foundation` or `copies` */
  readonly stack: string;
  readonly system: string;
  readonly retentionDays: number;
  readonly lock?: { readonly mode: "governance" | "compliance"; readonly days: number };
}

const systemOf = ({ id }: InventoryEntry): string => id.split("/")[0] ?? "";

/** Archives outlive their systems: a bucket goes only when `retired:` names the bucket itself. */
export function outlivedArchives(
  inventory: Inventory | undefined,
  { systems, retired }: Pick<EnvironmentSpec, "systems" | "retired">,
): OutlivedArchive[] {
  return (inventory?.stateful ?? []).flatMap(({ id, values = {} }) => {
    const [, stack, system] = /^(foundation|copies)\/messages\/([^/]+)$/.exec(id) ?? [];
    const { retention, lock, lockDays } = values;
    if (stack === undefined || system === undefined || typeof retention !== "number") return [];
    const isRetired = Object.keys(retired).some((one) => one === id || id.startsWith(`${one}/`));
    if (Object.hasOwn(systems, system) || isRetired) return [];
    const isLocked = (lock === "governance" || lock === "compliance") && typeof lockDays === "number";
    return [{ stack, system, retentionDays: retention, ...(isLocked && { lock: { mode: lock, days: lockDays } }) }];
  });
}

/** Whether the last deploy had a search domain in the network: Firehose streams of systems use its security group. */
export const hadDomain = (inventory: Inventory | undefined): boolean =>
  (inventory?.stateful ?? []).some(({ kind }) => kind === "aws_opensearch_domain");

/**
 * Stacks that the inventory lists and the file no longer has. They are deployed without resources, so that Terraform
 * destroys what they hold. An inventory of an earlier format has no list; then it follows from the stateful things.
 */
export function emptiedStacks(
  inventory: Inventory | undefined,
  { environment, region }: { readonly environment: string; readonly region: string },
  planned: readonly StackName[],
): StackName[] {
  const names = new Set(planned.map(({ name }) => name));
  return stacksOf(inventory, environment, region).filter(({ name }) => !names.has(name));
}

function stacksOf(inventory: Inventory | undefined, environment: string, region: string): readonly StackName[] {
  if (inventory === undefined || inventory.stacks !== undefined) return inventory?.stacks ?? [];
  const regions = new Map(inventory.stateful.map((entry) => [systemOf(entry), region]));
  const copied = inventory.stateful.flatMap((entry) => (systemOf(entry) === "copies" ? [entry.name] : []));
  const [, copies] = copied.map((name) => /-\d{12}-([a-z0-9-]+)$/.exec(name)).find((match) => match !== null) ?? [];
  if (copies !== undefined) regions.set("copies", copies);
  return [...regions].map(([part, at]) => ({ name: `${environment}-${part}`, region: at }));
}

/** What has network interfaces in the subnets of the foundation. */
const inNetwork = ["aws_mq_broker", "aws_msk_cluster", "aws_msk_serverless_cluster", "aws_opensearch_domain"];

interface RemovalInput {
  readonly inventory: Inventory | undefined;
  readonly environment: string;
  readonly hasNetwork: boolean;
  readonly planned: readonly StackName[];
}

/** Refuses removals that one deploy cannot carry out, and stacks whose region changes. */
export function checkRemovals({ inventory, environment, hasNetwork, planned }: RemovalInput, issues: Issues): void {
  for (const { name, region } of inventory?.stacks ?? []) {
    const now = planned.find((stack) => stack.name === name);
    if (now !== undefined && now.region !== region)
      issues.add(
        kinds.StackMoved,
        regionPath(name, environment),
        `${name} is in ${region}, and the file has ${now.region}`,
      );
  }
  if (hasNetwork) return;
  const isStanding = (entry: InventoryEntry) =>
    planned.some(({ name }) => name === `${environment}-${systemOf(entry)}`) && inNetwork.includes(entry.kind);
  const used = inventory?.stateful.find(isStanding);
  if (used !== undefined)
    issues.add(
      kinds.NetworkInUse,
      ["network"],
      `network is removed while ${used.kind} "${used.name}" (${used.id}) is in the inventory and its stack stays`,
    );
}

const regionPath = (stack: string, environment: string): DataPath =>
  stack === `${environment}-copies` ? ["backup", "copyTo"] : ["aws", "region"];
