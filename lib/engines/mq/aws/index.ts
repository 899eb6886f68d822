import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { MqBroker } from "@cdktf/provider-aws/lib/mq-broker";
import { MqConfiguration } from "@cdktf/provider-aws/lib/mq-configuration";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { BrokersSecurityGroup } from "../../../core/aws/security-group";
import { nothingBuilt, type BuiltSystem, type LateReferences } from "../../../core/late";
import { withLiteralPlan } from "../../../core/literal";
import { administrators } from "../activemq/authorization";
import { administrator, programUsers } from "../names";
import type { MqPlan } from "../plan";
import { Administrator, Users } from "./users";

/**
 * A broker on Amazon MQ. Of one that exists already it builds nothing, and everything else works on it. Stateful: its
 * address is a contract.
 *
 * @throws Error when a broker is to be built and there is no key or no network
 */
export class Mq extends Construct {
  readonly built: BuiltSystem;

  constructor(scope: Construct, id: string, props: { readonly plan: MqPlan } & LateReferences) {
    super(scope, id);
    const { plan, ...late } = withLiteralPlan(props);
    this.built = plan.build ? this.build(plan, late) : nothingBuilt;
  }

  private build(plan: MqPlan, { keyArn, network }: LateReferences): BuiltSystem {
    const { names, broker: settings, protect } = plan;
    if (keyArn === undefined || network === undefined)
      throw new Error(`${plan.facts.name} cannot be built without ${keyArn === undefined ? "keyArn" : "network"}`);
    const configuration = new MqConfiguration(this, "Configuration", {
      name: names.configuration,
      description: `Settings of ${names.broker}`,
      engineType: settings.engineType,
      engineVersion: settings.version,
      data: settings.configuration,
    });
    const group = new BrokersSecurityGroup(this, "Group", { plan: plan.securityGroup, vpcId: network.vpcId });
    const login = new Administrator(this, "Administrator", { plan, keyArn });
    const users = new Users(this, "Users", { plan, keyArn });
    const broker = new MqBroker(this, "Resource", {
      brokerName: names.broker,
      engineType: settings.engineType,
      engineVersion: settings.version,
      hostInstanceType: settings.instanceType,
      deploymentMode: settings.deploymentMode,
      storageType: settings.storageType,
      autoMinorVersionUpgrade: true,
      publiclyAccessible: false,
      applyImmediately: false,
      // A list that is known after apply is cut by Terraform.
      subnetIds: Token.asList(Fn.slice(network.subnetIds, 0, settings.subnets)),
      securityGroups: [group.id],
      encryptionOptions: { kmsKeyId: keyArn, useAwsOwnedKey: false },
      configuration: { id: configuration.id, revision: configuration.latestRevision },
      logs: { general: true, ...(settings.auditLog && { audit: "true" }) },
      maintenanceWindowStartTime: settings.maintenance,
      user: [
        {
          username: administrator,
          password: login.password,
          ...(settings.engineType === "ActiveMQ" && { groups: [administrators] }),
        },
      ],
      // Users are the function's to change: a change here would make a RabbitMQ broker anew, with all that it holds.
      lifecycle: { ignoreChanges: ["user"], ...(protect && { preventDestroy: true }) },
      // The function is called once the broker stands, and finds every password then.
      dependsOn: [login.version, ...users.versions, ...this.logs(plan)],
    });
    return this.tell(plan, broker, users);
  }

  private logs({ logPolicy }: MqPlan): CloudwatchLogResourcePolicy[] {
    if (logPolicy === undefined) return [];
    const { name: policyName, document: policyDocument } = logPolicy;
    return [new CloudwatchLogResourcePolicy(this, "Logs", { policyName, policyDocument })];
  }

  private tell({ broker: { engineType, deploymentMode }, facts }: MqPlan, broker: MqBroker, users: Users): BuiltSystem {
    const rabbit = engineType === "RabbitMQ";
    const console = broker.instances.get(0).consoleUrl;
    // Of a pair each broker has endpoints of its own; the nodes of a cluster are behind one.
    const instances = deploymentMode === "ACTIVE_STANDBY_MULTI_AZ" ? [0, 1] : [0];
    const endpoints = facts.listeners.map(({ name }, index): [string, string] => [
      name,
      instances.map((one) => Token.asString(Fn.element(broker.instances.get(one).endpoints, index))).join(","),
    ]);
    return {
      outputs: { brokerId: broker.id, console, ...Object.fromEntries(endpoints) },
      functionVariables: {
        broker: rabbit ? { BROKER_ID: broker.id, ENDPOINT: console } : { BROKER_ID: broker.id },
        queues: { ENDPOINT: console },
        export: rabbit ? { ENDPOINT: console } : { BROKER_ID: broker.id },
        // RabbitMQ has one endpoint, of AMQP.
        ...(facts.archive && { replay: { AMQP: Token.asString(Fn.element(broker.instances.get(0).endpoints, 0)) } }),
      },
      scalingResources: {},
      archiveSources: Object.fromEntries(
        (facts.archive?.sources ?? []).map(({ id }) => [
          id,
          { arn: broker.arn, secretArn: users.secretArns[programUsers.archive] },
        ]),
      ),
      assignedLogGroups: Object.fromEntries(
        (facts.assignedLogs ?? []).map(({ id }) => [id, `/aws/amazonmq/broker/${broker.id}/${id}`]),
      ),
    };
  }
}
