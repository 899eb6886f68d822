import type { SystemInput } from "../../core/engine";
import type { BrokerPermission } from "../../core/grants";
import type { Place } from "../../core/place";
import type { BrokerPlan } from "./broker";
import type { ReadChannels } from "./channels";
import type { Names } from "./names";
import type { MqPlan } from "./plan";
import type { SystemOptions } from "./spec";

/** All that is known of a system when its facts are told. */
export interface FactsInput {
  readonly place: Place;
  readonly input: SystemInput;
  readonly names: Names;
  readonly options: SystemOptions;
  readonly broker: BrokerPlan;
  readonly read: ReadChannels;
  readonly permissions: readonly BrokerPermission[];
  readonly desired: MqPlan["desired"];
  readonly users: MqPlan["users"];
}
