import { CreateClusterV2Command, KafkaClient } from "@aws-sdk/client-kafka";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import { CreateBrokerCommand, MqClient } from "@aws-sdk/client-mq";
import { awsClients, lastValues, stateOf } from "../../bin/commands/drill/ask";
import { judgeSignal } from "../../lib/maintenance/preflight";
import type { Signal } from "../../lib/core/facts";
import { startEmulator, type Emulator } from "../support/emulator";
import { planned } from "../support/environments";
import { measure } from "../support/preflight";
import { kinesisClient } from "../support/kinesis-client";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulator.env);
});
afterAll(() => emulator.stop());

const clients = () => awsClients("eu-west-1");

test("of clusters, brokers and streams it asks the state, by their whole names", async () => {
  const subnets = ["a", "b", "c"].map((zone) => `subnet-${zone}`);
  await new KafkaClient({}).send(
    new CreateClusterV2Command({
      ClusterName: "prod-orders",
      Serverless: { VpcConfigs: [{ SubnetIds: subnets }] },
    }),
  );
  await new MqClient({}).send(
    new CreateBrokerCommand({
      BrokerName: "prod-stores",
      AutoMinorVersionUpgrade: true,
      DeploymentMode: "SINGLE_INSTANCE",
      EngineType: "RABBITMQ",
      EngineVersion: "3.13",
      HostInstanceType: "mq.m5.large",
      PubliclyAccessible: false,
      Users: [{ Username: "admin", Password: "not a secret" }],
    }),
  );
  await kinesisClient().send(new CreateStreamCommand({ StreamName: "prod-clicks", ShardCount: 1 }));
  const state = (mechanism: Parameters<typeof stateOf>[1]["mechanism"], name: string) =>
    stateOf(clients(), { mechanism, name });
  await expect(state("kafka-cluster", "prod-orders")).resolves.toBe("ACTIVE");
  await expect(state("amazon-mq-broker", "prod-stores")).resolves.toBe("RUNNING");
  await expect(state("kinesis-stream", "prod-clicks")).resolves.toBe("ACTIVE");
  // AWS filters by the beginning of a name, or not at all.
  await expect(state("kafka-cluster", "prod-order")).resolves.toBeUndefined();
  await expect(state("amazon-mq-broker", "prod-store")).resolves.toBeUndefined();
  await expect(state("kinesis-stream", "prod-click")).resolves.toBeUndefined();
});

const { signals = [] } = planned("prod").systems.find(({ name }) => name === "orders-stream")?.alarms ?? {};
const replicas = signals.find(({ metric }) => metric.name === "UnderReplicatedPartitions");
const cpu = signals.find(({ metric }) => metric.name === "Cpu");
const heap = signals.find(({ id }) => id === "broker-1-heap");

/** What a preflight finds of a signal, with its last value. */
async function found(signal: Signal | undefined) {
  if (signal === undefined) throw new Error("there is no such signal");
  const [value] = await lastValues(clients(), [signal], new Date());
  return judgeSignal("orders-stream", signal, value);
}

test("of a cluster's copies it asks how many are behind", async () => {
  await expect(found(replicas)).resolves.toMatchObject({ verdict: "not known" });
  await measure(replicas?.metric, 0, 1);
  await expect(found(replicas)).resolves.toMatchObject({ verdict: "fine", value: "0" });
  await measure(replicas?.metric, 1);
  await expect(found(replicas)).resolves.toMatchObject({ verdict: "not fine", value: "1" });
});

test("of a broker's heap, whether it is above what the file says in place of the usual 60", async () => {
  await measure(heap?.metric, 65, 1);
  await expect(found(heap)).resolves.toMatchObject({ verdict: "fine", value: "65", limit: "at most 70 percent" });
  await measure(heap?.metric, 70.5);
  await expect(found(heap)).resolves.toMatchObject({ verdict: "not fine", value: "70.5" });
});

test("of a cluster's processors, user and system time together, which is a formula", async () => {
  if (cpu?.metric.source !== "cloudwatch-expression") throw new Error("the processors have a metric of their own");
  const { user, system } = cpu.metric.metrics;
  await measure(user, 50, 1);
  await expect(found(cpu)).resolves.toMatchObject({ verdict: "not known" });
  await measure(system, 10, 1);
  await expect(found(cpu)).resolves.toMatchObject({ verdict: "fine", value: "60", limit: "at most 60 percent" });
  await measure(user, 50.5);
  await measure(system, 10);
  await expect(found(cpu)).resolves.toMatchObject({ verdict: "not fine", value: "60.5" });
});
