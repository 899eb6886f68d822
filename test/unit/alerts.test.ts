import { Testing } from "cdktf";
import * as z from "zod";
import { Issues } from "../../lib/core/issues";
import { planSnsSqs } from "../../lib/engines/sns-sqs";
import { alertsKeyUses, planAlerts, topicArnOf, undeliveredSignals } from "../../lib/monitoring/alerts";
import { audienceOf } from "../../lib/monitoring/audience";
import { Alerts } from "../../lib/monitoring/aws";
import { planOverview } from "../../lib/monitoring/overview";
import { planAlarms } from "../../lib/monitoring/plan";
import { checkTold, untold } from "../../lib/monitoring/routes";
import { alertsSpec } from "../../lib/monitoring/spec";
import { queues, toldOf } from "../support/alarms";
import { place } from "../support/sns-sqs";

const bodies = z.record(z.string(), z.looseObject({ protocol: z.string().optional() }));
const stackSpec = z.object({
  resource: z.object({ aws_sns_topic_subscription: bodies }),
  data: z.object({ aws_secretsmanager_secret_version: bodies }),
});
const bodySpec = z.object({ widgets: z.array(z.object({ properties: z.looseObject({ title: z.string() }) })) });

describe("routes", () => {
  const rules = "arn:aws:events:eu-west-1:111122223333:rule/prod-maintenance-*";
  const slack = { workspace: "T012ABCDE", channel: "C012ABCDE" };
  const key = "https://events.pagerduty.com/integration/0123456789abcdef/enqueue";
  const plan = planAlerts(
    place,
    "platform",
    alertsSpec.parse({
      routes: {
        platform: {
          page: { email: ["a@acme.example", "a@acme.example"], slack: [slack, slack] },
          ticket: { slack: [slack] },
        },
        "shop floor": {
          page: { pagerduty: [key, { secret: "alerts/pager" }], https: ["https://hook.acme.example/x"] },
        },
      },
    }),
    { protect: true, rules: [rules] },
  );

  test("pages of the environment's owner keep their topic; a team has one for each severity that it names", () => {
    expect(plan.topics.map(({ team, severity, name }) => [team, severity, name])).toEqual([
      [undefined, "page", "prod-alerts"],
      [undefined, "ticket", "prod-alerts-ticket"],
      ["shop floor", "page", expect.stringMatching(/^prod-alerts-shop-floor-page-[0-9a-f]{8}$/)],
    ]);
    expect(plan.topics[0]?.subscriptions).toEqual([{ protocol: "email", endpoint: "a@acme.example", confirms: false }]);
    for (const { policy, arn } of plan.topics)
      expect(JSON.parse(policy)).toMatchObject({
        Statement: [
          { Sid: "DenyPlainText", Effect: "Deny" },
          { Sid: "DenyOtherAccounts", Effect: "Deny" },
          {
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Resource: arn,
            Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:prod-*" } },
          },
        ],
      });
  });

  test.each([
    ["shop floor", "page", { team: "shop floor", severity: "page" }],
    ["shop floor", "ticket", { severity: "ticket" }],
    ["nobody", "page", { severity: "page" }],
    [undefined, "page", { severity: "page" }],
  ] as const)("what %s owns makes a %s for %j", (owner, severity, audience) => {
    expect(audienceOf(plan.topics, owner, severity)).toEqual(audience);
    expect(topicArnOf(plan, audience)).toMatch(/^arn:aws:sns:eu-west-1:111122223333:prod-alerts/);
  });

  test("the owner of a channel is told, and else the owner of the system", () => {
    const routes = [{ team: "shop", severity: "page" }] as const;
    const channels = { mine: { owner: "shop" }, other: {} };
    const { facts } = planSnsSqs(place, "work", { pattern: "work-queue", channels });
    const alarms = planAlarms(place, facts, { routes });
    expect(toldOf(alarms, "mine-dead-letters")).toEqual([{ team: "shop", severity: "page" }]);
    expect(toldOf(alarms, "mine-in-flight")).toEqual([{ severity: "ticket" }]);
    expect(toldOf(alarms, "other-dead-letters")).toEqual([{ severity: "page" }]);
  });

  test("a channel of a chat application has one configuration, with every topic that goes there", () => {
    expect(plan.chats?.chats).toMatchObject([
      { kind: "slack", ...slack, topicArns: plan.topics.slice(0, 2).map(({ arn }) => arn) },
    ]);
    const teams = {
      tenant: "00000000-0000-0000-0000-000000000001",
      team: "00000000-0000-0000-0000-000000000002",
      channel: "19%3aabc%40thread.tacv2",
    };
    const other = planAlerts(
      place,
      "platform",
      alertsSpec.parse({ routes: { platform: { ticket: { teams: [teams] } } } }),
      { protect: true, rules: [rules] },
    );
    expect(other.chats?.chats).toMatchObject([{ kind: "teams", ...teams, topicArns: [other.topics[1]?.arn] }]);
    const made = Testing.synthScope((scope) => void new Alerts(scope, "Alerts", { plan: other, keyArn: "arn" }));
    expect(made).toContain('"aws_chatbot_teams_channel_configuration"');
    expect(plan.chats?.guardrail.document).not.toMatch(/"\*:|:\*"/);
  });

  test("what an endpoint does not take is set aside, and told both ways", () => {
    const alarms = planAlarms(place, { name: "foundation", signals: [] }, { further: undeliveredSignals(plan) });
    expect(alarms.alarms.map(({ to }) => to)).toEqual([[{ severity: "page" }], [{ severity: "ticket" }]]);
    expect(JSON.parse(plan.undelivered.policy)).toMatchObject({
      Statement: [
        {},
        {},
        { Condition: { ArnEquals: { "aws:SourceArn": plan.topics.map(({ arn }) => arn) } } },
        { Principal: { Service: "events.amazonaws.com" }, Condition: { ArnLike: { "aws:SourceArn": rules } } },
      ],
    });
    expect(alertsKeyUses(place, plan).map(({ sid }) => sid)).toEqual(["AlarmsPublishAlerts", "TopicsSetAlertsAside"]);
  });

  test("an address with a key in it is in no id, and a secret one nowhere at all", () => {
    const json = Testing.synthScope((scope) => {
      new Alerts(scope, "Alerts", { plan, keyArn: "arn:aws:kms:eu-west-1:111122223333:key/k" });
    });
    const made = stackSpec.parse(JSON.parse(json));
    const subscriptions = Object.entries(made.resource.aws_sns_topic_subscription);
    expect(subscriptions.map(([id]) => id).join()).not.toContain("0123456789abcdef");
    const pagers = subscriptions.filter(([, body]) => body.endpoint_auto_confirms === true);
    expect(pagers.map(([, { endpoint }]) => endpoint)).toEqual([
      expect.stringMatching(/^\$\{data\.aws_secretsmanager_secret_version\.\S+\.secret_string\}$/),
      key,
    ]);
    for (const [, { protocol, redrive_policy }] of subscriptions)
      expect(redrive_policy).toBe(protocol === "https" ? plan.undelivered.redrivePolicy : undefined);
    expect(Object.values(made.data.aws_secretsmanager_secret_version)).toMatchObject([
      { secret_id: "alerts/pager", depends_on: [expect.stringContaining("aws_sns_topic.Alerts_shop-floor-page")] },
    ]);
  });
});

test("the overview shows which alarms fire, and of a large system as many lines as one tells apart", () => {
  const { facts, plan } = queues(21);
  const { name, body } = planOverview(place, planAlarms(place, { name: "foundation", signals: [] }), [
    { facts, alarms: plan },
  ]);
  expect(name).toBe("prod");
  expect(bodySpec.parse(JSON.parse(body)).widgets.map(({ properties }) => properties.title)).toEqual([
    "work",
    "work: ApproximateNumberOfMessagesVisible (dead-letters), 20 of 21",
    "work: ApproximateAgeOfOldestMessage (oldest-message), 20 of 21",
  ]);
  expect(body).toContain("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:prod-work-dead-letters_page");
});

describe("who is told", () => {
  const to = { email: ["a@acme.example"] };
  const chat = { slack: [{ workspace: "T012ABCDE", channel: "C012ABCDE" }] };
  const told = (routes: object): string[] => {
    const issues = new Issues();
    checkTold(alertsSpec.parse({ routes }), "platform", issues);
    return issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`);
  };

  test.each([
    ["the owner, of all", { platform: { page: to, ticket: chat } }, []],
    ["the owner, and a team of some", { platform: { page: to, ticket: to }, shop: { page: to } }, []],
    ["nobody is asked for", {}, []],
    ["not of pages", { platform: { ticket: to } }, ["NobodyTold alerts.routes.platform"]],
    ["not of tickets", { platform: { page: to } }, ["NobodyTold alerts.routes.platform"]],
    ["a team alone", { shop: { page: to, ticket: to } }, ["NobodyTold alerts.routes"]],
    [
      "an owner without a way",
      { platform: {} },
      ["RouteEmpty alerts.routes.platform", "NobodyTold alerts.routes.platform"],
    ],
    ["a severity of nobody", { platform: { page: to, ticket: {} } }, ["RouteEmpty alerts.routes.platform.ticket"]],
  ])("%s", (_, routes, issues) => expect(told(routes)).toEqual(issues));

  test.each([
    ["with protection, and no route", true, {}, 1],
    ["without protection", false, {}, 0],
    ["an address", true, { platform: { page: to } }, 0],
    ["a chat", true, { platform: { ticket: chat } }, 0],
  ])("a check warns: %s", (_, protect, routes, warnings) => {
    const plan = planAlerts(place, "platform", alertsSpec.parse({ routes }), { protect, rules: [] });
    expect(untold(plan)).toHaveLength(warnings);
  });
});
