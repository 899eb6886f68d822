import * as z from "zod";
import { percent, size } from "../core/spec";

/** What grows by itself. */
export const autoscalingSpec = z
  .strictObject({
    storage: z
      .strictObject({
        target: percent("10%", "80%")
          .prefault("60%")
          .describe("How full the brokers' disks may be before they grow (Amazon MSK: 10 to 80 %, 50 to 60 % advised)"),
        max: size("1GiB", "16TiB").describe("The size of a broker's disk at which it stops growing"),
      })
      .optional()
      .describe("The brokers' disks. They never shrink again"),
  })
  .describe("What grows by itself");
export type AutoscalingSpec = z.output<typeof autoscalingSpec>;
