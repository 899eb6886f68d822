import { DataTerraformRemoteStateS3, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { Access } from "../lib/access/aws";
import { Scaling } from "../lib/autoscaling/aws";
import type { BuiltSystem, LateNetwork, LateReferences } from "../lib/core/late";
import { Archive, RestoreTest } from "../lib/backup/aws";
import { constructId } from "../lib/core/names";
import { Key } from "../lib/encryption/aws";
import type { EnvironmentPlan } from "../lib/environment/plan";
import type { SystemStackPlan } from "../lib/environment/system";
import { Functions } from "../lib/functions/aws";
import { Delivery, LogGroup, type LateDelivery } from "../lib/logging/aws";
import { topicArnOf } from "../lib/monitoring/alerts";
import { Alarms, Dashboard } from "../lib/monitoring/aws";
import { Remedies } from "../lib/remedies/aws";
import { buildSystem } from "./engines";
import { foundationExports } from "./foundation";
import { SignalboxStack, stateOf } from "./signalbox-stack";

/** One system: its key, its engine, who may use it, its logs, and what watches it. */
export class SystemStack extends SignalboxStack {
  constructor(scope: Construct, environment: EnvironmentPlan, plan: SystemStackPlan) {
    super(scope, { ...environment, stackName: plan.stackName, tags: plan.tags });
    const { logs, ...late } = this.lateReferences(environment, plan);
    const built = buildSystem(this, plan.system, late);
    const functions = this.functions(plan, late, built.functionVariables);
    if (plan.delivery !== undefined && logs !== undefined)
      new Delivery(this, "Delivery", {
        ...logs,
        plan: plan.delivery,
        logGroupNames: late.logGroupNames,
        assignedLogGroups: built.assignedLogGroups ?? {},
        functionArns: functions?.arns ?? {},
      });
    if (functions !== undefined) this.backup(plan, late, built, functions);
    if (plan.scaling.targets.length + plan.scaling.consumers.length > 0)
      new Scaling(this, "Scaling", { plan: plan.scaling, resources: built.scalingResources });
    new Access(this, "Access", { plan: plan.access });
    new Alarms(this, "Alarms", { plan: plan.alarms, topicArn: (to) => topicArnOf(environment.foundation.alerts, to) });
    new Dashboard(this, "Dashboard", { plan: plan.dashboard });
    if (plan.remedies.length > 0) new Remedies(this, "Remedies", { plan: plan.remedies });
    for (const [name, value] of Object.entries(built.outputs))
      new TerraformOutput(this, name, { value, staticId: true });
    this.built();
  }

  /** The key and the log groups of this stack, and what the foundation tells, as far as the system needs it. */
  private lateReferences(environment: EnvironmentPlan, plan: SystemStackPlan): Late {
    const key = plan.key === undefined ? {} : { keyArn: new Key(this, "Key", { plan: plan.key }).arn };
    const inNetwork = plan.system.inNetwork && plan.network !== undefined;
    if (plan.logGroups.length === 0 && !inNetwork) return { ...key, logGroupNames: {} };
    const foundation = new DataTerraformRemoteStateS3(
      this,
      "Foundation",
      stateOf(environment.state, environment.foundation.stackName),
    );
    const logKeyArn = plan.logGroups.length > 0 ? foundation.getString(foundationExports.keyArn) : "";
    const toDomain = environment.foundation.deliveryGroup !== undefined;
    const groups = plan.logGroups.map((group): [string, string] => [
      group.id,
      new LogGroup(this, constructId(`Logs-${group.id}`), { plan: group, keyArn: logKeyArn }).logGroupName,
    ]);
    return {
      ...key,
      ...(inNetwork && { network: networkOf(foundation) }),
      ...(plan.delivery && {
        logs: { keyArn: logKeyArn, ...(toDomain && { network: deliveryNetworkOf(foundation) }) },
      }),
      logGroupNames: Object.fromEntries(groups),
    };
  }

  private functions(
    { functions, network }: SystemStackPlan,
    late: LateReferences,
    variables: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): Functions | undefined {
    if (functions.functions.length === 0 || late.keyArn === undefined) return undefined;
    return new Functions(this, "Functions", {
      plan: functions,
      keyArn: late.keyArn,
      logGroupNames: late.logGroupNames,
      variables,
      ...(late.network && network && { network: { ...late.network, cidr: network.cidr } }),
    });
  }

  private backup(
    { backup: { archive, restore } }: SystemStackPlan,
    { keyArn, logGroupNames }: LateReferences,
    { archiveSources }: BuiltSystem,
    { arns, calls, failedCallsArn }: Functions,
  ): void {
    if (archive === undefined || failedCallsArn === undefined || keyArn === undefined) return;
    new Archive(this, "Archive", {
      plan: archive,
      functionArns: arns,
      sources: archiveSources,
      failedCallsArn,
      after: calls,
    });
    const logGroupName = logGroupNames[restore?.log.id ?? ""];
    if (restore !== undefined && logGroupName !== undefined)
      new RestoreTest(this, "RestoreTest", { plan: restore, keyArn, logGroupName });
  }
}

/** What AWS assigned by then; of logs, what carries them to the sinks. */
interface Late extends LateReferences {
  readonly logs?: LateDelivery;
}

function networkOf(foundation: DataTerraformRemoteStateS3): LateNetwork {
  return {
    vpcId: foundation.getString(foundationExports.vpcId),
    subnetIds: foundation.getList(foundationExports.subnetIds),
  };
}

const deliveryNetworkOf = (foundation: DataTerraformRemoteStateS3) => ({
  subnetIds: foundation.getList(foundationExports.subnetIds),
  securityGroupId: foundation.getString(foundationExports.deliveryGroupId),
});
