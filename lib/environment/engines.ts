import type { Engine } from "../core/engine";
import { mq, type MqPlan } from "../engines/mq";
import { snsSqs, type SnsSqsPlan } from "../engines/sns-sqs";

/** The plan of a system on any engine. */
export type AnySystemPlan = SnsSqsPlan | MqPlan;

/** Every engine that can be named in an environment file. */
export const engines: readonly Engine<AnySystemPlan>[] = [snsSqs, mq];
