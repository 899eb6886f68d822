import type { SystemPlan } from "../../core/engine";
import type { SystemFacts } from "../../core/facts";
import type { Place } from "../../core/place";
import type { SecurityGroupPlan } from "../../core/security-group";
import type { ScramUser } from "./authentication";
import type { ClientSettings } from "./client-settings";
import type { Cluster } from "./cluster-plan";
import type { BrokerConfiguration } from "./configuration";
import type { DesiredKafka } from "./functions/desired";
import type { Names } from "./names";

/** A system on Amazon MSK, ready to be built. */
export interface MskPlan extends SystemPlan {
  readonly engine: "msk";
  readonly facts: SystemFacts;
  /** False where the system exists already. */
  readonly build: boolean;
  readonly place: Place;
  readonly names: Names;
  readonly protect: boolean;
  readonly cluster: Cluster;
  /** None on Serverless. */
  readonly brokerConfiguration?: BrokerConfiguration;
  readonly securityGroup: SecurityGroupPlan;
  readonly users: readonly ScramUser[];
  /** Literal JSON: who of other accounts may come in. None where nobody may. */
  readonly clusterPolicy?: string;
  readonly desired: DesiredKafka;
  readonly clientSettings: readonly ClientSettings[];
}
