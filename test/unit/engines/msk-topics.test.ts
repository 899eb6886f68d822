import fc from "fast-check";
import {
  KafkaJSAggregateError,
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from "kafkajs";
import * as z from "zod";
import { batchesOf } from "../../../lib/engines/msk/functions/batches";
import { connect } from "../../../lib/engines/msk/functions/connect";
import { desiredKafka, type DesiredAcl, type DesiredTopic } from "../../../lib/engines/msk/functions/desired";
import { explained, isPassing, Refused } from "../../../lib/engines/msk/functions/errors";
import { handler } from "../../../lib/engines/msk/functions/topics";
import { callFunction, refusal } from "../../support/functions/lambda";

const topic = (more: Partial<DesiredTopic> = {}): DesiredTopic => ({
  name: "orders.placed",
  partitions: 6,
  replicationFactor: 3,
  config: {},
  ...more,
});
const acl = (more: Partial<DesiredAcl>): DesiredAcl => ({
  principal: "User:billing",
  resourceType: "topic",
  resourceName: "orders.placed",
  resourcePattern: "literal",
  operations: ["Read"],
  ...more,
});

describe("input", () => {
  const wrong: [string, unknown, RegExp][] = [
    ["no mapping", "x", /expected object/],
    ["a key that is not known", { topics: [], acls: [], more: 1 }, /more/],
    ["no partitions", { topics: [topic({ partitions: 0 })], acls: [] }, /topics\[0\]\.partitions/],
    [
      "a name of 250 characters",
      { topics: [topic({ name: "x".repeat(250) })], acls: [] },
      /is no name that Kafka takes/,
    ],
    ["the name '..'", { topics: [topic({ name: ".." })], acls: [] }, /is no name that Kafka takes/],
    ["a topic twice", { topics: [topic(), topic()], acls: [] }, /'orders\.placed' is there more than once/],
    ["a principal without its kind", { topics: [], acls: [acl({ principal: "billing" })] }, /write User:<name>/],
    ["no operation", { topics: [], acls: [acl({ operations: [] })] }, /operations/],
    [
      "an operation of another kind",
      { topics: [], acls: [acl({ operations: ["IdempotentWrite"] })] },
      /topic; it knows All/,
    ],
    [
      "a cluster of another name",
      { topics: [], acls: [acl({ resourceType: "cluster", operations: ["Describe"] })] },
      /is called kafka-cluster/,
    ],
  ];
  test.each(wrong)("%s", async (_, event, message) => {
    await expect(handler(event)).rejects.toThrow(message);
  });

  test("249 characters are a name", () => {
    expect(desiredKafka.safeParse({ topics: [topic({ name: "x".repeat(249) })], acls: [] }).success).toBe(true);
  });
});

describe("variables", () => {
  const iam = { BOOTSTRAP: "b-1:9098,b-2:9098", AUTHENTICATION: "iam", REGION: "eu-west-1" };
  test.each<[string, Record<string, string>, RegExp | undefined]>([
    ["of IAM", iam, undefined],
    ["of SCRAM", { BOOTSTRAP: "b-1:9096", AUTHENTICATION: "scram", USERNAME: "u", PASSWORD: "p" }, undefined],
    ["no port", { ...iam, BOOTSTRAP: "b-1" }, /BOOTSTRAP/],
    ["no region", { ...iam, REGION: "" }, /REGION/],
    ["no password", { BOOTSTRAP: "b-1:9096", AUTHENTICATION: "scram", USERNAME: "u" }, /PASSWORD/],
    ["another authentication", { ...iam, AUTHENTICATION: "none" }, /AUTHENTICATION/],
    ["plain text to this machine", { ...iam, BOOTSTRAP: "127.0.0.1:1,localhost:2,[::1]:3", TLS: "off" }, undefined],
    [
      "plain text to another one",
      { ...iam, BOOTSTRAP: "127.0.0.1:1,b-1:9098", TLS: "off" },
      /for brokers on this machine/,
    ],
    [
      "plain text to one that looks like this one",
      { ...iam, BOOTSTRAP: "localhost.evil:1", TLS: "off" },
      /on this machine/,
    ],
  ])("%s", (_, variables, message) => {
    const make = () => connect(variables);
    if (message === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(message);
  });
});

test("batches hold everything in its order, and none is too heavy unless it is alone", () => {
  const law = (weights: number[]) => {
    const batches = batchesOf(weights, (weight) => weight);
    expect(batches.flat()).toEqual(weights);
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(100);
      expect(batch.length === 1 || batch.reduce((sum, one) => sum + one, 0) <= 5_000).toBe(true);
    }
  };
  fc.assert(fc.property(fc.array(fc.nat({ max: 6_000 }), { maxLength: 300 }), law));
  expect(batchesOf(Array.from({ length: 101 }, (_, i) => i)).map(({ length }) => length)).toEqual([100, 1]);
});

describe("as Lambda has it", () => {
  test("the program loads with no package but the SDK's clients", async () => {
    const { errorMessage } = refusal(await callFunction("engines/msk/functions/topics", {}, {}));
    expect(errorMessage).toMatch(/the input is wrong/);
  });

  test("it signs a request to connect with the role's credentials", async () => {
    const credentials = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "x", AWS_SESSION_TOKEN: "session" };
    const answer = await callFunction("../test/support/functions/token", {}, credentials);
    const { value } = z.object({ value: z.string() }).parse("result" in answer ? answer.result : answer);
    const { host, searchParams } = new URL(Buffer.from(value, "base64url").toString());
    expect(host).toBe("kafka.eu-west-1.amazonaws.com");
    expect(searchParams.get("Action")).toBe("kafka-cluster:Connect");
    expect(searchParams.get("X-Amz-Credential")).toMatch(/^AKIATEST\/\d{8}\/eu-west-1\/kafka-cluster\/aws4_request$/);
    expect(searchParams.get("X-Amz-Security-Token")).toBe("session");
  });
});

describe("errors", () => {
  const protocol = (type: string, retriable: boolean) =>
    Object.assign(new KafkaJSProtocolError(type), { type, retriable });
  test.each<[string, unknown, boolean]>([
    ["a controller that moved", protocol("NOT_CONTROLLER", true), true],
    ["a connection that broke", new KafkaJSConnectionError("closed"), true],
    ["no right to do it", protocol("TOPIC_AUTHORIZATION_FAILED", false), false],
    ["a minute of vain tries", new KafkaJSNumberOfRetriesExceeded("away", { retryCount: 10, retryTime: 1 }), false],
    [
      "a topic that was made by the try before",
      new KafkaJSAggregateError("", [protocol("TOPIC_ALREADY_EXISTS", false)]),
      true,
    ],
    [
      "one topic of two that Kafka refuses",
      new KafkaJSAggregateError("", [protocol("X", true), protocol("Y", false)]),
      false,
    ],
    ["a mistake of ours", new TypeError("x"), false],
  ])("%s: passing %s", (_, error, passing) => {
    expect(isPassing(error)).toBe(passing);
  });

  test("an error of Kafka's names the cluster; one of ours is left as it is", () => {
    const both = new KafkaJSAggregateError("", [protocol("A_AUTHORIZATION_FAILED", false), protocol("B", false)]);
    expect(String(explained(both, "b-1:9098"))).toMatch(
      /the cluster at b-1:9098: A_AUTHORIZATION_FAILED; B; the function's role or user must be let/,
    );
    expect(String(explained(new KafkaJSConnectionError("closed"), "b-1:9098"))).toBe(
      "Error: the cluster at b-1:9098: closed",
    );
    const ours = new Refused([]);
    expect(explained(ours, "b-1:9098")).toBe(ours);
  });
});
