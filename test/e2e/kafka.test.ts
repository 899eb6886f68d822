import { setTimeout as wait } from "node:timers/promises";
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  KafkaJSAggregateError,
  KafkaJSProtocolError,
  ResourcePatternTypes,
  type Admin,
} from "kafkajs";
import type { Report } from "../../lib/engines/msk/functions/bring-about";
import type { DesiredKafka } from "../../lib/engines/msk/functions/desired";
import { callFunction, refusal } from "../support/functions/lambda";
import { attemptsOn } from "../support/kafka/attempts";
import { runJavaClient, scramProperties, type Tool } from "../support/kafka/java-client";
import { startKafka, type RunningKafka } from "../support/kafka/kafka";
import { brokerConfiguration, consumerProperties, desired, producerProperties } from "../support/kafka/planned";

/** The users whom the cluster knows; `nobody` is none. */
const userNames = ["admin", "checkout", "billing", "stranger"] as const;
type UserName = (typeof userNames)[number] | "nobody";
const user = (name: UserName) => ({ name, password: `${name}-password` });
/** Milliseconds until every broker knows what the controller did. */
const tellEveryBroker = 1_000;
let kafka: RunningKafka;
let admin: Admin;

beforeAll(async () => {
  kafka = await startKafka({ brokerConfiguration, users: userNames.map(user), superUsers: ["admin"] });
  admin = kafka.client(user("admin")).admin();
  await admin.connect();
});
afterAll(async () => {
  await admin?.disconnect();
  await kafka?.stop();
});

const callTopics = (event: unknown, name: UserName = "admin") =>
  callFunction("engines/msk/functions/topics", event, {
    BOOTSTRAP: kafka.bootstrap,
    AUTHENTICATION: "scram",
    USERNAME: name,
    PASSWORD: user(name).password,
    TLS: "off",
  });
const placed = desired.topics[0]!;
const state = desired.topics[1]!;
/** The desired state with another `orders.placed`. */
const withPlaced = (more: Partial<typeof placed>): DesiredKafka => ({
  ...desired,
  topics: [{ ...placed, ...more }, state],
});
const wider = withPlaced({ partitions: 8, config: { "min.insync.replicas": "2", "retention.ms": "86400000" } });
const nothing: Report = {
  created: [],
  widened: [],
  reconfigured: [],
  aclsAdded: [],
  aclsRemoved: [],
  unchanged: [placed.name, state.name],
  unmanaged: { topics: [], acls: [] },
};
/** Written by hand: the two users of each client, which take turns when passwords change, have the same rights. */
const entries = [
  ...["checkout", "checkout-next"].flatMap((name) => [
    `User:${name} allow IdempotentWrite on cluster literal kafka-cluster from *`,
    `User:${name} allow Describe on topic literal orders.placed from *`,
    `User:${name} allow Write on topic literal orders.placed from *`,
    `User:${name} allow Describe on transactional-id prefixed checkout- from *`,
    `User:${name} allow Write on transactional-id prefixed checkout- from *`,
  ]),
  ...["billing", "billing-next"].flatMap((name) => [
    `User:${name} allow Describe on topic literal orders.placed from *`,
    `User:${name} allow Read on topic literal orders.placed from *`,
    `User:${name} allow Describe on group literal billing from *`,
    `User:${name} allow Read on group literal billing from *`,
  ]),
];

describe("the function", () => {
  test("makes what is missing", async () => {
    const made = { ...nothing, created: [placed.name, state.name], aclsAdded: entries, unchanged: [] };
    expect(await callTopics(desired)).toEqual({ result: made });
  });

  test("changes nothing when it is called again, and says so", async () => {
    expect(await callTopics(desired)).toEqual({ result: nothing });
  });

  test("adds partitions, changes a setting and takes one back", async () => {
    const changes = {
      "cleanup.policy": { from: "delete" },
      "max.message.bytes": { from: "1049600" },
      "retention.ms": { from: "604800000", to: "86400000" },
    };
    const widened = [{ name: placed.name, from: 6, to: 8 }];
    const report = { ...nothing, widened, reconfigured: [{ name: placed.name, changes }], unchanged: [state.name] };
    expect(await callTopics(wider)).toEqual({ result: report });
    expect(await callTopics(wider)).toEqual({ result: nothing });
  });

  test("refuses what Kafka cannot do and what it would not take, all at once, and changes nothing", async () => {
    const { topics, acls } = withPlaced({ partitions: 6, config: { "retention.ms": "soon" } });
    const more = {
      name: "new",
      partitions: 1,
      replicationFactor: 4,
      config: { "retention.mss": "1", "segment.ms": "x" },
    };
    const shared = { name: "orders_placed", partitions: 1, replicationFactor: 3, config: {} };
    const moved = { ...state, replicationFactor: 2 };
    const answer = refusal(await callTopics({ topics: [topics[0], moved, more, shared], acls: acls.slice(1) }));
    expect(answer.errorType).toBe("Refused");
    expect(answer.errorMessage.split("\n")).toEqual([
      "nothing was changed, because:",
      expect.stringMatching(/^ {2}TooFewBrokers {2}topic 'new': 4 copies are wanted, and there are 3 brokers; /),
      expect.stringMatching(/^ {2}NamesCollide {2}topic 'orders_placed': .* 'orders\.placed'/),
      expect.stringMatching(/^ {2}FewerPartitions {2}topic 'orders\.placed': it has 8 partitions, and 6 are wanted; /),
      expect.stringMatching(
        /^ {2}OtherReplicationFactor {2}topic 'orders\.state': its partitions have 3 copies, and 2 /,
      ),
      expect.stringMatching(
        /^ {2}SettingRefused {2}topic 'new': Kafka knows no setting 'retention\.mss' that could be '1'/,
      ),
      expect.stringMatching(
        /^ {2}SettingRefused {2}topic 'new': Kafka knows no setting 'segment\.ms' that could be 'x'/,
      ),
      expect.stringMatching(/^ {2}SettingRefused {2}topic 'orders\.placed': .* 'retention\.ms' that could be 'soon'/),
    ]);
    expect(await callTopics(wider)).toEqual({ result: nothing });
  });

  test("takes back what somebody allowed on its topics; leaves what denies, and what is not its own", async () => {
    const any = { principal: "User:stranger", host: "*", resourcePatternType: ResourcePatternTypes.LITERAL };
    const [read, allow, deny] = [AclOperationTypes.READ, AclPermissionTypes.ALLOW, AclPermissionTypes.DENY];
    const on = { resourceType: AclResourceTypes.TOPIC, resourceName: placed.name };
    const other = { resourceType: AclResourceTypes.GROUP, resourceName: "other" };
    await admin.createAcls({
      acl: [
        { ...any, ...on, operation: read, permissionType: allow },
        { ...any, ...on, operation: read, permissionType: deny },
        { ...any, ...other, operation: read, permissionType: allow },
      ],
    });
    await admin.createTopics({ topics: [{ topic: "by-hand", numPartitions: 1 }], waitForLeaders: false });
    await wait(tellEveryBroker);
    const unmanaged = {
      topics: ["by-hand"],
      acls: [
        "User:stranger allow Read on group literal other from *",
        "User:stranger deny Read on topic literal orders.placed from *",
      ],
    };
    const aclsRemoved = ["User:stranger allow Read on topic literal orders.placed from *"];
    expect(await callTopics(wider)).toEqual({ result: { ...nothing, aclsRemoved, unmanaged } });
    expect(await callTopics(wider)).toEqual({ result: { ...nothing, unmanaged } });
    await admin.deleteTopics({ topics: ["by-hand"] });
    const anything = { ...any, operation: AclOperationTypes.ANY, permissionType: AclPermissionTypes.ANY };
    await admin.deleteAcls({
      filters: [on, other].map((one) => ({ ...anything, ...one, principal: "User:stranger" })),
    });
    await wait(tellEveryBroker);
    expect(await callTopics(wider)).toEqual({ result: nothing });
  });

  test("says what it lacks when it may not, and when it is not known", async () => {
    const { errorMessage } = refusal(await callTopics(desired, "stranger"));
    expect(errorMessage).toMatch(
      /^the cluster at 127[^]* Cluster authorization failed; the function's role or user must/,
    );
    expect(refusal(await callTopics(desired, "nobody")).errorMessage).toMatch(
      /^the cluster at 127[^]* invalid credentials/,
    );
  });
});

describe("clients in Java, with the settings that they are told", () => {
  const cluster = () => ["--bootstrap-server", kafka.bootstrap];
  const at = (...more: string[]) => [...cluster(), "--topic", placed.name, ...more];
  const java = (tool: Tool, name: UserName, more: Record<string, string>, args: string[], input = "") =>
    runJavaClient(tool, { ...scramProperties(user(name)), ...more }, args, input);
  const group = (name: string) => ({ ...consumerProperties, "group.id": name });
  const well = { code: 0, exceptions: [], complaints: [] };

  test("the producer's produces, and the consumer's group consumes", async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `order ${index}`);
    expect(await java("producer", "checkout", producerProperties, at(), lines.join("\n"))).toMatchObject(well);
    const read = at("--max-messages", "20", "--timeout-ms", "20000");
    const consumed = await java("consumer", "billing", group("billing"), read);
    expect(consumed).toMatchObject(well);
    expect(consumed.output.trim().split("\n").sort()).toEqual(lines.sort());
  });

  test("a setting that Kafka does not know, or has otherwise, is found", async () => {
    const more = { ...producerProperties, "lingre.ms": "5" };
    const { complaints } = await java("producer", "checkout", more, at("--max-memory-bytes", "65536"), "x");
    expect(complaints).toEqual(["lingre.ms is not known", "buffer.memory is 65536, and not 67108864"]);
  });

  const plain = { ...producerProperties, "enable.idempotence": "false" };
  const produce = (name: UserName, settings: Record<string, string> = plain) =>
    java("producer", name, settings, at(), "order");
  const readPartition = (name: UserName) =>
    java("consumer", name, consumerProperties, at("--partition", "0", "--offset", "earliest", "--timeout-ms", "3000"));
  const readInGroup = (name: UserName, of: string) => java("consumer", name, group(of), at("--timeout-ms", "5000"));
  const seeGroup = (name: UserName) => java("groups", name, {}, [...cluster(), "--describe", "--group", "billing"]);
  const transaction = (name: UserName) => {
    const records = ["--topic", placed.name, "--num-records", "1", "--record-size", "9", "--throughput", "-1"];
    const to = ["--transactional-id", "checkout", "--producer-props", `bootstrap.servers=${kafka.bootstrap}`];
    return java("transactional producer", name, producerProperties, [...records, ...to]);
  };
  test.each<[string, () => ReturnType<typeof java>, string]>([
    ["the consumer produces", () => produce("billing"), "Topic"],
    ["the consumer produces once only", () => produce("billing", producerProperties), "Cluster"],
    ["a stranger produces", () => produce("stranger"), "Topic"],
    ["the producer consumes", () => readPartition("checkout"), "Topic"],
    ["a stranger consumes", () => readPartition("stranger"), "Topic"],
    ["the producer consumes in the consumer's group", () => readInGroup("checkout", "billing"), "Group"],
    ["the consumer consumes in another group", () => readInGroup("billing", "other"), "Group"],
    ["the producer sees the consumer's group", () => seeGroup("checkout"), "Group"],
    ["a stranger sees the consumer's group", () => seeGroup("stranger"), "Group"],
    ["the producer begins a transaction", () => transaction("checkout"), "TransactionalId"],
  ])("denied: %s", async (_, attempt, what) => {
    const { exceptions, output } = await attempt();
    expect(exceptions).toContain(`${what}Authorization`);
    expect(output).not.toMatch(/^order/m);
  });
});

describe("what nobody may but the function", () => {
  const clients: UserName[] = ["checkout", "billing", "stranger"];
  const each = clients.flatMap((name) => attemptsOn(placed.name).map((attempt) => ({ name, ...attempt })));

  /** Runs something with a client that is closed in any case. */
  async function withAdmin<T>(name: UserName, work: (admin: Admin) => Promise<T>): Promise<T> {
    const client = kafka.client(user(name)).admin();
    await client.connect();
    return work(client).finally(() => client.disconnect());
  }

  test.each(each)("denied: $name $what", async ({ name, attempt, error }) => {
    const thrown: unknown = await withAdmin(name, attempt).catch((reason: unknown) => reason);
    const all: unknown[] = thrown instanceof KafkaJSAggregateError ? thrown.errors : [thrown];
    expect(all.map((one) => (one instanceof KafkaJSProtocolError ? one.type : one))).toEqual([error]);
  });

  test("each sees the topics that it is concerned with, and no more", async () => {
    const seen = await Promise.all(clients.map((name) => withAdmin(name, (client) => client.listTopics())));
    expect(seen).toEqual([[placed.name], [placed.name], []]);
  });

  test("none of it had an effect", async () => {
    expect(await callTopics(wider)).toEqual({ result: nothing });
  });
});

describe("while a broker is lost, the controller at that", () => {
  const config = { "min.insync.replicas": "2", "retention.ms": "172800000" };
  const read = desired.acls.find(
    ({ operations, resourceType }) => resourceType === "topic" && operations.includes("Read"),
  );
  const acls = [...desired.acls, { ...read!, principal: "User:stranger" }];
  const next = { topics: [{ ...placed, partitions: 8, config }, state], acls };
  let lost: number;

  test("the function does its work", async () => {
    lost = (await admin.describeCluster()).controller ?? 0;
    await kafka.kill(lost);
    expect(await callTopics(next)).toMatchObject({
      result: {
        reconfigured: [{ name: placed.name, changes: { "retention.ms": { from: "86400000", to: "172800000" } } }],
        aclsAdded: ["Describe", "Read"].map((operation): unknown =>
          expect.stringContaining(`stranger allow ${operation}`),
        ),
      },
    });
    expect(await callTopics(next)).toEqual({ result: nothing });
  });

  test("a partition that cannot finish its move is counted as it will be", async () => {
    const [one = 0, two = 0] = [1, 2, 3].filter((id) => id !== lost);
    const moving = { name: "orders.moving", partitions: 1, replicationFactor: 2, config: {} };
    const replicaAssignment = [{ partition: 0, replicas: [one, two] }];
    await admin.createTopics({ topics: [{ topic: moving.name, replicaAssignment }], waitForLeaders: false });
    await wait(tellEveryBroker);
    const partitionAssignment = [{ partition: 0, replicas: [one, lost] }];
    await admin.alterPartitionReassignments({ topics: [{ topic: moving.name, partitionAssignment }] });
    await wait(tellEveryBroker);
    const { topics } = await admin.fetchTopicMetadata({ topics: [moving.name] });
    expect(topics[0]?.partitions[0]?.replicas).toHaveLength(3);
    const unchanged = [...nothing.unchanged, moving.name];
    expect(await callTopics({ ...next, topics: [...next.topics, moving] })).toEqual({
      result: { ...nothing, unchanged },
    });
  });
});
