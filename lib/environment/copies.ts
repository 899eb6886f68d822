import { partitionOf, arn } from "../core/arns";
import type { Signal, StatefulThing } from "../core/facts";
import type { Issues } from "../core/issues";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, serviceTrust } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import type { Tags } from "../core/tags";
import { planKey, type KeyPlan } from "../encryption/plan";
import {
  accessLogStatements,
  bucketName,
  copyRule,
  planBucket,
  type BucketCopy,
  type BucketPlan,
} from "../logging/bucket";
import { accessLogPaths, bucketsOf, planStores, storesThings, type StoresPlan } from "./backup";
import { bucketThing } from "../logging/bucket-thing";
import { kinds } from "./kinds";
import type { OutlivedArchive } from "./removed";
import type { EnvironmentSpec } from "./spec";

/** The second region of an environment: copies of its archives and exports, with a key of their own. */
export interface CopiesPlan {
  readonly stackName: string;
  readonly place: Place;
  readonly tags: Tags;
  readonly key: KeyPlan;
  readonly accessLogs: BucketPlan;
  readonly stores: StoresPlan;
  readonly stateful: readonly StatefulThing[];
}

/** Plans the copies. None where the file names no second region. */
export function planCopies(
  place: Place,
  spec: EnvironmentSpec,
  { tags, archives }: { readonly tags: Tags; readonly archives: readonly OutlivedArchive[] },
  issues: Issues,
): CopiesPlan | undefined {
  const { copyTo } = spec.backup;
  if (copyTo === undefined) return undefined;
  checkRegion(place, copyTo, spec, issues);
  const there: Place = { ...place, region: copyTo };
  const protect = spec.protection.deletion;
  const stores = planStores(
    there,
    spec,
    archives.filter(({ stack }) => stack === "copies"),
  );
  const stackName = `${place.environment}-copies`;
  const key = planKey(there, {
    parts: [place.environment, "copies"],
    description: `Copies of what ${place.environment} keeps in ${place.region}`,
    uses: [],
    protect,
  });
  const accessLogs = planBucket(there, {
    purpose: "access-logs",
    encryption: "s3",
    expireSeconds: spec.logging.retention.operational,
    protect,
    statements: accessLogStatements(
      there,
      bucketsOf(stores).map((bucket) => bucket.arn),
    ),
  });
  return {
    stackName,
    place: there,
    tags,
    key,
    accessLogs,
    stores,
    stateful: [
      { id: "copies/key", kind: "aws_kms_key", name: key.alias },
      bucketThing("copies/access-logs", accessLogs, accessLogPaths(accessLogs)),
      ...storesThings(stores, "copies"),
    ],
  };
}

function checkRegion(place: Place, copyTo: string, { governance: { residency } }: EnvironmentSpec, issues: Issues) {
  const path = ["backup", "copyTo"];
  if (copyTo === place.region)
    issues.add(kinds.SameRegion, path, `${copyTo} is the environment's own region; a copy there is lost with it`);
  else if (partitionOf(copyTo) !== partitionOf(place.region))
    issues.add(kinds.OtherPartition, path, `${copyTo} is of ${partitionOf(copyTo)}, and ${place.region} is not`);
  else if (residency !== undefined && !residency.includes(copyTo))
    issues.add(kinds.OutsideResidency, path, `${copyTo} is not in governance.residency (${residency.join(", ")})`);
}

/** Where the copy of a bucket of the environment's is. */
export const copyOf =
  (copies: CopiesPlan | undefined) =>
  (purpose: string): BucketCopy | undefined => {
    const name = copies && bucketName(copies.place, purpose);
    const bucket = copies && bucketsOf(copies.stores).find((one) => one.name === name);
    return copies && bucket && { bucketArn: bucket.arn, keyArn: arn(copies.place, "kms", copies.key.alias) };
  };

/** The role with which S3 copies (S3 user guide, permissions for live replication, 2026-11). */
export function planCopyRole(
  place: Place,
  copies: CopiesPlan,
  { alias }: KeyPlan,
  stores: StoresPlan,
): ServiceRolePlan {
  const from = bucketsOf(stores).map((bucket) => bucket.arn);
  const to = bucketsOf(copies.stores).map((bucket) => bucket.arn);
  const objects = (arns: readonly string[]) => arns.map((bucket) => `${bucket}/*`);
  const via = (region: string) => [`s3.${region}.amazonaws.com`];
  return planServiceRole([place.environment, "foundation", "copies"], serviceTrust("s3.amazonaws.com", place.account), [
    allow("ReadRules", ["s3:GetReplicationConfiguration", "s3:ListBucket"], from),
    allow(
      "ReadObjects",
      [
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      objects(from),
    ),
    allow("WriteCopies", ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"], objects(to)),
    { ...keyStatement(place, alias, ["kms:Decrypt"], via(place.region)), Sid: "ReadWithKey" },
    {
      ...keyStatement(copies.place, copies.key.alias, ["kms:Encrypt"], via(copies.place.region)),
      Sid: "WriteWithKey",
    },
  ]);
}

/** Objects that were not copied. The metric is in the region of the bucket that is copied (S3 user guide, repl-metrics, 2026-11). */
export function copySignals(stores: StoresPlan): Signal[] {
  return bucketsOf(stores).flatMap(({ name, copy }): Signal[] =>
    copy === undefined
      ? []
      : [
          {
            id: `${name}-not-copied`,
            title: `Objects of ${name} were not copied to the second region`,
            metric: {
              source: "cloudwatch",
              namespace: "AWS/S3",
              name: "OperationsFailedReplication",
              dimensions: {
                SourceBucket: name,
                DestinationBucket: copy.bucketArn.split(":").at(-1) ?? "",
                RuleId: copyRule,
              },
              statistic: "Sum",
              periodSeconds: 300,
            },
            comparison: "above",
            threshold: 0,
            periods: 1,
            breaching: 1,
            unit: "objects",
            severity: "ticket",
            runbook: "not-copied",
          },
        ],
  );
}
