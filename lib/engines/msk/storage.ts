import type { SystemInput } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { sizeText } from "../../core/quantities";
import { standardInstance } from "./instances";
import { kinds } from "./kinds";
import { limits } from "./limits";
import type { StoragePlan } from "./cluster-plan";
import { engineName, type ProvisionedOptions } from "./spec";

const gib = 1024 ** 3;
const mib = 1024 ** 2;

/** The brokers' disks, whether they grow by themselves, and what MSK takes of it. */
export function planStorage(options: ProvisionedOptions, { path, needs }: SystemInput, issues: Issues): StoragePlan {
  const { size, throughput, tiered } = options.storage;
  const at = [...path, engineName, "storage"];
  checkWhole(size, [...at, "size"], "storage.size", issues);
  if (throughput !== undefined) checkThroughput(options, throughput, [...at, "throughput"], issues);
  const grows = needs?.storage;
  if (grows !== undefined) checkMaximum(size, grows.maxBytes, [...path, "autoscaling", "storage", "max"], issues);
  return {
    sizeGiB: Math.ceil(size / gib),
    ...(throughput === undefined ? {} : { throughputMiBps: Math.floor(throughput / mib) }),
    tiered,
    ...(grows && { grows: { targetPercent: grows.targetPercent, maxGiB: Math.floor(grows.maxBytes / gib) } }),
  };
}

function checkWhole(bytes: number, path: DataPath, what: string, issues: Issues): void {
  if (bytes % gib !== 0)
    issues.add(
      kinds.StorageSize,
      path,
      `${what} ${sizeText(bytes)} is not in whole GiB; use ${Math.ceil(bytes / gib)}GiB`,
    );
}

function checkThroughput(
  { instanceType, storage }: ProvisionedOptions,
  throughput: number,
  path: DataPath,
  issues: Issues,
): void {
  const most = standardInstance(instanceType).provisionedMiBps;
  const said = `${throughput / mib} MiB/s`;
  if (most === undefined)
    issues.add(
      kinds.StorageSize,
      path,
      `${instanceType} has no provisioned throughput; kafka.m7g.2xlarge or kafka.m5.4xlarge and larger have`,
    );
  else if (throughput > most * mib)
    issues.add(kinds.StorageSize, path, `${said} is above what ${instanceType} can have, ${most} MiB/s`);
  if (storage.size < limits.provisionedStorage)
    issues.add(
      kinds.StorageSize,
      path,
      `${said} needs disks of at least 10GiB, and these have ${sizeText(storage.size)}`,
    );
}

function checkMaximum(size: number, max: number, path: DataPath, issues: Issues): void {
  if (max <= size)
    issues.add(kinds.ScalingMaximum, path, `max ${sizeText(max)} is not above the disks' size, ${sizeText(size)}`);
  else if (max % gib !== 0)
    issues.add(kinds.ScalingMaximum, path, `max ${sizeText(max)} is not in whole GiB; use ${Math.floor(max / gib)}GiB`);
}
