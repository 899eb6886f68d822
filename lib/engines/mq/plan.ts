import type { SystemPlan } from "../../core/engine";
import type { Place } from "../../core/place";
import type { SecurityGroupPlan } from "../../core/security-group";
import type { BrokerPlan } from "./broker";
import type { DesiredBroker } from "./functions/desired";
import type { LogPolicyPlan } from "./log-policy";
import type { Names } from "./names";
import type { SecretPlan } from "./secrets";
import type { ChannelTopology } from "./topology";
import type { UserPlan } from "./users";

/** How a client of a queue should be set. */
export interface ClientSettings {
  readonly client: string;
  readonly user: string;
  /** Queues that it consumes, and how many messages it should take at once. */
  readonly prefetch: Readonly<Record<string, number>>;
  /**
   * ActiveMQ: how often a client of OpenWire is to try a message of each queue again itself before it gives it back
   * (`jms.redeliveryPolicy.maximumRedeliveries`); it tries six times where it is not told, on top of the broker.
   */
  readonly redeliveries?: Readonly<Record<string, number>>;
}

/** A broker on Amazon MQ, ready to be built. */
export interface MqPlan extends SystemPlan {
  readonly engine: "mq";
  /** False where the system exists already. */
  readonly build: boolean;
  readonly place: Place;
  readonly protect: boolean;
  readonly names: Names;
  readonly broker: BrokerPlan;
  readonly topology: readonly ChannelTopology[];
  readonly administrator: SecretPlan;
  readonly users: readonly UserPlan[];
  /** Lets ActiveMQ write its logs. */
  readonly logPolicy?: LogPolicyPlan;
  readonly securityGroup: SecurityGroupPlan;
  /** How the broker is to be inside; the function brings it about. */
  readonly desired: DesiredBroker;
  readonly clientSettings: readonly ClientSettings[];
}
