import { inPairs } from "../../bin/in-pairs";
import { staysAsItIs } from "../../bin/plan-folder";
import { deploymentSteps, type EnvironmentPlan } from "../../lib/environment/plan";
import { planned, plannedWith } from "../support/environments";
import { happening, planUpdate, planUpdateOf, set, type Change } from "../support/update";
import { brokers } from "../support/update/brokers";

jest.setTimeout(900_000);

/** Plans an environment that stands, when a text of base.yaml is replaced by another. */
function changed(name: string, system: string, from: string, to: string): Promise<Change[]> {
  const edited = (text: string) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };
  return planUpdate(planned(name), plannedWith(name, edited), { stack: `${name}-${system}` });
}

test("an environment that stands as its file says is left alone", async () => {
  const prod = planned("prod");
  const stacks = deploymentSteps(prod).flat();
  const all = await inPairs(stacks, async (stack) => {
    const changes = await planUpdate(prod, prod, { stack });
    expect(changes.length).toBeGreaterThan(5);
    return [stack, happening(changes)];
  });
  expect(Object.fromEntries(all)).toEqual(Object.fromEntries(stacks.map((stack) => [stack, {}])));
});

test("a queue keeps its messages when its retention changes", async () => {
  const changes = await changed("prod", "notifications", "retention: 13d", "retention: 12d");
  const days = (count: number) => ({ message_retention_seconds: count * 24 * 60 * 60 });
  expect(changes.find(({ type, actions }) => type === "aws_sqs_queue" && !staysAsItIs(actions))).toMatchObject({
    address: "aws_sqs_queue.System_Channels_user-events_Subscribers_audit_Queue_1562F00A",
    actions: ["update"],
    before: days(13),
    after: days(12),
    replace_paths: [],
  });
  // What warns before messages expire follows.
  expect(Object.entries(happening(changes))).toEqual([
    ["aws_cloudwatch_metric_alarm.Alarms_user-events-audit-oldest-message_B0A4E04F", "update"],
    ["aws_sqs_queue.System_Channels_user-events_Subscribers_audit_Queue_1562F00A", "update"],
  ]);
});

test("shards that have scaled are left as they are, but only where their number is left to scaling", async () => {
  const busy = (before: EnvironmentPlan) =>
    planUpdate(before, before, {
      stack: "prod-clicks",
      alter: (resources) => {
        const stream = resources.find(({ type, name }) => type === "aws_kinesis_stream" && name.includes("purchases"));
        set(stream!, ["shard_count"], 12);
      },
    });
  expect(happening(await busy(planned("prod")))).toEqual({});
  const fixed = plannedWith("prod", (text) => text.replace(/ {4}autoscaling:\n {6}partitions:\n( {8}.*\n)+/, ""));
  const changes = (await busy(fixed)).filter(({ actions }) => !staysAsItIs(actions));
  expect(changes).toMatchObject([
    { type: "aws_kinesis_stream", actions: ["update"], before: { shard_count: 12 }, after: { shard_count: 4 } },
  ]);
});

describe("a queue that becomes ordered", () => {
  const ordered = (name: string) =>
    changed(name, "work", "      thumbnails:\n", "      thumbnails:\n        ordered: true\n");

  test("is not made anew where messages are protected, and Terraform says which queue it is", async () => {
    const refused = ordered("prod");
    await expect(refused).rejects.toThrow(/^prod-work cannot be planned\.\nError: Instance cannot be destroyed\n/);
    await expect(refused).rejects.toThrow(
      /aws_sqs_queue\.System_Channels_thumbnails_\w+ has\s+lifecycle\.prevent_destroy/,
    );
  });

  test("is made anew where they are not", async () => {
    // Beside them stands the queue of failed calls, which stays.
    const queues = (await ordered("sandbox")).filter(
      ({ type, actions }) => type === "aws_sqs_queue" && !staysAsItIs(actions),
    );
    expect(queues.length).toBe(2);
    for (const queue of queues) {
      expect(queue).toMatchObject({ actions: ["delete", "create"], after_unknown: { id: true, arn: true } });
      expect(queue.action_reason).toBe("replace_because_cannot_update");
      expect(queue.replace_paths).toEqual(expect.arrayContaining([["fifo_queue"], ["name"]]));
    }
  });
});

test("one more subscriber is made beside what stands", async () => {
  const more = "          warehouse-copy: { maxDeliveries: 3 }\n          audit: {";
  const changes = happening(await changed("prod", "notifications", "          audit: {", more));
  const { "aws_cloudwatch_dashboard.Dashboard_9E4231ED": dashboard, ...others } = changes;
  expect(dashboard).toBe("update");
  expect(Object.keys(others).length).toBeGreaterThan(3);
  for (const [address, actions] of Object.entries(others)) {
    // What speaks for all alarms of a kind, or moves any queue's dead letters, does so for the new ones too.
    if (/^aws_(cloudwatch_composite_alarm\.|(iam_policy|ssm_document)\.Remedies_redrive)/.test(address))
      expect(actions).toMatch(/^(create|update)$/);
    else expect([address, actions]).toEqual([expect.stringContaining("warehouse-copy"), "create"]);
  }
});

describe("a stack of brokers", () => {
  const before = { brokers };
  const edited = (edit: (copy: typeof brokers) => void) => {
    const copy = structuredClone(brokers);
    edit(copy);
    return { brokers: copy };
  };
  const disk = ["broker_node_group_info", 0, "storage_info", 0, "ebs_storage_info", 0, "volume_size"];
  const grown = (after: Readonly<Record<string, object>>) =>
    planUpdateOf(before, after, {
      stack: "brokers",
      alter: (resources) =>
        set(
          resources.find(({ type }) => type === "aws_msk_cluster")!,
          disk,
          2000,
        ),
    });

  test("that stands as it is described is left alone", async () => {
    const changes = await planUpdateOf(before, before, { stack: "brokers" });
    expect(changes.length).toBe(18);
    expect(happening(changes)).toEqual({});
  });

  test("keeps a disk that has grown by itself, but only where its size is left to it", async () => {
    expect(happening(await grown(before))).toEqual({});
    const held = await grown(
      edited(({ resource }) => (resource.aws_msk_cluster.Cluster.lifecycle.ignore_changes = [])),
    );
    expect(happening(held)).toEqual({ "aws_msk_cluster.Cluster": "update" });
    const size = (volume: number) => ({
      broker_node_group_info: [{ storage_info: [{ ebs_storage_info: [{ volume_size: volume }] }] }],
    });
    expect(held.find(({ type }) => type === "aws_msk_cluster")).toMatchObject({
      before: size(2000),
      after: size(1000),
    });
  });

  test("does not know what AWS will assign anew", async () => {
    const settings = edited(({ resource }) => (resource.aws_msk_configuration.Settings.server_properties = "a = 1\n"));
    const changes = await planUpdateOf(before, settings, { stack: "brokers" });
    expect(happening(changes)).toEqual({
      "aws_msk_cluster.Cluster": "update",
      "aws_msk_configuration.Settings": "update",
    });
    expect(changes.find(({ type }) => type === "aws_msk_cluster")?.after_unknown).toMatchObject({
      configuration_info: [{ revision: true }],
    });
  });

  test("is updated, replaced, made and removed in every way that Terraform has", async () => {
    const { aws_lambda_event_source_mapping: _mapping, aws_lambda_function: _function, ...kept } = brokers.resource;
    const resource = {
      ...kept,
      aws_kinesis_stream: {
        Stream: { ...kept.aws_kinesis_stream.Stream, name: "taps", lifecycle: { create_before_destroy: true } },
      },
      aws_mq_broker: { Broker: { ...kept.aws_mq_broker.Broker, engine_type: "ActiveMQ", engine_version: "5.18" } },
      aws_security_group: { Clients: { ...kept.aws_security_group.Clients, tags: { Name: "clients" } } },
      aws_sqs_queue: { Queue: { name: "queue" } },
    };
    const changes = await planUpdateOf(before, { brokers: { ...brokers, resource } }, { stack: "brokers" });
    expect(happening(changes)).toEqual({
      "aws_kinesis_stream.Stream": "create, delete",
      "aws_lambda_event_source_mapping.Reader": "delete",
      "aws_lambda_function.Reader": "delete",
      "aws_mq_broker.Broker": "delete, create",
      "aws_secretsmanager_secret_version.Endpoint": "delete, create",
      "aws_security_group.Clients": "update",
      "aws_sqs_queue.Queue": "create",
    });
    const reasons = changes.map(({ action_reason: reason }) => reason).filter((reason) => reason !== undefined);
    expect(new Set(reasons)).toEqual(new Set(["replace_because_cannot_update", "delete_because_no_resource_config"]));
  });
});
