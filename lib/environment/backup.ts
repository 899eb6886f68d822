import { kinds } from "../backup/kinds";
import { backupSpec, type BackupSpec } from "../backup/spec";
import type { BackupSurroundings } from "../backup/plan";
import { samplesPrefix, testsPrefix } from "../backup/places";
import type { Storage } from "../backup/statements";
import type { StatefulThing, SystemFacts } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import { keyAliasName } from "../core/names";
import type { Place } from "../core/place";
import { supportKinds } from "../core/support";
import { functionArn, functionName } from "../functions/function";
import { bucketThing, type BucketPaths } from "../logging/bucket-thing";
import { bucketName, planBucket, type BucketCopy, type BucketInput, type BucketPlan } from "../logging/bucket";
import type { OutlivedArchive } from "./removed";
import type { EnvironmentSpec } from "./spec";

/** The buckets of an environment's backups: they outlive what they keep. */
export interface StoresPlan {
  /** One a system, because each has its own retention and lock. */
  readonly messages: readonly { readonly system: string; readonly bucket: BucketPlan }[];
  readonly exports?: BucketPlan;
}

// `exports` would hide that of the compiled module.
export const bucketsOf = ({ messages, exports: exported }: StoresPlan): BucketPlan[] => [
  ...messages.map(({ bucket }) => bucket),
  ...(exported ? [exported] : []),
];

/** The things of the buckets; where the file says their retention and lock is the same for the copies. */
export const storesThings = ({ messages, exports: exported }: StoresPlan, stack: string): StatefulThing[] => {
  const archive = (system: string) => ["systems", system, "backup", "archive"];
  const exportPath = ["backup", "exportRetention"];
  return [
    ...messages.map(({ system, bucket }) =>
      bucketThing(`${stack}/messages/${system}`, bucket, {
        retention: { retention: { days: bucket.expireDays, path: [...archive(system), "retention"] } },
        lock: [...archive(system), "lock"],
      }),
    ),
    ...(exported
      ? [
          bucketThing(`${stack}/exports`, exported, {
            retention: { retention: { days: exported.expireDays, path: exportPath } },
            lock: exportPath,
          }),
        ]
      : []),
  ];
};

/** Access logs are kept as long as operational logs. */
export const accessLogPaths = ({ expireDays }: BucketPlan): BucketPaths => ({
  retention: { retention: { days: expireDays, path: ["logging", "retention", "operational"] } },
});

const messagesPurpose = (system: string): string => `messages-${system}`;
const exportsPurpose = "exports";

/**
 * Plans where messages and exports are kept: locked for as long as they are kept, where nothing else is said.
 *
 * @param outlived archives in this stack whose systems are removed
 * @param copyOf where the copy of a bucket is; nothing is copied when left out
 */
export function planStores(
  place: Place,
  spec: EnvironmentSpec,
  outlived: readonly OutlivedArchive[],
  copyOf: (purpose: string) => BucketCopy | undefined = () => undefined,
): StoresPlan {
  const protect = spec.protection.deletion;
  const store = (purpose: string, retention: number, lock: ArchiveLock = { mode: "governance", retention }) => {
    const copy = copyOf(purpose);
    return planBucket(place, {
      purpose,
      encryption: "our-key",
      expireSeconds: retention,
      protect,
      ...(protect && { lock }),
      ...(copy && { copy }),
      ends: purpose === exportsPurpose ? exportsEnd(retention) : messagesEnd(retention),
      // Kept for as long as said, and no longer than a lock holds it.
      noncurrentDays: 1,
    });
  };
  const { exports: how, exportRetention } = spec.backup;
  return {
    messages: [
      ...archives(spec).map(({ system, archive: { retention, lock } }) => ({
        system,
        bucket: store(messagesPurpose(system), retention, lock),
      })),
      ...outlived.map(({ system, retentionDays, lock }) => ({
        system,
        bucket: store(
          messagesPurpose(system),
          retentionDays * day,
          lock && { mode: lock.mode, retention: lock.days * day },
        ),
      })),
    ],
    ...(how === "daily" && { exports: store(exportsPurpose, exportRetention) }),
  };
}

const day = 86_400;

/** The inventory stays as long as there is an environment. */
const exportsEnd = (retention: number) => [{ prefix: "exports/", expireSeconds: retention }];

/** Messages end as said, also those of samples; evidence outlives them. What a watch has to know stays. */
const messagesEnd = (retention: number) => [
  { prefix: "messages/", expireSeconds: retention },
  { prefix: "manifests/", expireSeconds: retention },
  { prefix: samplesPrefix, expireSeconds: Math.min(retention, 7 * day) },
  { prefix: testsPrefix, expireSeconds: Math.max(retention, 400 * day) },
];

type ArchiveLock = NonNullable<BucketInput["lock"]>;

/** What the systems say of their archives. What cannot be read is reported where the system itself is planned. */
function archives({ systems }: EnvironmentSpec) {
  return Object.entries(systems).flatMap(([system, value]) => {
    const said: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "backup") : undefined;
    const archive = backupSpec.safeParse(said).data?.archive;
    return archive === undefined ? [] : [{ system, archive }];
  });
}

/** What the backups of one system get from the environment. */
export function backupSurroundings(
  place: Place,
  system: string,
  { exports: how }: EnvironmentSpec["backup"],
): BackupSurroundings {
  const keyName = keyAliasName([place.environment, "foundation"]);
  const storage = (purpose: string): Storage => ({ bucket: bucketName(place, purpose), keyName });
  return {
    messages: storage(messagesPurpose(system)),
    exports: how === "never" ? undefined : storage(exportsPurpose),
    keyName: keyAliasName([place.environment, system]),
    functionName: (id) => functionName(place, system, id),
    functionArn: (id) => functionArn(place, system, id),
  };
}

/**
 * An engine that cannot archive says what to use instead; one that says nothing is not left to do nothing. Of one that
 * can, a restore test without an archive is asked for one.
 */
export function checkArchived(
  { engine, pattern, archive }: SystemFacts,
  spec: BackupSpec | undefined,
  path: DataPath,
  issues: Issues,
): void {
  const at = [...path, "backup", "archive"];
  const { archive: asked, restoreTest } = spec ?? {};
  const isSaid = () => issues.all.some((one) => JSON.stringify(one.path) === JSON.stringify(at));
  if ((asked === undefined && restoreTest === undefined) || isSaid()) return;
  if (archive === undefined)
    issues.add(
      supportKinds.NotSupported,
      at,
      `${engine} has no archive of its messages here (${pattern}); use pub-sub or event-stream, or take backup out`,
    );
  else if (asked === undefined)
    issues.add(
      kinds.RestoreTestWithoutArchive,
      [...path, "backup", "restoreTest"],
      "there is no archive to restore from; add archive: { retention: 400d }",
    );
}
