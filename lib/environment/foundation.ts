import type { StatefulThing } from "../core/facts";
import type { Issues } from "../core/issues";
import type { Place } from "../core/place";
import type { Tags } from "../core/tags";
import { planKey, type KeyPlan } from "../encryption/plan";
import { accessLogStatements, planBucket, type BucketPlan } from "../logging/bucket";
import { logsKeyUse, planLogGroup, type LogGroupPlan } from "../logging/plan";
import { planTrail, trailKeyUse, type TrailPlan } from "../logging/trail";
import { eventsKeyUse, eventsPublish } from "../maintenance/plan";
import { alertsKeyUse, planAlerts, type AlertsPlan } from "../monitoring/plan";
import { planNetwork, type NetworkPlan } from "../network/plan";
import type { EnvironmentSpec } from "./spec";

/** What an environment has once, and what outlives its systems. */
export interface FoundationPlan {
  readonly stackName: string;
  readonly tags: Tags;
  /** Protects what outlives a system: logs, the archive, the trail, the alerts. */
  readonly key: KeyPlan;
  readonly network?: { readonly network: NetworkPlan; readonly flowLogs: LogGroupPlan };
  readonly accessLogs: BucketPlan;
  readonly archive?: BucketPlan;
  readonly trail: TrailPlan;
  readonly alerts: AlertsPlan;
  readonly stateful: readonly StatefulThing[];
}

export function planFoundation(place: Place, spec: EnvironmentSpec, tags: Tags, issues: Issues): FoundationPlan {
  const { logging, protection } = spec;
  const protect = protection.deletion;
  const trail = planTrail(place, logging, protect);
  const archive = logging.archive && planArchive(place, logging.archive, protect);
  const logged = [trail.bucket, ...(archive ? [archive] : [])].map(({ arn }) => arn);
  const network = spec.network && planNetwork(place, spec.network, ["network"], issues);
  const flowLogs =
    network &&
    planLogGroup(
      place,
      { kind: "cloudwatch-log-group", id: "flow", name: network.flowLogs.logGroup, class: "operational" },
      logging,
    );
  const plan = {
    stackName: `${place.environment}-foundation`,
    tags,
    key: planKey(place, {
      parts: [place.environment, "foundation"],
      description: `Logs, audit trail and alerts of ${place.environment}`,
      uses: [logsKeyUse(place), trailKeyUse(trail), alertsKeyUse(place), eventsKeyUse],
      protect,
    }),
    ...(network && flowLogs && { network: { network, flowLogs } }),
    accessLogs: planBucket(place, {
      purpose: "access-logs",
      encryption: "s3",
      expireSeconds: logging.retention.operational,
      protect,
      statements: accessLogStatements(place, logged),
    }),
    ...(archive && { archive }),
    trail,
    alerts: planAlerts(place, spec.alerts, eventsPublish),
  };
  return { ...plan, stateful: statefulOf(plan) };
}

function planArchive(
  place: Place,
  spec: NonNullable<EnvironmentSpec["logging"]["archive"]>,
  protect: boolean,
): BucketPlan {
  return planBucket(place, {
    purpose: "archive",
    encryption: "our-key",
    expireSeconds: spec.retention,
    ...(spec.objectLock && protect && { lock: spec.objectLock }),
    protect,
  });
}

function statefulOf({ key, accessLogs, archive, trail }: Omit<FoundationPlan, "stateful">): StatefulThing[] {
  const bucket = (id: string, { name }: BucketPlan): StatefulThing => ({
    id: `foundation/${id}`,
    kind: "aws_s3_bucket",
    name,
  });
  return [
    { id: "foundation/key", kind: "aws_kms_key", name: key.alias },
    bucket("access-logs", accessLogs),
    ...(archive ? [bucket("archive", archive)] : []),
    bucket("audit", trail.bucket),
    { id: "foundation/audit-log", kind: "aws_cloudwatch_log_group", name: trail.logGroup.name },
  ];
}
