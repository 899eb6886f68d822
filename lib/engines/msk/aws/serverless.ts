import { MskServerlessCluster } from "@cdktf/provider-aws/lib/msk-serverless-cluster";
import { Construct } from "constructs";
import type { LateNetwork } from "../../../core/late";
import { withLiteralPlan } from "../../../core/literal";
import type { MskPlan } from "../plan";
import type { BuiltCluster } from "./built";

export interface ServerlessProps {
  readonly plan: MskPlan;
  readonly network: LateNetwork;
  readonly securityGroupId: string;
}

/** A cluster on MSK Serverless, which encrypts with a key of AWS's. Stateful: its address is a contract. */
export class Serverless extends Construct implements BuiltCluster {
  readonly arn: string;
  readonly bootstrap: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ServerlessProps) {
    super(scope, id);
    const { plan, network, securityGroupId } = withLiteralPlan(props);
    const resource = new MskServerlessCluster(this, "Resource", {
      clusterName: plan.names.cluster,
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfig: [{ subnetIds: [...network.subnetIds], securityGroupIds: [securityGroupId] }],
      // MSK never moves a cluster to another place in the network; Terraform would destroy it and make it anew.
      lifecycle: { ignoreChanges: ["vpc_config"], ...(plan.protect && { preventDestroy: true }) },
    });
    this.arn = resource.arn;
    this.bootstrap = { bootstrapIam: resource.bootstrapBrokersSaslIam };
  }
}
