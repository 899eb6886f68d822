import * as z from "zod";
import { shortWeekdays } from "../core/clock";
import { duration, formatted, identifier, percent, size, timeZone } from "../core/spec";
import { limits } from "./limits";

const storage = z
  .strictObject({
    target: percent("10%", "80%")
      .prefault("60%")
      .describe("How full the brokers' disks may be before they grow (Amazon MSK: 10 to 80 %, 50 to 60 % advised)"),
    max: size("1GiB", "16TiB").describe("The size of a broker's disk at which it stops growing"),
  })
  .describe("The brokers' disks. They grow by a tenth, 10 GiB at least, every six hours at most, and never shrink");

const clock = formatted(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of the day such as 07:30");
const shards = z.int().min(1).max(limits.shards);

const window = z
  .strictObject({
    days: z
      .array(z.enum(shortWeekdays))
      .min(1)
      .default([...shortWeekdays])
      .describe("Days of the week on which it begins"),
    from: clock.describe("When it begins"),
    until: clock.describe("When it ends; the next day when it is not after from"),
    timeZone: timeZone.default("UTC").describe("Where clocks show these times"),
    min: shards.describe("The least shards in that time"),
    max: shards.optional().describe("The most shards in that time; the channel's own max when left out"),
  })
  .describe("A time with bounds of its own");
export type Window = z.output<typeof window>;

const partitions = z
  .strictObject({
    min: shards.describe("The least shards"),
    max: shards.describe("The most shards"),
    target: percent("10%", "90%")
      .prefault("70%")
      .describe("How much of what the shards take in bytes and in records may be used, in the busiest minute"),
    cooldown: z
      .strictObject({
        out: duration("5m", "1d").prefault("15m").describe("How long no shards are added after a change"),
        in: duration("1h", "1d")
          .prefault("6h")
          .describe("How long no shards are taken after a change, and for how long fewer must have been enough"),
      })
      .prefault({}),
    schedule: z
      .array(window)
      .default([])
      .describe("Times of the week with bounds of their own. Where two meet, the first one holds"),
  })
  .describe("The shards of a provisioned stream, between two bounds");
export type PartitionsSpec = z.output<typeof partitions>;

const consumer = z
  .strictObject({
    consume: z.string().min(1).describe("The channel; access: admits the client to it"),
    subscriber: z
      .string()
      .min(1)
      .optional()
      .describe("The subscriber, where the client consumes several of the channel"),
    group: z.string().min(1).optional().describe("The consumer group, where the client reads the channel in several"),
    min: z.int().min(0).default(1).describe("The least tasks. 0 lets them sleep where the measure can wake them"),
    max: z.int().min(1).max(limits.tasks).describe("The most tasks"),
    target: z
      .strictObject({
        age: duration("1s", "7d").optional().describe("How long a message may wait, or how far a group may be behind"),
        backlogPerTask: z.int().min(1).optional().describe("How many messages may wait for each task"),
      })
      .describe("What is held: one of the two"),
    cooldown: z
      .strictObject({
        out: duration("0s", "1h").prefault("1m").describe("How long no more tasks are added after some were"),
        in: duration("0s", "1d")
          .optional()
          .describe("How long no more tasks are taken after some were; 5m when left out, and 1h where age is held"),
      })
      .prefault({}),
  })
  .describe("A consumer that has as many tasks as its backlog needs: the ECS service that runs: of the client names");
export type ConsumerSpec = z.output<typeof consumer>;

/** What grows and shrinks by itself. */
export const autoscalingSpec = z
  .strictObject({
    storage: storage.optional(),
    partitions: z.record(identifier, partitions).default({}).describe("Streams whose shards follow load and clock"),
    consumers: z
      .record(identifier, consumer)
      .default({})
      .describe("Consumers that follow their backlog, by the name of their client"),
  })
  .describe("What grows and shrinks by itself");
export type AutoscalingSpec = z.output<typeof autoscalingSpec>;
