import * as z from "zod";
import { isLocalTime, minuteOfWeek, weekdays } from "../core/clock";
import { checked, formatted, identifier, reason, timeZone } from "../core/spec";

const localTime = checked(
  (text) => isLocalTime(text) || minuteOfWeek(text) !== undefined,
  "a day such as 2026-12-18, a day and a time such as 2026-12-18T18:00, or a time of each week such as FRIDAY 16:00",
);

const freeze = z.strictObject({
  from: localTime.describe("When it begins; a day alone: with its first minute; FRIDAY 16:00: each week"),
  until: localTime.describe("When it ends, of the same form; a day alone: with its last minute"),
  timeZone: timeZone.default("UTC").describe("Where clocks show these times"),
  owner: z.string().min(1).describe("Who declared it and can lift it"),
  reason: reason.describe("Why nothing may change"),
  systems: z
    .array(identifier)
    .min(1)
    .optional()
    .describe("The systems that it holds for; the whole environment when left out"),
});

/** When an environment may be changed. */
export const maintenanceSpec = z
  .strictObject({
    freezes: z
      .record(identifier, freeze)
      .default({})
      .describe("Times in which nothing is deployed: signalbox check fails in them, unless overridden with a reason"),
  })
  .describe("When the environment may be changed");
export type MaintenanceSpec = z.output<typeof maintenanceSpec>;

/** When AWS may patch what a system runs on. */
export const systemMaintenanceSpec = z
  .strictObject({
    window: z
      .strictObject({
        day: z.enum(weekdays).default("SUNDAY").describe("The day of the week"),
        time: formatted(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of the day such as 03:00")
          .default("03:00")
          .describe("When the two hours begin"),
        zone: timeZone.default("UTC").describe("Where clocks show this time"),
      })
      .optional()
      .describe(
        "The weekly window of up to two hours in which brokers are patched, one after the other. Amazon MQ's alone",
      ),
  })
  .describe("When AWS may patch what the system runs on");
export type SystemMaintenanceSpec = z.output<typeof systemMaintenanceSpec>;
