import * as z from "zod";
import { formatted } from "../core/spec";

/** Who is told when an alarm fires. */
export const alertsSpec = z
  .strictObject({
    email: z
      .array(formatted(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"))
      .default([])
      .describe("Addresses that get every alarm; each confirms once"),
    https: z
      .array(formatted(/^https:\/\/[^\s/]+(\/\S*)?$/, "an https address"))
      .default([])
      .describe("Endpoints that get every alarm, of a pager for example"),
  })
  .describe("Who is told when an alarm fires");
export type AlertsSpec = z.output<typeof alertsSpec>;
