import * as z from "zod";

const shards = z.number().int().min(1);

/** A stream whose shards the function changes, and within which bounds. */
const streamSpec = z.object({
  name: z.string(),
  arn: z.string(),
  min: shards,
  max: shards,
  targetPercent: z.number(),
  cooldown: z.object({ inSeconds: z.number(), outSeconds: z.number() }),
  schedule: z.array(
    z.object({
      days: z.array(z.string()),
      from: z.string(),
      until: z.string(),
      timeZone: z.string(),
      min: shards,
      max: shards.optional(),
    }),
  ),
});
export type ScaledStream = z.output<typeof streamSpec>;

/** What the function is called with. */
export const eventSpec = z.object({ streams: z.array(streamSpec) });
