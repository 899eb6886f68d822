import { gzipSync } from "node:zlib";
import { batchesOf, documentsOf, handler } from "../../lib/logging/functions/documents";
import { Issues } from "../../lib/core/issues";
import { planSinks } from "../../lib/logging/sinks";
import { sinkSpec } from "../../lib/logging/sinks-spec";
import { loggingSpec } from "../../lib/logging/spec";
import { checkToken } from "../../lib/logging/token";
import { planned } from "../support/environments";
import { decide } from "../support/iam";
import { place } from "../support/sns-sqs";

const record = (messageType: string, texts: string[]) =>
  gzipSync(
    JSON.stringify({
      messageType,
      logGroup: "group",
      logStream: "stream",
      logEvents: texts.map((message, index) => ({ id: String(index), timestamp: 0, message })),
    }),
  );

test("a record becomes one document an event; control messages none; what was handed back stays", () => {
  expect(documentsOf(record("DATA_MESSAGE", ["a", "b"])).map((text): unknown => JSON.parse(text))).toMatchObject([
    { "@timestamp": "1970-01-01T00:00:00.000Z", logGroup: "group", logStream: "stream", message: "a" },
    { message: "b" },
  ]);
  expect(documentsOf(record("CONTROL_MESSAGE", ["a"]))).toEqual([]);
  expect(documentsOf(Buffer.from("{}"))).toEqual(["{}"]);
});

test("what cannot be read fails with its data, so that Firehose keeps it", async () => {
  const data = Buffer.from([0x1f, 0x8b, 0]).toString("base64");
  const silent = jest.spyOn(console, "error").mockImplementation(() => undefined);
  expect(await handler({ records: [{ recordId: "1", data }] })).toEqual({
    records: [{ recordId: "1", result: "ProcessingFailed", data }],
  });
  silent.mockRestore();
});

test("batches hold 500 records and 4 MiB at most", () => {
  const lengths = (documents: readonly string[]) => batchesOf(documents).map(({ length }) => length);
  const half = "x".repeat(2 * 1_024 ** 2);
  expect(lengths(Array.from({ length: 500 }, () => "x"))).toEqual([500]);
  expect(lengths(Array.from({ length: 501 }, () => "x"))).toEqual([500, 1]);
  expect(lengths([half, half])).toEqual([2]);
  expect(lengths([half, `${half}x`])).toEqual([1, 1]);
});

const prod = planned("prod");

test("every log of prod goes to one or two sinks, or the plan says that it is withheld", () => {
  for (const { delivery, logGroups } of prod.systems) {
    const told = new Set(delivery?.subscriptions.map(({ log }) => log));
    const silent = logGroups.map(({ id }) => id).filter((id) => !told.has(id));
    expect(silent.filter((id) => !["log-delivery", "function-log-documents"].includes(id))).toEqual([]);
    for (const log of told)
      expect(delivery?.subscriptions.filter((one) => one.log === log).length).toBeLessThanOrEqual(2);
  }
});

test("a delivery writes below its own prefix, and CloudWatch hands over to this stack's streams alone", async () => {
  const { account } = prod.place;
  const all = prod.systems.flatMap(({ delivery }) => delivery ?? []);
  const stream = all[0]?.streams.find(({ target }) => target.kind === "s3");
  const ask = (action: string, resource: string, document = "") =>
    decide({ principal: `arn:aws:iam::${account}:role/x`, action, resource, account, identityPolicies: [document] });
  const own = `${stream?.bucketArn}/operational/${prod.systems[0]?.name}/x`;
  expect(await ask("s3:PutObject", own, stream?.role.document)).toBe("allowed");
  expect(await ask("s3:PutObject", `${stream?.bucketArn}/audit/foundation/x`, stream?.role.document)).toBe("denied");
  expect(await ask("firehose:PutRecord", stream?.arn ?? "", all[0]?.role.document)).toBe("allowed");
  expect(await ask("firehose:PutRecord", stream?.arn ?? "", all[1]?.role.document)).toBe("denied");
});

describe("Splunk's token", () => {
  const secret = (name: string, where = "eu-west-1:111122223333") => `arn:aws:secretsmanager:${where}:secret:${name}`;
  const key = (where: string) => `arn:aws:kms:${where}:key/00000000-0000-0000-0000-000000000000`;

  test.each([
    ["splunk-Ab12Cd", true],
    ["live/splunk-000000", true],
    ["live/splunk", false],
    ["live/splunk-Ab12C", false],
    ["-Ab12Cd", false],
    ["live/splunk-??????", false],
  ])("is named by a whole ARN: %s: %p", (name, whole) => {
    const splunk = { endpoint: "https://splunk.acme.example:8088", token: secret(name) };
    expect(sinkSpec.safeParse({ splunk }).success).toBe(whole);
  });

  test.each([
    ["here", { token: secret("x-Ab12Cd") }, []],
    ["here, with a key", { token: secret("x-Ab12Cd"), tokenKey: key("eu-west-1:111122223333") }, []],
    ["another account's", { token: secret("x-Ab12Cd", "eu-west-1:444455556666") }, ["token"]],
    [
      "another account's, with a key",
      { token: secret("x-Ab12Cd", "eu-west-1:444455556666"), tokenKey: key("eu-west-1:444455556666") },
      [],
    ],
    ["in another region", { token: secret("x-Ab12Cd", "eu-west-2:111122223333") }, ["token"]],
    [
      "here, with a key of another region",
      { token: secret("x-Ab12Cd"), tokenKey: key("eu-west-2:111122223333") },
      ["tokenKey"],
    ],
  ])("is within reach: %s", (_, spec, found) => {
    const issues = new Issues();
    checkToken(place, spec, [], issues);
    expect(issues.all.map(({ kind, path }) => [kind.code, ...path])).toEqual(
      found.map((at) => ["TokenOutOfReach", at]),
    );
  });
});

describe("an archive's times", () => {
  const planOf = (s3: object) => {
    const issues = new Issues();
    const logging = loggingSpec.parse({ sinks: { archive: { s3 } } });
    const { bucket } = planSinks(place, logging, undefined, true, issues);
    return { bucket, found: issues.all.map(({ kind, path }) => `${kind.code} ${path.slice(4).join(".")}`) };
  };
  const retention = { operational: "400d", audit: "6y" };
  const lock = "SinkLockAboveRetention objectLock.retention";

  test.each([
    ["a lock of the same time", { objectLock: { retention: "400d" } }, []],
    ["a longer lock", { objectLock: { retention: "401d" } }, [lock]],
    ["a longer lock than that of logs it does not take", { logs: ["audit"], objectLock: { retention: "401d" } }, []],
    ["a move before the longest retention", { coldAfter: "400d" }, []],
    ["a move at the only retention", { logs: ["operational"], coldAfter: "400d" }, ["ColdAfterRetention coldAfter"]],
    ["a move a day before it", { logs: ["operational"], coldAfter: "399d" }, []],
    ["nothing said, and an end before the usual move", { retention: { operational: "30d", audit: "30d" } }, []],
  ])("%s", (_, spec, found) => expect(planOf({ retention, ...spec }).found).toEqual(found));

  test("objects move after 90 days where nothing is said, and not where they end before", () => {
    const { bucket } = planOf({ retention: { operational: "90d", audit: "91d" } });
    expect(bucket?.ends?.map(({ prefix, coldDays }) => [prefix, coldDays])).toEqual([
      ["operational/", undefined],
      ["audit/", 90],
      ["failed/", undefined],
    ]);
  });
});
