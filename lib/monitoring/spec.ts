import * as z from "zod";
import type { Severity } from "../core/facts";
import { formatted } from "../core/spec";
import { emailAddress, httpsAddress } from "../core/value-forms";

const secret = z
  .strictObject({ secret: formatted(/^[A-Za-z0-9/_+=.@-]{1,512}$/, "the name of a secret") })
  .describe("A secret in Secrets Manager whose whole text is the address");

/**
 * PagerDuty, CloudWatch integration guide: `events.pagerduty.com/integration/<key>/enqueue`, in the European service
 * region `events.eu.pagerduty.com`; 2026-11.
 */
const pagerDuty = formatted(
  /^https:\/\/events\.(eu\.)?pagerduty\.com\/(integration\/[A-Za-z0-9]+\/enqueue|x-ere\/[A-Za-z0-9]+)$/,
  "the address of a CloudWatch integration of PagerDuty, https://events.pagerduty.com/integration/KEY/enqueue",
);
/** Opsgenie, CloudWatch and Amazon SNS integrations: `api.opsgenie.com/v1/json/cloudwatch?apiKey=<key>`; 2026-11. */
const opsgenie = formatted(
  /^https:\/\/api\.(eu\.)?opsgenie\.com\/v1\/json\/(cloudwatch|amazonsns)\?apiKey=[A-Za-z0-9-]+$/,
  "the address of a CloudWatch integration of Opsgenie, https://api.opsgenie.com/v1/json/cloudwatch?apiKey=KEY",
);

const pager = (address: z.ZodString, whose: string) =>
  z
    .array(z.union([address, secret]))
    .min(1)
    .default([])
    .describe(`Integrations of ${whose}. The address holds its key: better { secret: NAME } than the address itself`);

/** Forms of ids: AWS Chatbot API reference, CreateSlackChannelConfiguration and CreateTeamsChannelConfiguration, 2026-11. */
const slack = z.strictObject({
  workspace: formatted(/^[0-9A-Z]{1,255}$/, "the id of a Slack workspace such as T012ABCDE").describe(
    "The workspace's id; somebody lets AWS into it once, in the console of Amazon Q Developer in chat applications",
  ),
  channel: formatted(/^[A-Za-z0-9]{1,255}$/, "the id of a Slack channel such as C012ABCDE").describe(
    "The channel's id",
  ),
});
const uuid = formatted(/^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/, "a UUID");
const teams = z.strictObject({
  tenant: uuid.describe("The tenant's id"),
  team: uuid.describe("The team's id"),
  channel: formatted(/^[A-Za-z0-9%:@._-]{1,512}$/, "the id of a channel, as its link has it").describe(
    "The channel's id",
  ),
});

const destination = z.strictObject({
  email: z.array(emailAddress).min(1).default([]).describe("Addresses; each confirms once"),
  https: z
    .array(z.union([httpsAddress, secret]))
    .min(1)
    .default([])
    .describe("Endpoints that speak SNS; each confirms by itself. With { secret: NAME } the address is in no file"),
  pagerduty: pager(pagerDuty, "PagerDuty"),
  opsgenie: pager(opsgenie, "Opsgenie"),
  slack: z.array(slack).min(1).default([]).describe("Channels of Slack"),
  teams: z.array(teams).min(1).default([]).describe("Channels of Microsoft Teams"),
});
export type Destination = z.output<typeof destination>;

export const severities = ["page", "ticket"] as const satisfies readonly Severity[];

/** Who is told when an alarm fires. */
export const alertsSpec = z
  .strictObject({
    routes: z
      .record(
        formatted(
          /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/,
          "the name of a team, up to 64 letters, digits, ' ', '.', '_', '-'",
        ),
        z.strictObject({
          page: destination.optional().describe("Who is woken"),
          ticket: destination.optional().describe("Where what can wait until the morning goes"),
        }),
      )
      .default({})
      .describe(
        "By team. Alarms go to whoever owns the channel or system; what a team has no route for goes the way of the environment's owner",
      ),
  })
  .describe("Who is told when an alarm fires");
export type AlertsSpec = z.output<typeof alertsSpec>;
