import type { IamPermission } from "../../lib/core/grants";
import { planRoleGrant, type GrantRequest } from "../../lib/core/role-grants";
import { planSnsSqs } from "../../lib/engines/sns-sqs";
import { planGrant } from "../../lib/engines/sns-sqs/grants";
import { codesOf, place } from "../support/sns-sqs";

const role = `arn:aws:iam::${place.account}:role/reader`;

describe("a role is granted something where no file says it", () => {
  const plan = planSnsSqs(place, "notifications", { channels: { events: { subscribers: { email: {}, audit: {} } } } });
  const grant = (request: Omit<GrantRequest, "role">, keyArn?: string) => planGrant(plan, { role, ...request }, keyArn);

  test("by an identity policy on exactly that", () => {
    const { name, document } = grant({ verb: "consume", channel: "events", subscriber: "email" }, "arn:key");
    expect(name).toBe("prod-notifications-consume-events-email");
    expect(document).toContain('"Resource":"arn:aws:sqs:eu-west-1:111122223333:prod-notifications-events-email"');
    expect(document).toContain('"Resource":"arn:key"');
    expect(document).not.toContain("events-audit");
  });

  test.each([
    ["no such channel", { verb: "produce", channel: "event" }, ["NotAllowed notifications.event"]],
    [
      "no such subscriber",
      { verb: "consume", channel: "events", subscriber: "x" },
      ["NotAllowed notifications.events"],
    ],
    ["no subscriber", { verb: "consume", channel: "events" }, ["MissingKey notifications.events"]],
    [
      "a group of no stream",
      { verb: "consume", channel: "events", subscriber: "email", group: "g" },
      ["NotAllowed notifications.events"],
    ],
  ] as const)("%s", (_, request, codes) => {
    expect(codesOf(() => grant(request))).toEqual(codes);
  });
});

describe("a stream", () => {
  const grant = (request: Omit<GrantRequest, "role">) =>
    planRoleGrant(
      {
        place,
        name: "clicks",
        prefix: ["prod", "clicks"],
        channels: [{ name: "views", consumedBy: "group", subscribers: [] }],
        permit: (given): IamPermission[] => [
          {
            mechanism: "iam",
            grant: given,
            sid: "Any",
            actions: ["cloudwatch:PutMetricData"],
            resourceArn: "*",
            keyActions: [],
            via: "",
            condition: { StringEquals: { "cloudwatch:namespace": given.group ?? "" } },
          },
        ],
      },
      { role, ...request },
    );

  test("is consumed under a group, and a permission keeps its condition", () => {
    const { name, document } = grant({ verb: "consume", channel: "views", group: "totals" });
    expect(name).toBe("prod-clicks-consume-views-totals");
    expect(document).toContain('"Condition":{"StringEquals":{"cloudwatch:namespace":"totals"}}');
  });

  test("is not consumed without one", () => {
    expect(codesOf(() => grant({ verb: "consume", channel: "views" }))).toEqual(["MissingKey clicks.views"]);
  });
});
