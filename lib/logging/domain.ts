import { arn, rootArn } from "../core/arns";
import type { NetworkFacts } from "../core/engine";
import type { LogSource, Signal, StatefulThing } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { policyText } from "../core/policy";
import type { SecurityGroupPlan } from "../core/security-group";
import { supportKinds } from "../core/support";
import { domainRules } from "./changes";
import { kinds } from "./kinds";
import { planLogGroup, type LogGroupPlan, type LoggingSpec } from "./plan";
import { mostNodes, type OpenSearchSpec } from "./sinks-spec";

/** A search domain in the private network. Stateful. */
export interface DomainPlan {
  /** The sink's name. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly instanceType: string;
  readonly nodes: number;
  readonly zones: number;
  readonly masterType: string;
  readonly volumeGiB: number;
  readonly administrator: string;
  /** Literal JSON. */
  readonly accessPolicy: string;
  readonly securityGroup: SecurityGroupPlan;
  readonly logs: readonly { readonly type: string; readonly group: LogGroupPlan }[];
  readonly logPolicy: { readonly name: string; readonly document: string };
  readonly protect: boolean;
}

const gibibyte = 1_024 ** 3;
const logTypes = [
  ["AUDIT_LOGS", "audit"],
  ["ES_APPLICATION_LOGS", "application"],
  ["INDEX_SLOW_LOGS", "index-slow"],
  ["SEARCH_SLOW_LOGS", "search-slow"],
] as const;

/** A domain lies in the network and spreads evenly over two or three zones (OpenSearch Service, multi-AZ, 2026-11). */
export function checkDomain(
  { domain }: OpenSearchSpec,
  network: NetworkFacts | undefined,
  path: DataPath,
  issues: Issues,
): void {
  if (domain === undefined) return;
  const at = [...path, "opensearch", "domain"];
  if (network === undefined)
    return issues.add(
      supportKinds.NetworkMissing,
      at,
      "a search domain lives in the private network, and the environment has none; add network:, or name an existing domain",
    );
  const zones = network.zones.length;
  if (zones < 2)
    issues.add(
      kinds.DomainNodes,
      at,
      `${domain.nodes} nodes in 1 zone; a domain spreads over two or three: write network: { zones: 2 } or 3`,
    );
  else if (domain.nodes % zones !== 0) {
    const below = domain.nodes - (domain.nodes % zones);
    const allowed = [below, below + zones].filter((nodes) => nodes > 0 && nodes <= mostNodes).join(" or ");
    const message = `${domain.nodes} nodes in ${zones} zones; a multiple of ${zones} is allowed: write ${allowed}`;
    issues.add(kinds.DomainNodes, [...at, "nodes"], message);
  }
}

export function planDomain(
  place: Place,
  input: {
    readonly sink: string;
    readonly name: string;
    readonly domain: NonNullable<OpenSearchSpec["domain"]>;
    readonly network: NetworkFacts;
    readonly logging: LoggingSpec;
    readonly protect: boolean;
  },
): DomainPlan {
  const { sink, name, domain, network, logging, protect } = input;
  const domainArn = arn(place, "es", `domain/${name}`);
  const logs = logTypes.map(([type, id]) => {
    const source: LogSource = {
      kind: "cloudwatch-log-group",
      id: `${sink}-${id}`,
      name: `/signalbox/${place.environment}/${name}/${id}`,
      class: id === "audit" ? "audit" : "operational",
    };
    return { type, group: planLogGroup(place, source, logging) };
  });
  return {
    id: sink,
    name,
    arn: domainArn,
    version: domain.version,
    instanceType: domain.instanceType,
    nodes: domain.nodes,
    zones: network.zones.length,
    masterType: domain.masterType,
    volumeGiB: Math.ceil(domain.volume / gibibyte),
    administrator: domain.administrator,
    accessPolicy: accessPolicy(place, domainArn, domain.administrator),
    securityGroup: {
      name: named("securityGroup", [name, "search"]),
      description: `Who may connect to ${name}`,
      rules: [{ id: "network", description: "HTTPS from the network", port: 443, from: { cidr: network.cidr } }],
    },
    logs,
    logPolicy: logPolicy(
      place,
      name,
      domainArn,
      logs.map(({ group }) => group.arn),
    ),
    protect,
  };
}

/** The administrator comes in by name; who else may, IAM policies of the account say. Within, roles of the domain decide. */
function accessPolicy(place: Place, domainArn: string, administrator: string): string {
  const allow = { Effect: "Allow", Action: "es:ESHttp*", Resource: `${domainArn}/*` } as const;
  return policyText([
    { ...allow, Sid: "Administrator", Principal: { AWS: administrator } },
    { ...allow, Sid: "OwnAccountByIam", Principal: { AWS: rootArn(place, place.account) } },
  ]);
}

/** Without it the domain writes no logs (OpenSearch Service, monitoring logs, 2026-11). */
function logPolicy(place: Place, name: string, domainArn: string, groups: readonly string[]): DomainPlan["logPolicy"] {
  return {
    name: named("policy", [name, "search-logs"]),
    document: policyText([
      {
        Sid: "DomainWritesLogs",
        Effect: "Allow",
        Principal: { Service: "es.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
        Resource: groups.map((group) => `${group}:*`),
        Condition: {
          ArnLike: { "aws:SourceArn": domainArn },
          StringEquals: { "aws:SourceAccount": place.account },
        },
      },
    ]),
  };
}

export const domainThing = ({ id, name, version }: DomainPlan): StatefulThing => ({
  id: `foundation/search-${id}`,
  kind: "aws_opensearch_domain",
  name,
  values: {
    version: {
      rule: domainRules.version,
      value: version,
      path: ["logging", "sinks", id, "opensearch", "domain", "version"],
    },
  },
});

/** What to watch of a domain (OpenSearch Service, recommended CloudWatch alarms, 2026-11). */
export function domainSignals({ account }: Place, { id, name, volumeGiB }: DomainPlan): Signal[] {
  const signal = (what: string, title: string, metric: string, more: Partial<Signal> = {}): Signal => ({
    id: `${id}-${what}`,
    title: `${title} of ${name}`,
    metric: {
      source: "cloudwatch",
      namespace: "AWS/ES",
      name: metric,
      dimensions: { DomainName: name, ClientId: account },
      statistic: "Maximum",
      periodSeconds: 60,
    },
    comparison: "at-least",
    threshold: 1,
    unit: "",
    periods: 5,
    breaching: 5,
    severity: "ticket",
    runbook: "log-delivery",
    ...more,
  });
  const disk = signal("disk", "A node's disk is three quarters full", "FreeStorageSpace");
  return [
    signal("red", "A shard has no copy", "ClusterStatus.red", { periods: 1, breaching: 1 }),
    signal("blocked", "Nothing can be written to the domain", "ClusterIndexWritesBlocked", {
      periods: 1,
      breaching: 1,
    }),
    {
      ...disk,
      metric: { ...disk.metric, statistic: "Minimum" },
      comparison: "below",
      // Measured in MiB.
      threshold: volumeGiB * 256,
      unit: "MiB",
    },
  ];
}
