import type { Engine } from "../core/engine";
import { kinesis, type KinesisPlan } from "../engines/kinesis";
import { mq, type MqPlan } from "../engines/mq";
import { msk, type MskPlan } from "../engines/msk";
import { snsSqs, type SnsSqsPlan } from "../engines/sns-sqs";

/** The plan of a system on any engine. */
export type AnySystemPlan = SnsSqsPlan | KinesisPlan | MskPlan | MqPlan;

/** Every engine that can be named in an environment file. */
export const engines: readonly Engine<AnySystemPlan>[] = [snsSqs, kinesis, msk, mq];
