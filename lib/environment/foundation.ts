import type { NetworkFacts } from "../core/engine";
import type { LogSource, Signal, StatefulThing } from "../core/facts";
import type { Issues } from "../core/issues";
import type { Place } from "../core/place";
import type { ServiceRolePlan } from "../core/service-role";
import type { Tags } from "../core/tags";
import { planKey, type KeyPlan } from "../encryption/plan";
import { keyAliasName, named } from "../core/names";
import { planFunctions, type FunctionsPlan } from "../functions/plan";
import { accessLogStatements, planBucket, type BucketPlan } from "../logging/bucket";
import { planDelivery, type DeliveryPlan } from "../logging/delivery";
import { domainSignals, planDomain, type DomainPlan } from "../logging/domain";
import { logsKeyUse, planLogGroup, type LogGroupPlan } from "../logging/plan";
import { undeliveredSignals as undeliveredLogSignals } from "../logging/signals";
import { domainName, planSinks, type SinksPlan } from "../logging/sinks";
import { planTrail, trailKeyUse, type TrailPlan } from "../logging/trail";
import { eventsKeyUse, maintenanceRules } from "../maintenance/plan";
import { alertsKeyUses, planAlerts, undeliveredSignals, type AlertsPlan } from "../monitoring/alerts";
import { planAlarms, type AlarmsPlan } from "../monitoring/plan";
import { planNetwork, type NetworkPlan } from "../network/plan";
import { bucketsOf, planStores, type StoresPlan } from "./backup";
import { copyOf, copySignals, planCopyRole, type CopiesPlan } from "./copies";
import { foundationThings } from "./foundation-things";
import type { OutlivedArchive } from "./removed";
import type { EnvironmentSpec } from "./spec";

/** What an environment has once, and what outlives its systems. */
export interface FoundationPlan {
  readonly stackName: string;
  readonly tags: Tags;
  /** Protects what outlives a system: logs, the archive, the trail, the alerts. */
  readonly key: KeyPlan;
  readonly network?: { readonly network: NetworkPlan; readonly flowLogs: LogGroupPlan };
  readonly accessLogs: BucketPlan;
  readonly sinks: SinksPlan;
  /** Search domains of the sinks. */
  readonly domains: readonly DomainPlan[];
  /** The security group of the streams that deliver to the domains; none where there are none. */
  readonly deliveryGroup?: { readonly name: string; readonly cidr: string };
  /** How the logs of the foundation itself get to the sinks; none where there are none. */
  readonly delivery?: DeliveryPlan;
  readonly functions: FunctionsPlan;
  /** Groups of logs that come with the delivery. */
  readonly logGroups: readonly LogGroupPlan[];
  readonly stores: StoresPlan;
  /** The role with which S3 copies to the second region; none where there is none. */
  readonly copyRole?: ServiceRolePlan;
  readonly trail: TrailPlan;
  readonly alerts: AlertsPlan;
  readonly alarms: AlarmsPlan;
  readonly stateful: readonly StatefulThing[];
}

interface FoundationSurroundings {
  readonly tags: Tags;
  readonly copies: CopiesPlan | undefined;
  /** Archives of systems that are removed. */
  readonly archives: readonly OutlivedArchive[];
  /** Whether the last deploy had a search domain: systems may still use the security group of its streams. */
  readonly hadDomain: boolean;
}

export function planFoundation(
  place: Place,
  spec: EnvironmentSpec,
  { tags, copies, archives, hadDomain }: FoundationSurroundings,
  issues: Issues,
): FoundationPlan {
  const { logging, protection } = spec;
  const protect = protection.deletion;
  const trail = planTrail(place, logging, protect);
  const stores = planStores(
    place,
    spec,
    archives.filter(({ stack }) => stack === "foundation"),
    copyOf(copies),
  );
  const network = spec.network && planNetwork(place, spec.network, ["network"], issues);
  const flow: LogSource | undefined = network && {
    kind: "cloudwatch-log-group",
    id: "flow",
    name: network.flowLogs.logGroup,
    class: "operational",
  };
  const facts = network && { zones: network.subnets.map(({ zone }) => zone), cidr: network.cidr };
  const { signals, ...logs } = planLogs(
    place,
    spec,
    { network: facts, hadDomain, sources: [...(flow ? [flow] : []), trail.log] },
    issues,
  );
  const { bucket } = logs.sinks;
  const logged = [trail.bucket, ...(bucket ? [bucket] : []), ...bucketsOf(stores)].map(({ arn }) => arn);
  const alerts = planAlerts(place, spec.owner.team, spec.alerts, { protect, rules: [maintenanceRules(place)] });
  const key = planKey(place, {
    parts: [place.environment, "foundation"],
    description: `Logs, audit trail and alerts of ${place.environment}`,
    uses: [
      logsKeyUse(place),
      trailKeyUse(trail),
      ...alertsKeyUses(place, alerts),
      eventsKeyUse(alerts.undelivered.arn),
    ],
    protect,
  });
  const plan = {
    stackName: `${place.environment}-foundation`,
    tags,
    key,
    ...(network && flow && { network: { network, flowLogs: planLogGroup(place, flow, logging) } }),
    accessLogs: planBucket(place, {
      purpose: "access-logs",
      encryption: "s3",
      expireSeconds: logging.retention.operational,
      protect,
      statements: accessLogStatements(place, logged),
    }),
    ...logs,
    stores,
    ...(copies && { copyRole: planCopyRole(place, copies, key, stores) }),
    trail,
    alerts,
    alarms: planAlarms(
      place,
      { name: "foundation", signals: [] },
      { further: [...undeliveredSignals(alerts), ...copySignals(stores), ...signals] },
    ),
  };
  return { ...plan, stateful: foundationThings(plan, logging.tier) };
}

/** The sinks, and how the foundation's own logs get there. */
function planLogs(
  place: Place,
  { logging, protection, governance }: EnvironmentSpec,
  {
    network,
    hadDomain,
    sources,
  }: {
    readonly network: NetworkFacts | undefined;
    readonly hadDomain: boolean;
    readonly sources: readonly LogSource[];
  },
  issues: Issues,
): Pick<FoundationPlan, "sinks" | "domains" | "deliveryGroup" | "delivery" | "functions" | "logGroups"> & {
  readonly signals: readonly Signal[];
} {
  const protect = protection.deletion;
  const system = "foundation";
  const keyName = keyAliasName([place.environment, system]);
  const sinks = planSinks(place, logging, network, protect, issues);
  const input = { system, dataClass: governance.dataClass, logs: sources, sinks, keyName, logging };
  const delivery = planDelivery(place, input, issues);
  const functions = planFunctions(place, { name: system, functions: delivery?.functions ?? [] }, keyName);
  const domains = sinks.all.flatMap((sink) => {
    const domain = sink.kind === "opensearch" ? sink.spec.domain : undefined;
    if (domain === undefined || network === undefined) return [];
    return [
      planDomain(place, { sink: sink.name, name: domainName(place, sink.name), domain, network, logging, protect }),
    ];
  });
  const signals = [
    ...functions.signals,
    ...(delivery?.signals ?? []),
    ...(sinks.bucket ? undeliveredLogSignals(sinks.bucket) : []),
    ...domains.flatMap((domain) => domainSignals(place, domain)),
  ];
  return {
    sinks,
    domains,
    ...(network &&
      (domains.length > 0 || hadDomain) && {
        deliveryGroup: { name: named("securityGroup", [place.environment, "log-delivery"]), cidr: network.cidr },
      }),
    ...(delivery && { delivery }),
    functions,
    logGroups: [
      ...(delivery ? [delivery.errors] : []),
      ...functions.functions.map(({ log }) => planLogGroup(place, log, logging)),
    ],
    signals,
  };
}
