import * as z from "zod";
import { formatted, identifier } from "../core/spec";

/** Who connects, by name: a role, or all of another account. */
export const clientsSpec = z
  .record(
    identifier,
    z.strictObject({
      role: formatted(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,128}$/, "the ARN of an IAM role")
        .optional()
        .describe("The role that the client runs under, of this account or another one"),
      account: formatted(/^\d{12}$/, "the twelve digits of an AWS account, in quotes")
        .optional()
        .describe("Another account, all of whose principals may be admitted by their own administrators"),
    }),
  )
  .describe("Who connects");
export type ClientsSpec = z.output<typeof clientsSpec>;

const channels = z.array(z.string().min(1)).min(1);

/** Who may do what with which channel of a system. */
export const accessSpec = z
  .array(
    z.strictObject({
      client: z.string().min(1).describe("A name from clients:"),
      produce: channels.optional().describe("Channels that it may send to"),
      consume: channels.optional().describe("Channels that it may receive from"),
      administer: channels.optional().describe("Channels whose settings and dead letters it may handle"),
      subscriber: z
        .string()
        .min(1)
        .optional()
        .describe("The subscriber whose queue it consumes, where channels have subscribers"),
    }),
  )
  .describe("Who may do what; nobody may do anything else");
export type AccessSpec = z.output<typeof accessSpec>;
