import * as z from "zod";
import { dataClasses } from "../place";
import { durationText } from "../quantities";
import { computed, duration } from "../spec";
import { tagValue } from "../value-forms";
import { watching } from "./watching";

/** What a channel of every pattern says. */
export const channelBase = {
  description: z.string().optional().describe("What the channel is for, in a sentence"),
  owner: tagValue.optional().describe("Who answers for the channel; the environment's owner when left out"),
  costCentre: tagValue.optional().describe("Who pays; the environment's cost centre when left out"),
  dataClass: z
    .enum(dataClasses)
    .optional()
    .describe("How sensitive its messages are; the environment's class when left out"),
  ...watching,
};

const handlerTime = duration("1s", "12h")
  .optional()
  .describe("How long the consumer needs for one message at most; ackDeadline must not be shorter");
const retention = duration("1m", "13d")
  .prefault("4d")
  .describe("How long a message waits for a consumer. Its dead letter waits 14d, so at most 13d");

/** Seconds of `ackDeadline` where it is left out: six times the handler's time, 30 without one; 12 h at most. */
export const ackDeadlineFor = (handlerSeconds: number | undefined): number =>
  Math.min(6 * (handlerSeconds ?? 5), 12 * 3600);
/** Seconds of `maxAge` where it is left out. */
export const maxAgeFor = (retentionSeconds: number): number => retentionSeconds / 2;

/** What a queue promises to its consumers, in terms that every engine with queues has. */
export const consuming = {
  ackDeadline: duration("1s", "12h")
    .optional()
    .describe(
      "How long a consumer may hold a message before another one gets it. Six times handlerTime when that is given, else 30s",
    )
    .register(computed, {
      compute: (beside) => {
        const read = z.object({ handlerTime }).safeParse(beside);
        return read.success ? durationText(ackDeadlineFor(read.data.handlerTime)) : undefined;
      },
    }),
  handlerTime,
  maxDeliveries: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe("Deliveries after which a message goes to the dead letters (SQS: 1 to 1,000)"),
  retention,
  maxAge: duration("1m", "13d")
    .optional()
    .describe("Age of the oldest message from which on an alarm tells. Half the retention when left out")
    .register(computed, {
      compute: (beside) => {
        const read = z.object({ retention }).safeParse(beside);
        return read.success ? durationText(maxAgeFor(read.data.retention)) : undefined;
      },
    }),
};
