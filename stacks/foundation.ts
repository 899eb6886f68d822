import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { Key } from "../lib/encryption/aws";
import type { EnvironmentPlan } from "../lib/environment/plan";
import { Bucket, LogGroup, Trail } from "../lib/logging/aws";
import { Maintenance } from "../lib/maintenance/aws";
import { AlertsTopic } from "../lib/monitoring/aws";
import { Network } from "../lib/network/aws";
import { SignalboxStack } from "./signalbox-stack";

/** What the foundation tells the other stacks: ids that AWS assigns. Everything else they know by its name. */
export const foundationExports = { keyArn: "keyArn", vpcId: "vpcId", subnetIds: "subnetIds" } as const;

/** What an environment has once: network, logs, audit trail, alerts, and the key that protects them. */
export class FoundationStack extends SignalboxStack {
  constructor(scope: Construct, environment: EnvironmentPlan) {
    const plan = environment.foundation;
    super(scope, { ...environment, stackName: plan.stackName, tags: plan.tags });
    const keyArn = new Key(this, "Key", { plan: plan.key }).arn;
    this.export(foundationExports.keyArn, keyArn);
    const accessLogs = new Bucket(this, "AccessLogs", { plan: plan.accessLogs, keyArn });
    if (plan.archive !== undefined) new Bucket(this, "Archive", { plan: plan.archive, keyArn, accessLogs });
    new Trail(this, "Trail", { plan: plan.trail, keyArn, accessLogs });
    new AlertsTopic(this, "Alerts", { plan: plan.alerts, keyArn });
    new Maintenance(this, "Maintenance", { plan: environment.maintenance, topicArn: plan.alerts.arn });
    if (plan.network !== undefined) {
      const flowLogs = new LogGroup(this, "FlowLogs", { plan: plan.network.flowLogs, keyArn });
      const network = new Network(this, "Network", { plan: plan.network.network, flowLogGroupArn: flowLogs.arn });
      this.export(foundationExports.vpcId, network.vpcId);
      this.export(foundationExports.subnetIds, [...network.subnetIds]);
    }
    this.built();
  }

  private export(name: string, value: string | string[]): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}
