import { MskClusterPolicy } from "@cdktf/provider-aws/lib/msk-cluster-policy";
import { Construct } from "constructs";
import { attachRolePolicy, type Grantee } from "../../../core/aws/role-policy";
import { BrokersSecurityGroup } from "../../../core/aws/security-group";
import type { Verb } from "../../../core/grants";
import { original, withLiteralPlan } from "../../../core/literal";
import { nothingBuilt, type BuiltSystem, type LateReferences } from "../../../core/late";
import { constructId } from "../../../core/names";
import { propertiesText } from "../client-settings";
import { disksId } from "../facts";
import { planGrant } from "../grants";
import type { MskPlan } from "../plan";
import { Brokers } from "./brokers";
import type { BuiltCluster } from "./built";
import { Serverless } from "./serverless";
import { Users } from "./users";

export interface MskProps extends LateReferences {
  readonly plan: MskPlan;
}

/**
 * A system on Amazon MSK: its cluster, its security group, its users. The topics are made by a function, which comes
 * to the brokers once they stand. Of a system that exists already nothing is built.
 *
 * @throws Error when a system is to be built and has no key or no network
 */
export class Msk extends Construct {
  readonly plan: MskPlan;
  readonly built: BuiltSystem;

  constructor(scope: Construct, id: string, props: MskProps) {
    super(scope, id);
    const { plan, ...late } = withLiteralPlan(props);
    this.plan = original(plan);
    this.built = plan.build ? this.build(plan, late) : nothingBuilt;
  }

  /**
   * Lets a role of the same account write to a topic, by an identity policy.
   *
   * @throws PlanError when there is no such topic
   */
  grantProduce(role: Grantee, channel: string): void {
    this.grant(role, "produce", channel);
  }

  /**
   * Lets a role of the same account read a topic under a consumer group, by an identity policy.
   *
   * @throws PlanError when there is no such topic
   */
  grantConsume(role: Grantee, channel: string, group: string): void {
    this.grant(role, "consume", channel, group);
  }

  /**
   * Lets a role of the same account change a topic's settings, by an identity policy.
   *
   * @throws PlanError when there is no such topic
   */
  grantAdminister(role: Grantee, channel: string): void {
    this.grant(role, "administer", channel);
  }

  private grant(role: Grantee, verb: Verb, channel: string, group?: string): void {
    const request = { role: role.arn, verb, channel, ...(group === undefined ? {} : { group }) };
    attachRolePolicy(this, role, request, planGrant(this.plan, request));
  }

  private build(plan: MskPlan, { keyArn, network, logGroupNames }: LateReferences): BuiltSystem {
    const { name } = plan.facts;
    if (keyArn === undefined) throw new Error(`${name} cannot be built without keyArn: it is always encrypted`);
    if (network === undefined) throw new Error(`${name} cannot be built without network: its brokers live in one`);
    const group = new BrokersSecurityGroup(this, "SecurityGroup", { plan: plan.securityGroup, vpcId: network.vpcId });
    const props = { plan, network, securityGroupId: group.id };
    const cluster: BuiltCluster =
      plan.cluster.mode === "serverless"
        ? new Serverless(this, "Cluster", props)
        : new Brokers(this, "Cluster", { ...props, cluster: plan.cluster, keyArn, logGroupNames });
    if (plan.users.length > 0) new Users(this, "Users", { users: plan.users, clusterArn: cluster.arn, keyArn });
    if (plan.clusterPolicy !== undefined)
      new MskClusterPolicy(this, "Policy", { clusterArn: cluster.arn, policy: plan.clusterPolicy });
    return builtSystem(plan, cluster);
  }
}

function builtSystem({ facts, clientSettings }: MskPlan, { arn, bootstrap }: BuiltCluster): BuiltSystem {
  const addresses = (listener: string): string => {
    const found = bootstrap[listener];
    if (found === undefined) throw new Error(`${facts.name} has no listener ${listener}`);
    return found;
  };
  const settings = clientSettings.map(({ client, listener, properties }): [string, string] => [
    constructId(`settings-${client}`),
    `bootstrap.servers=${addresses(listener)}\n${propertiesText(properties)}`,
  ]);
  return {
    outputs: {
      ...Object.fromEntries(facts.listeners.map(({ name }) => [name, addresses(name)])),
      ...Object.fromEntries(settings),
    },
    functionVariables: Object.fromEntries(
      ["topics", "replay", "export"].map((id) => [id, { BOOTSTRAP: addresses("bootstrapIam") }]),
    ),
    scalingResources: { [disksId]: arn },
    archiveSources: Object.fromEntries((facts.archive?.sources ?? []).map(({ id }) => [id, { arn }])),
  };
}
