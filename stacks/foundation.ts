import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { serviceRole } from "../lib/core/aws/service-role";
import { literal } from "../lib/core/literal";
import { constructId } from "../lib/core/names";
import { Key } from "../lib/encryption/aws";
import type { FoundationPlan } from "../lib/environment/foundation";
import type { EnvironmentPlan } from "../lib/environment/plan";
import { Functions } from "../lib/functions/aws";
import { Bucket, type BucketProps, Delivery, DeliveryGroup, LogGroup, SearchDomain, Trail } from "../lib/logging/aws";
import { Maintenance } from "../lib/maintenance/aws";
import { Alarms, Alerts, Dashboard } from "../lib/monitoring/aws";
import { topicArnOf } from "../lib/monitoring/alerts";
import { Network } from "../lib/network/aws";
import { Stores } from "./stores";
import { SignalboxStack } from "./signalbox-stack";

/** What the foundation tells the other stacks: ids that AWS assigns. Everything else they know by its name. */
export const foundationExports = {
  keyArn: "keyArn",
  vpcId: "vpcId",
  subnetIds: "subnetIds",
  deliveryGroupId: "deliveryGroupId",
} as const;

/** What an environment has once: network, logs and their sinks, audit trail, alerts, and the key that protects them. */
export class FoundationStack extends SignalboxStack {
  constructor(scope: Construct, environment: EnvironmentPlan) {
    const plan = environment.foundation;
    super(scope, { ...environment, stackName: plan.stackName, tags: plan.tags });
    const keyArn = new Key(this, "Key", { plan: plan.key }).arn;
    this.export(foundationExports.keyArn, keyArn);
    const accessLogs = new Bucket(this, "AccessLogs", { plan: plan.accessLogs, keyArn });
    const { bucket } = plan.sinks;
    if (bucket !== undefined) new Bucket(this, "Archive", { plan: bucket, keyArn, accessLogs });
    this.stores(environment, { keyArn, accessLogs });
    const trail = new Trail(this, "Trail", { plan: plan.trail, keyArn, accessLogs });
    const alerts = new Alerts(this, "Alerts", { plan: plan.alerts, keyArn });
    new Alarms(this, "Alarms", { plan: plan.alarms, topicArn: (to) => topicArnOf(plan.alerts, to) });
    new Dashboard(this, "Overview", { plan: environment.overview });
    new Maintenance(this, "Maintenance", { plan: environment.maintenance, undeliveredArn: alerts.undeliveredArn });
    const { flow, ...delivery } = this.network(plan, keyArn);
    this.deliver(plan, keyArn, { [plan.trail.log.id]: trail.logGroupName, ...flow }, delivery);
    this.built();
  }

  /** Where messages and exports are kept, with the inventory: every deployment that changes it keeps a version. */
  private stores({ foundation, inventory }: EnvironmentPlan, { keyArn, accessLogs }: Omit<BucketProps, "plan">): void {
    const { stores: plan, copyRole } = foundation;
    const role = copyRole && serviceRole(new Construct(this, "Copies"), copyRole);
    const stores = new Stores(this, "Stores", { plan, keyArn, accessLogs, ...(role && { copyRole: role }) });
    if (stores.exports === undefined) return;
    const { bucketName: bucket, policy } = stores.exports;
    new S3Object(this, "Inventory", {
      bucket,
      key: "inventory.json",
      content: literal(JSON.stringify(inventory, undefined, 2)),
      contentType: "application/json",
      dependsOn: [policy],
    });
  }

  /** The network with its flow logs, and the search domains that lie in it. */
  private network({ network: plan, domains, deliveryGroup }: FoundationPlan, keyArn: string) {
    if (plan === undefined) return {};
    const flowLogs = new LogGroup(this, "FlowLogs", { plan: plan.flowLogs, keyArn });
    const { vpcId, subnetIds } = new Network(this, "Network", { plan: plan.network, flowLogGroupArn: flowLogs.arn });
    this.export(foundationExports.vpcId, vpcId);
    this.export(foundationExports.subnetIds, [...subnetIds]);
    for (const domain of domains)
      new SearchDomain(this, constructId(`Search-${domain.id}`), { plan: domain, keyArn, vpcId, subnetIds });
    const flow = { [plan.flowLogs.id]: flowLogs.logGroupName };
    if (deliveryGroup === undefined) return { flow };
    const securityGroupId = new DeliveryGroup(this, "DeliveryGroup", { plan: deliveryGroup, vpcId }).id;
    this.export(foundationExports.deliveryGroupId, securityGroupId);
    return { flow, network: { subnetIds, securityGroupId } };
  }

  /** How the foundation's own logs get to the sinks. */
  private deliver(
    { delivery, functions: plan, logGroups }: FoundationPlan,
    keyArn: string,
    sources: Readonly<Record<string, string>>,
    late: { readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupId: string } },
  ): void {
    if (delivery === undefined) return;
    const own = logGroups.map((group): [string, string] => [
      group.id,
      new LogGroup(this, constructId(`Logs-${group.id}`), { plan: group, keyArn }).logGroupName,
    ]);
    const logGroupNames = { ...sources, ...Object.fromEntries(own) };
    const functions = new Functions(this, "Functions", { plan, keyArn, logGroupNames, variables: {} });
    new Delivery(this, "Delivery", {
      ...late,
      plan: delivery,
      keyArn,
      logGroupNames,
      assignedLogGroups: {},
      functionArns: functions.arns,
    });
  }

  private export(name: string, value: string | string[]): void {
    if (typeof value === "string") new TerraformOutput(this, name, { value, staticId: true });
    else new ListOutput(this, name, value);
  }
}

/** An output that is a list: cdktf 0.21 examines one by `util.isArray`, of which Node 22 and later print a warning. */
class ListOutput extends TerraformOutput {
  constructor(
    scope: Construct,
    id: string,
    private readonly items: readonly string[],
  ) {
    super(scope, id, { value: "", staticId: true });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...super.synthesizeAttributes(), value: this.items };
  }
}
