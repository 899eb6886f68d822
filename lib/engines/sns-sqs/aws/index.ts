import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { constructId } from "../../../core/names";
import type { DeliveryRolePlan, SnsSqsPlan } from "../plan";
import { ConsumedQueue } from "./queue";
import { TopicChannel } from "./topic";

export interface SnsSqsProps {
  readonly plan: SnsSqsPlan;
  /** The key that encrypts the topics and queues; a late reference. */
  readonly keyArn: string;
}

/** A messaging system on SNS and SQS. Of one that exists already it builds nothing, and everything else works on it. */
export class SnsSqs extends Construct {
  readonly plan: SnsSqsPlan;

  constructor(scope: Construct, id: string, { plan, keyArn }: SnsSqsProps) {
    super(scope, id);
    this.plan = plan;
    if (!plan.build) return;
    const role = plan.deliveryRole;
    const delivery = {
      deliveryRoleArn: role === undefined ? "" : deliveryRole(this, role),
      successSample: role?.successSample ?? 0,
    };
    const channels = new Construct(this, "Channels");
    for (const channel of plan.channels) {
      const at = constructId(channel.name);
      if (channel.kind === "topic") new TopicChannel(channels, at, { plan: channel, keyArn, ...delivery });
      else new ConsumedQueue(channels, at, { plan: channel, keyArn });
    }
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
