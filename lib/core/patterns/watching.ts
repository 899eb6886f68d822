import * as z from "zod";
import { duration, percent, reason } from "../spec";

/** Below 95 % a month's errors may come within two days, and the fastest of the alarms on them could never fire. */
const target = percent("95%", "99.99%").describe("How much of the time it is to hold, of 30 days");

const objectives = z
  .strictObject({
    delivery: z
      .strictObject({
        target,
        within: duration("1m", "7d").describe("How long the oldest message may wait for its consumer in a good minute"),
      })
      .optional()
      .describe("Messages reach their consumers in time"),
    availability: z.strictObject({ target }).optional().describe("Messages are taken"),
  })
  .describe("What users may rely on. Alarms tell when errors come so fast that it will not hold");

/** No metric has a larger value (CloudWatch API reference, MetricDatum, 2026-11). */
const mostMeasured = 2 ** 360;

const alarms = z
  .record(
    z.string().min(1),
    z.strictObject({
      off: z.boolean().default(false).describe("Whether there is no such alarm at all"),
      threshold: z
        .number()
        .min(0)
        .max(mostMeasured)
        .optional()
        .describe("From which value on it fires, in the alarm's own unit"),
      reason,
    }),
  )
  .describe("What differs from the usual alarms, by an alarm's id, or by its runbook for all of that kind");

/** How a system or one of its channels is watched, where it is not as usual. */
export const watching = { objectives: objectives.optional(), alarms: alarms.optional() };

const watchingSpec = z.object(watching);
export type Watching = z.output<typeof watchingSpec>;

/** Of channels that an engine has read already, what they say of their watching. */
export function watchingOfChannels(channels: unknown): Readonly<Record<string, Watching>> {
  return z.record(z.string(), watchingSpec).safeParse(channels ?? {}).data ?? {};
}
