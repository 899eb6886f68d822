import type { StatefulThing } from "../core/facts";
import type { DataPath } from "../core/issues";
import type { StatedValue } from "../core/one-way";
import type { BucketPlan } from "./bucket";
import { storeRules } from "./changes";

export interface BucketRetention {
  readonly days: number;
  readonly path: DataPath;
}

/** Where the file says for how long a bucket keeps its objects, by the names in the inventory. */
export interface BucketPaths {
  readonly retention: Readonly<Record<string, BucketRetention>>;
  /** Left out where the bucket never has a lock. */
  readonly lock?: DataPath;
}

/** A bucket among the stateful things. Without deletion protection no bucket has a lock, and none is compared. */
export function bucketThing(id: string, plan: BucketPlan, { retention, lock }: BucketPaths): StatefulThing {
  const kept = Object.entries(retention).map(([name, { days, path }]): [string, StatedValue] => [
    name,
    { rule: storeRules.retention, value: days, path },
  ]);
  const locked: Record<string, StatedValue> =
    lock === undefined || !plan.protect
      ? {}
      : {
          lock: { rule: storeRules.lock, value: plan.lock?.mode.toLowerCase() ?? "none", path: lock },
          lockDays: { rule: storeRules.lockDays, value: plan.lock?.days ?? null, path: lock },
        };
  return { id, kind: "aws_s3_bucket", name: plan.name, values: { ...Object.fromEntries(kept), ...locked } };
}
