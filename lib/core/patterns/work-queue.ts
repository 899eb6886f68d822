import * as z from "zod";
import { channelBase, consuming } from "./channel";

/** The channels of the pattern `work-queue`: each message goes to one of the consumers that compete for it. */
export function workQueueChannel<C extends z.ZodRawShape>(own: { readonly channel: C }) {
  return z.strictObject({
    ...channelBase,
    ...consuming,
    ordered: z
      .boolean()
      .default(false)
      .describe("Whether the messages of one group keep their order. Changing it makes the queue anew"),
    ...own.channel,
  });
}
