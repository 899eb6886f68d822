import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { attachRolePolicy, type Grantee } from "../../../core/aws/role-policy";
import { nothingBuilt, type BuiltSystem } from "../../../core/late";
import type { Verb } from "../../../core/grants";
import { original, withLiteralPlan } from "../../../core/literal";
import { constructId } from "../../../core/names";
import { planGrant } from "../grants";
import type { DeliveryRolePlan, SnsSqsPlan } from "../plan";
import { ConsumedQueue } from "./queue";
import { TopicChannel } from "./topic";

export interface SnsSqsProps {
  readonly plan: SnsSqsPlan;
  /** The key that encrypts the topics and queues; a late reference. A system that exists already may have none. */
  readonly keyArn?: string;
}

/**
 * A messaging system on SNS and SQS. Of one that exists already it builds nothing, and everything else works on it.
 *
 * @throws Error when a system is to be built and has no key
 */
export class SnsSqs extends Construct {
  readonly plan: SnsSqsPlan;
  readonly built: BuiltSystem;
  private readonly keyArn: string | undefined;

  constructor(scope: Construct, id: string, props: SnsSqsProps) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    this.plan = original(plan);
    this.keyArn = keyArn;
    this.built = plan.build ? { ...nothingBuilt, archiveSources: this.channels(plan, keyArn) } : nothingBuilt;
  }

  /** Builds the channels; gives the queues that the archive is written from, by channel. */
  private channels(plan: SnsSqsPlan, keyArn: string | undefined): BuiltSystem["archiveSources"] {
    if (keyArn === undefined)
      throw new Error(`${plan.facts.name} cannot be built without keyArn: it is always encrypted`);
    const role = plan.deliveryRole;
    const delivery = {
      deliveryRoleArn: role === undefined ? "" : deliveryRole(this, role),
      successSample: role?.successSample ?? 0,
    };
    const channels = new Construct(this, "Channels");
    const sources = plan.channels.map((channel): [string, string | undefined] => {
      const at = constructId(channel.name);
      if (channel.kind === "topic") {
        const { archiveQueueArn } = new TopicChannel(channels, at, { plan: channel, keyArn, ...delivery });
        return [channel.name, archiveQueueArn];
      }
      new ConsumedQueue(channels, at, { plan: channel, keyArn });
      return [channel.name, undefined];
    });
    return Object.fromEntries(sources.flatMap(([name, arn]) => (arn === undefined ? [] : [[name, { arn }]])));
  }

  /**
   * Lets a role of the same account send to a channel, by an identity policy.
   *
   * @throws PlanError when there is no such channel
   */
  grantProduce(role: Grantee, channel: string): void {
    this.grant(role, "produce", channel);
  }

  /**
   * Lets a role of the same account receive from a channel, by an identity policy.
   *
   * @param subscriber whose queue it consumes; needed where the channel has subscribers
   * @throws PlanError when there is no such channel or subscriber
   */
  grantConsume(role: Grantee, channel: string, subscriber?: string): void {
    this.grant(role, "consume", channel, subscriber);
  }

  /**
   * Lets a role of the same account change a channel's settings and handle its dead letters, by an identity policy.
   *
   * @throws PlanError when there is no such channel
   */
  grantAdminister(role: Grantee, channel: string): void {
    this.grant(role, "administer", channel);
  }

  private grant(role: Grantee, verb: Verb, channel: string, subscriber?: string): void {
    const request = { role: role.arn, verb, channel, ...(subscriber === undefined ? {} : { subscriber }) };
    attachRolePolicy(this, role, request, planGrant(this.plan, request, this.keyArn));
  }
}

/** Makes the role that SNS writes its delivery logs under. */
function deliveryRole(scope: Construct, plan: DeliveryRolePlan): string {
  const logs = new Construct(scope, "DeliveryLogs");
  const role = new IamRole(logs, "Resource", { name: plan.name, assumeRolePolicy: plan.trust });
  const policy = new IamPolicy(logs, "Policy", { name: plan.policyName, policy: plan.document });
  new IamRolePolicyAttachment(logs, "Attachment", { role: role.name, policyArn: policy.arn });
  return role.arn;
}
