import { Construct } from "constructs";
import { attachRolePolicy, type Grantee } from "../../../core/aws/role-policy";
import { nothingBuilt, type BuiltSystem } from "../../../core/late";
import type { Verb } from "../../../core/grants";
import { original, withLiteralPlan } from "../../../core/literal";
import { constructId } from "../../../core/names";
import { planGrant } from "../grants";
import type { KinesisPlan } from "../plan";
import { Stream } from "./stream";

export interface KinesisProps {
  readonly plan: KinesisPlan;
  /** The key that encrypts the streams; a late reference. A system that exists already may have none. */
  readonly keyArn?: string;
}

/**
 * A messaging system on Kinesis Data Streams. Of one that exists already it builds nothing, and everything else works
 * on it.
 *
 * @throws Error when a system is to be built and has no key
 */
export class Kinesis extends Construct {
  readonly plan: KinesisPlan;
  /** ARNs of the registered consumers, by channel and group. */
  readonly consumerArns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The same as outputs of a stack: readers with a fan-out need them, and AWS assigns them. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly built: BuiltSystem;
  private readonly keyArn: string | undefined;

  constructor(scope: Construct, id: string, props: KinesisProps) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    this.plan = original(plan);
    this.keyArn = keyArn;
    const streams = plan.build ? this.streams(plan, keyArn) : [];
    this.consumerArns = Object.fromEntries(streams.map(([channel, { consumerArns }]) => [channel, consumerArns]));
    this.outputs = Object.fromEntries(
      Object.entries(this.consumerArns).flatMap(([channel, groups]) =>
        Object.entries(groups).map(([group, arn]) => [constructId(`consumer ${channel} ${group}`), arn] as const),
      ),
    );
    const archiveSources = Object.fromEntries(streams.map(([channel, { arn }]) => [channel, { arn }]));
    this.built = { ...nothingBuilt, outputs: this.outputs, archiveSources };
  }

  /**
   * Lets a role of the same account write to a channel, by an identity policy.
   *
   * @throws PlanError when there is no such channel
   */
  grantProduce(role: Grantee, channel: string): void {
    this.grant(role, "produce", channel);
  }

  /**
   * Lets a role of the same account read a channel, and keep the leases of its group, by an identity policy.
   *
   * @param group the consumer group under which it reads; its application of the Kinesis Client Library is named
   *   `<env>-<system>-<channel>-<group>`
   * @throws PlanError when there is no such channel
   */
  grantConsume(role: Grantee, channel: string, group: string): void {
    this.grant(role, "consume", channel, group);
  }

  /**
   * Lets a role of the same account change a channel's shards and retention, by an identity policy.
   *
   * @throws PlanError when there is no such channel
   */
  grantAdminister(role: Grantee, channel: string): void {
    this.grant(role, "administer", channel);
  }

  private streams({ facts, streams }: KinesisPlan, keyArn: string | undefined) {
    if (keyArn === undefined) throw new Error(`${facts.name} cannot be built without keyArn: it is always encrypted`);
    const scope = new Construct(this, "Streams");
    return streams.map(
      (plan) => [plan.channel, new Stream(scope, constructId(plan.channel), { plan, keyArn })] as const,
    );
  }

  private grant(role: Grantee, verb: Verb, channel: string, group?: string): void {
    const request = { role: role.arn, verb, channel, ...(group === undefined ? {} : { group }) };
    attachRolePolicy(this, role, request, planGrant(this.plan, request, this.keyArn));
  }
}
