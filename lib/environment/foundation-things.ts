import type { StatefulThing } from "../core/facts";
import { sorted } from "../core/one-way";
import { bucketThing, type BucketPaths, type BucketRetention } from "../logging/bucket-thing";
import { logGroupRules } from "../logging/changes";
import { domainThing } from "../logging/domain";
import type { SinksPlan } from "../logging/sinks";
import type { LoggingSpec } from "../logging/spec";
import { networkRules } from "../network/changes";
import type { NetworkPlan } from "../network/plan";
import type { KeyPlan } from "../encryption/plan";
import type { BucketPlan } from "../logging/bucket";
import type { DomainPlan } from "../logging/domain";
import type { TrailPlan } from "../logging/trail";
import { accessLogPaths, storesThings, type StoresPlan } from "./backup";

interface Parts {
  readonly key: KeyPlan;
  readonly network?: { readonly network: NetworkPlan };
  readonly accessLogs: BucketPlan;
  readonly sinks: SinksPlan;
  readonly domains: readonly DomainPlan[];
  readonly stores: StoresPlan;
  readonly trail: TrailPlan;
}

/** What of the foundation holds keys, logs, messages or exports; and the network, whose addresses are fixed. */
export function foundationThings(
  { key, accessLogs, sinks, domains, stores, trail, network }: Parts,
  tier: LoggingSpec["tier"],
): StatefulThing[] {
  const { bucket, logGroup } = trail;
  const audit = ["logging", "retention", "audit"];
  return [
    { id: "foundation/key", kind: "aws_kms_key", name: key.alias },
    ...(network ? [networkThing(network.network)] : []),
    bucketThing("foundation/access-logs", accessLogs, accessLogPaths(accessLogs)),
    ...(sinks.bucket ? [bucketThing("foundation/archive", sinks.bucket, archivePaths(sinks))] : []),
    ...domains.map(domainThing),
    ...storesThings(stores, "foundation"),
    bucketThing("foundation/audit", bucket, {
      retention: { retention: { days: bucket.expireDays, path: audit } },
      lock: ["logging", "trail", "objectLock"],
    }),
    {
      id: "foundation/audit-log",
      kind: "aws_cloudwatch_log_group",
      name: logGroup.name,
      values: {
        logRetention: { rule: logGroupRules.logRetention, value: logGroup.retentionDays, path: audit },
        // Of all operational groups at once: none of them is listed by itself.
        tier: { rule: logGroupRules.tier, value: tier, path: ["logging", "tier"] },
      },
    },
  ];
}

const networkThing = ({ name, cidr, subnets }: NetworkPlan): StatefulThing => ({
  id: "foundation/network",
  kind: "aws_vpc",
  name,
  values: {
    cidr: { rule: networkRules.cidr, value: cidr, path: ["network", "cidr"] },
    subnets: {
      rule: networkRules.subnets,
      value: sorted(subnets.map((subnet) => `${subnet.zone} ${subnet.cidr}`)),
      path: ["network", "zones"],
    },
  },
});

/** An archive of logs keeps each class for a time of its own; a bucket of failed deliveries alone says nothing. */
function archivePaths({ all }: SinksPlan): BucketPaths {
  const sink = all.find(({ kind }) => kind === "s3");
  if (sink?.kind !== "s3") return { retention: {} };
  const at = ["logging", "sinks", sink.name, "s3"];
  const days = (seconds: number) => Math.ceil(seconds / 86_400);
  const classes = Object.entries(sink.spec.retention).map(([name, seconds]): [string, BucketRetention] => [
    `${name}Retention`,
    { days: days(seconds), path: [...at, "retention", name] },
  ]);
  return { retention: Object.fromEntries(classes), lock: [...at, "objectLock"] };
}
