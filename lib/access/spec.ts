import * as z from "zod";
import { formatted, identifier } from "../core/spec";
import { account } from "../core/value-forms";

/** Who connects, by name: a role, all of another account, a user of the broker, or a certificate. */
export const clientsSpec = z
  .record(
    identifier,
    z.strictObject({
      role: formatted(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,128}$/, "the ARN of an IAM role")
        .optional()
        .describe("The role that the client runs under, of this account or another one"),
      account: account
        .optional()
        .describe("Another account, all of whose principals may be admitted by their own administrators"),
      user: formatted(
        /^[A-Za-z0-9][A-Za-z0-9._~-]{1,99}$/,
        "a user's name of 2 to 100 letters, digits, '-', '.', '_' and '~'",
      )
        .optional()
        .describe("A user of the broker itself; the password is made in Secrets Manager and never shown"),
      certificate: formatted(/^CN=[^\n]{1,250}$/, "a distinguished name such as CN=billing,O=acme")
        .optional()
        .describe("The distinguished name in the client's certificate (mutual TLS)"),
      runs: z
        .strictObject({
          function: formatted(/^[\w-]{1,64}$/, "a Lambda function's name").optional(),
          service: formatted(/^[\w-]{1,255}\/[\w-]{1,255}$/, "an ECS service as cluster/service").optional(),
        })
        .optional()
        .describe("The Lambda function or ECS service that it is, in this account: what an operator can pause"),
    }),
  )
  .describe("Who connects");
export type ClientsSpec = z.output<typeof clientsSpec>;

const channels = z.array(z.string().min(1)).min(1);

const accessLine = z.strictObject({
  client: z.string().min(1).describe("A name from clients:"),
  produce: channels.optional().describe("Channels that it may send to"),
  consume: channels.optional().describe("Channels that it may receive from"),
  administer: channels.optional().describe("Channels whose settings and dead letters it may handle"),
  subscriber: z
    .string()
    .min(1)
    .optional()
    .describe("The subscriber whose queue it consumes, where channels have subscribers"),
  group: formatted(/^[A-Za-z0-9._-]{1,255}$/, "a name of letters, digits, '.', '-' and '_'")
    .optional()
    .describe("The consumer group under which it reads, where channels are streams"),
});

/** Who may do what with which channel of a system. */
export const accessSpec = z
  .union([z.array(accessLine), z.record(identifier, accessLine)])
  .describe(
    "Which client may do what; other clients are denied. Lines with names merge with those of lower layers, and null removes one; a list replaces the list of a lower layer",
  );
export type AccessSpec = z.output<typeof accessSpec>;
