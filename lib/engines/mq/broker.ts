import type { SystemInput } from "../../core/engine";
import type { Issues } from "../../core/issues";
import { suggestion } from "../../core/read";
import { supportKinds } from "../../core/support";
import { familyOf } from "./instances";
import { kinds } from "./kinds";
import { engineName, type SystemOptions } from "./spec";
import { hasEnded, versions, type BrokerVersion } from "./versions";

/** The broker itself, every setting final. */
export interface BrokerPlan {
  readonly engineType: "RabbitMQ" | "ActiveMQ";
  readonly version: string;
  readonly instanceType: string;
  readonly deploymentMode: "CLUSTER_MULTI_AZ" | "ACTIVE_STANDBY_MULTI_AZ" | "SINGLE_INSTANCE";
  readonly storageType: "ebs" | "efs";
  /** Subnets that the brokers are in: as many as the deployment takes. */
  readonly subnets: number;
  readonly auditLog: boolean;
  readonly maintenance: { readonly dayOfWeek: string; readonly timeOfDay: string; readonly timeZone: string };
  /** The text of the broker's configuration: Cuttlefish, or XML. */
  readonly configuration: string;
}

/** Plans the broker. What Amazon MQ would refuse, or what would lose messages, is an issue. */
export function planBroker(
  input: SystemInput,
  options: SystemOptions,
  configuration: string,
  issues: Issues,
): BrokerPlan {
  const { day, time, zone } = input.needs?.window ?? { day: "SUNDAY", time: "03:00", zone: "UTC" };
  checkVersion(input, options, issues);
  checkDeployment(input, options, issues);
  return {
    engineType: options.broker === "rabbitmq" ? "RabbitMQ" : "ActiveMQ",
    version: options.version,
    instanceType: options.instanceType,
    deploymentMode: deploymentModes[options.deployment],
    storageType: options.broker === "rabbitmq" ? "ebs" : options.storage,
    subnets: subnetsOf[options.deployment],
    auditLog: options.logs.audit,
    maintenance: { dayOfWeek: day, timeOfDay: time, timeZone: zone },
    configuration,
  };
}

const deploymentModes = {
  cluster: "CLUSTER_MULTI_AZ",
  "active-standby": "ACTIVE_STANDBY_MULTI_AZ",
  single: "SINGLE_INSTANCE",
} as const;
/** A cluster takes a subnet in each of three zones, a pair two, a single broker one (Amazon MQ CreateBroker, 2026-11). */
const subnetsOf = { cluster: 3, "active-standby": 2, single: 1 } as const;

function checkVersion({ path, today, existing, standing }: SystemInput, options: SystemOptions, issues: Issues): void {
  const { broker, version: said, instanceType } = options;
  const at = [...path, engineName];
  const known = versions[broker];
  const usable = Object.entries(known).filter(([, one]) => !hasEnded(one, today) && one.onlyFrom === undefined);
  const names = usable.map(([name]) => name);
  const version: BrokerVersion | undefined = Object.hasOwn(known, said) ? known[said] : undefined;
  if (version === undefined)
    issues.add(
      kinds.BrokerVersion,
      [...at, "version"],
      `Amazon MQ has no ${broker} ${said}${suggestion(said, names)}; there are: ${names.join(", ")}`,
    );
  else if (hasEnded(version, today))
    issues.add(
      supportKinds.VersionEnded,
      [...at, "version"],
      `the support of ${broker} ${said} ended on ${version.ends ?? ""}; use ${names.join(" or ")}`,
    );
  else if (version.onlyFrom !== undefined && existing === undefined && standing?.includes("broker") !== true)
    issues.add(
      kinds.BrokerVersion,
      [...at, "version"],
      `no broker is made of ${broker} ${said}, only upgraded from ${version.onlyFrom}; use ${names.join(" or ")}, and upgrade what stands`,
    );
  else if (!version.families.includes(familyOf(instanceType)))
    issues.add(
      kinds.BrokerInstance,
      [...at, "instanceType"],
      `${instanceType} does not carry ${broker} ${said}; ${version.families.map((family) => `${family}.*`).join(" and ")} do`,
    );
}

function checkDeployment({ path, network, existing }: SystemInput, options: SystemOptions, issues: Issues): void {
  if (existing !== undefined) return;
  const at = [...path, engineName];
  const zones = network?.zones.length;
  if (zones === undefined)
    issues.add(
      supportKinds.NetworkMissing,
      path,
      "a broker lives in a private network; add network: to the environment",
    );
  else if (zones < subnetsOf[options.deployment])
    issues.add(
      kinds.BrokerZones,
      at,
      `a deployment as ${options.deployment} is in ${subnetsOf[options.deployment]} zones, and the network has ${zones}`,
    );
  if (options.deployment === "single" && options.reason === undefined)
    issues.add(
      kinds.SingleBroker,
      [...at, "deployment"],
      `deployment is single without a reason; write ${engineName}: { deployment: single, reason: … }`,
    );
  if (options.broker === "rabbitmq" && options.logs.audit)
    issues.add(
      supportKinds.NotSupported,
      [...at, "logs", "audit"],
      "RabbitMQ writes no audit log, and Amazon MQ refuses a broker that asks for one; ActiveMQ has one. The audit trail has who changed the broker",
    );
  if (options.broker === "activemq" && options.storage === "ebs" && options.deployment !== "single")
    issues.add(
      kinds.BrokerStorage,
      [...at, "storage"],
      "two brokers share their storage, and ebs cannot be shared; use efs",
    );
}
