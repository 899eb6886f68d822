import { partitionIn } from "../core/arns";
import type { Engine, SystemPlan } from "../core/engine";
import type { DataPath, Issues } from "../core/issues";
import { partitionOf, regionOf } from "../core/regions";
import { kinds } from "./kinds";

/** Refuses every ARN of another partition, wherever it is in the file. */
export function checkPartition(data: unknown, region: string, issues: Issues, path: DataPath = []): void {
  if (typeof data === "object" && data !== null) {
    for (const [key, value] of Object.entries(data))
      checkPartition(value, region, issues, [...path, Array.isArray(data) ? Number(key) : key]);
    return;
  }
  const there = typeof data === "string" ? partitionIn(data) : undefined;
  if (there !== undefined && there !== partitionOf(region))
    issues.add(
      kinds.ForeignPartition,
      path,
      `the ARN is of partition ${there}; must be ${partitionOf(region)}, the partition of ${region}`,
    );
}

/** Refuses a system on a service that the region does not have. */
export function checkService(
  { name, services }: Pick<Engine<SystemPlan>, "name" | "services">,
  region: string,
  path: DataPath,
  issues: Issues,
): void {
  const lacks = regionOf(region)?.lacks ?? [];
  for (const service of services.filter((one) => lacks.includes(one)))
    issues.add(
      kinds.ServiceNotInRegion,
      [...path, "engine"],
      `engine is ${name}; ${region} does not have the service ${service}`,
    );
}
