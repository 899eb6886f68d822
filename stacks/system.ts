import { DataTerraformRemoteStateS3 } from "cdktf";
import type { Construct } from "constructs";
import { Access } from "../lib/access/aws";
import { constructId } from "../lib/core/names";
import { Key } from "../lib/encryption/aws";
import { SnsSqs } from "../lib/engines/sns-sqs/aws";
import type { EnvironmentPlan } from "../lib/environment/plan";
import type { SystemStackPlan } from "../lib/environment/system";
import { LogGroup } from "../lib/logging/aws";
import { Alarms, Dashboard } from "../lib/monitoring/aws";
import { foundationExports } from "./foundation";
import { SignalboxStack, stateOf } from "./signalbox-stack";

/** One system: its key, its engine, who may use it, its logs, and what watches it. */
export class SystemStack extends SignalboxStack {
  constructor(scope: Construct, environment: EnvironmentPlan, plan: SystemStackPlan) {
    super(scope, { ...environment, stackName: plan.stackName, tags: plan.tags });
    const key = plan.key === undefined ? {} : { keyArn: new Key(this, "Key", { plan: plan.key }).arn };
    if (plan.logGroups.length > 0) {
      const logs = new DataTerraformRemoteStateS3(
        this,
        "Foundation",
        stateOf(environment.state, environment.foundation.stackName),
      );
      const logKeyArn = logs.getString(foundationExports.keyArn);
      for (const group of plan.logGroups)
        new LogGroup(this, constructId(`Logs-${group.id}`), { plan: group, keyArn: logKeyArn });
    }
    // One engine so far; each further one adds its construct here.
    new SnsSqs(this, "System", { plan: plan.system, ...key });
    new Access(this, "Access", { plan: plan.access });
    new Alarms(this, "Alarms", { plan: plan.alarms, topicArn: environment.foundation.alerts.arn });
    new Dashboard(this, "Dashboard", { plan: plan.dashboard });
    this.built();
  }
}
