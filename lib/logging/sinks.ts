import { arn } from "../core/arns";
import type { NetworkFacts } from "../core/engine";
import type { LogClass } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import { named } from "../core/names";
import type { DataClass, Place } from "../core/place";
import { checkArchiveTimes } from "./archive-times";
import { planBucket, type BucketPlan } from "./bucket";
import { checkDomain } from "./domain";
import { kinds } from "./kinds";
import type { LoggingSpec } from "./spec";
import { coldSeconds, type ArchiveSpec, type OpenSearchSpec, type SinkSpec, type SplunkSpec } from "./sinks-spec";
import { checkToken } from "./token";

interface AnySink {
  readonly name: string;
  readonly path: DataPath;
  /** Which logs it takes. */
  readonly logs: readonly LogClass[];
  /** The most sensitive messages whose text it may hold; undefined where somebody has to say it first. */
  readonly dataClass: DataClass | undefined;
}

/** Where logs go from CloudWatch. */
export type Sink =
  | (AnySink & { readonly kind: "s3"; readonly spec: ArchiveSpec })
  | (AnySink & { readonly kind: "opensearch"; readonly spec: OpenSearchSpec; readonly domainArn: string })
  | (AnySink & { readonly kind: "splunk"; readonly spec: SplunkSpec });

/** The sinks of an environment, and the bucket that holds the archive and what could not be delivered. */
export interface SinksPlan {
  readonly all: readonly Sink[];
  /** The archive; without one, a bucket for what the sinks did not take. None where there are no sinks. */
  readonly bucket?: BucketPlan;
}

const logClasses = ["operational", "audit"] as const;
/** Below this prefix lies what no sink took. */
export const failedPrefix = "failed/";
const failedFilter = "failed-log-records";

/** How long undelivered records are kept: time enough to find the reason and feed them in again. */
const failedSeconds = 90 * 86_400;

export function planSinks(
  place: Place,
  logging: LoggingSpec,
  network: NetworkFacts | undefined,
  protect: boolean,
  issues: Issues,
): SinksPlan {
  const path = ["logging", "sinks"];
  const all = Object.entries(logging.sinks).flatMap(([name, spec]) =>
    sinkOf(place, name, spec, [...path, name], issues),
  );
  checkNumber(all, path, issues);
  for (const sink of all) {
    if (sink.kind === "s3") checkArchiveTimes(sink.spec, [...sink.path, "s3"], issues);
    if (sink.kind === "opensearch") checkDomain(sink.spec, network, sink.path, issues);
    if (sink.kind === "splunk") checkToken(place, sink.spec, [...sink.path, "splunk"], issues);
  }
  if (all.length > 0 && logging.tier === "infrequent-access")
    issues.add(
      kinds.TierWithoutSinks,
      ["logging", "tier"],
      `tier: infrequent-access admits no sinks, and there are: ${all.map(({ name }) => name).join(", ")}`,
    );
  return { all, ...(all.length > 0 && { bucket: planSinkBucket(place, all, protect) }) };
}

function sinkOf(place: Place, name: string, spec: SinkSpec, path: DataPath, issues: Issues): Sink[] {
  const { s3, opensearch, splunk } = spec;
  const said = Object.keys(spec);
  if (said.length !== 1) {
    const message = `the sink '${name}' ${said.length === 0 ? "does not say what it is" : `is ${said.join(" and ")}`}; write one of s3, opensearch, splunk below its name`;
    issues.add(kinds.SinkUnclear, path, message);
    return [];
  }
  const one = { name, path };
  // What is ours, under our own key, takes every log that is in CloudWatch too.
  if (s3) return [{ ...one, kind: "s3", spec: s3, logs: s3.logs, dataClass: "restricted" }];
  if (splunk) return [{ ...one, kind: "splunk", spec: splunk, logs: splunk.logs, dataClass: splunk.dataClass }];
  if (!opensearch) return [];
  const { domain, existing, logs } = opensearch;
  if ((domain === undefined) === (existing === undefined)) {
    const message = `the sink '${name}' has ${domain ? "both domain and existing" : "neither domain nor existing"}; write domain: { administrator: ROLE_ARN } for a new one, or existing: { arn: ARN }`;
    issues.add(kinds.SinkUnclear, [...path, "opensearch"], message);
    return [];
  }
  const domainArn = existing?.arn ?? arn(place, "es", `domain/${domainName(place, name)}`);
  const dataClass = opensearch.dataClass ?? (existing === undefined ? "restricted" : undefined);
  return [{ ...one, kind: "opensearch", spec: opensearch, domainArn, logs, dataClass }];
}

export const domainName = (place: Place, sink: string): string => named("domain", [place.environment, sink]);

/** CloudWatch Logs quotas, 2026-11: two subscription filters a log group, not to be raised. */
function checkNumber(all: readonly Sink[], path: DataPath, issues: Issues): void {
  for (const { name, path: at } of all.filter(({ kind }) => kind === "s3").slice(1))
    issues.add(kinds.TooManySinks, at, `'${name}' is a second archive in S3; one is enough for all logs`);
  for (const logClass of logClasses) {
    const takers = all.filter(({ logs }) => logs.includes(logClass)).map(({ name }) => name);
    if (takers.length > 2)
      issues.add(
        kinds.TooManySinks,
        path,
        `${logClass} logs go to ${takers.join(", ")}; a log goes to two at most. Say which logs each takes: logs: [${logClass}]`,
      );
  }
}

function planSinkBucket(place: Place, all: readonly Sink[], protect: boolean): BucketPlan {
  const archive = all.find((sink) => sink.kind === "s3")?.spec;
  const lock = archive?.objectLock;
  return planBucket(place, {
    // One name for both, so that a sink that comes later moves nothing.
    purpose: "archive",
    encryption: "our-key",
    expireSeconds: failedSeconds,
    ends: [
      ...(archive
        ? logClasses.map((logClass) => ({
            prefix: `${logClass}/`,
            expireSeconds: archive.retention[logClass],
            coldSeconds: archive.coldAfter ?? coldSeconds,
          }))
        : []),
      { prefix: failedPrefix, expireSeconds: failedSeconds },
    ],
    // An archive in S3 cannot refuse what it holds; what it could not unpack the delivery's own alarm tells.
    ...(all.some(({ kind }) => kind !== "s3") && { counted: { filter: failedFilter, prefix: failedPrefix } }),
    ...(lock && protect && { lock }),
    protect,
  });
}
