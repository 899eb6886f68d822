import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { MqBroker } from "@cdktf/provider-aws/lib/mq-broker";
import { MqConfiguration } from "@cdktf/provider-aws/lib/mq-configuration";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { App, TerraformStack } from "cdktf";

/**
 * What somebody writes who has cdktf's classes and nothing else, for the other engines: their main resources and as many
 * alarms as Signalbox makes. Roles, secrets and logs are left out, so that the comparison favours this program.
 */
const [engine = "kinesis", count = "10", outdir = "cdktf.out", alarms = "0"] = process.argv.slice(2);
const app = new App({ outdir });
const stack = new TerraformStack(app, "bench-events");
new AwsProvider(stack, "Aws", { region: "eu-west-1", defaultTags: [{ tags: { Environment: "bench" } }] });
const key = new KmsKey(stack, "Key", { description: "Messages", enableKeyRotation: true });
const names = Array.from({ length: Number(count) }, (_, i) => `event-${i}`);

/** The dimensions of alarms: as many as the engine's main resource has, taken in turn. */
function watch(namespace: string, dimensions: readonly Record<string, string>[]): void {
  for (let i = 0; i < Number(alarms); i++)
    new CloudwatchMetricAlarm(stack, `alarm-${i}`, {
      alarmName: `bench-events-alarm-${i}`,
      alarmDescription: `Something is wrong with it. What to do: docs/runbooks/some-page.md (page)`,
      namespace,
      metricName: "Metric",
      dimensions: dimensions[i % dimensions.length] ?? {},
      statistic: "Maximum",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "notBreaching",
      alarmActions: ["arn:aws:sns:eu-west-1:111122223333:bench-alerts"],
      okActions: ["arn:aws:sns:eu-west-1:111122223333:bench-alerts"],
    });
}

/** A function that is told what is to be within the broker. */
function desired(input: object): void {
  const { functionName } = new LambdaFunction(stack, "Function", {
    functionName: "bench",
    role: "role",
    filename: "x.zip",
  });
  new LambdaInvocation(stack, "Invocation", { functionName, input: JSON.stringify(input) });
}

function kinesis(): void {
  const streams = names.map(
    (name) =>
      new KinesisStream(stack, name, {
        name: `bench-events-${name}`,
        shardCount: 1,
        streamModeDetails: { streamMode: "PROVISIONED" },
        retentionPeriod: 168,
        encryptionType: "KMS",
        kmsKeyId: key.arn,
        lifecycle: { preventDestroy: true },
      }),
  );
  watch(
    "AWS/Kinesis",
    streams.map(({ name }) => ({ StreamName: name })),
  );
}

function mq(): void {
  const group = new SecurityGroup(stack, "Group", { name: "brokers", vpcId: "vpc-1" });
  const configuration = new MqConfiguration(stack, "Configuration", {
    name: "bench",
    engineType: "RabbitMQ",
    engineVersion: "4.2",
    data: "consumer_timeout = 1800000\n",
  });
  const broker = new MqBroker(stack, "Broker", {
    brokerName: "bench-events",
    engineType: "RabbitMQ",
    engineVersion: "4.2",
    hostInstanceType: "mq.m7g.large",
    securityGroups: [group.id],
    encryptionOptions: { kmsKeyId: key.arn, useAwsOwnedKey: false },
    configuration: { id: configuration.id, revision: configuration.latestRevision },
    user: [{ username: "admin", password: "not-a-password-at-all" }],
  });
  const queue = (name: string) => ({ name, vhost: "events", durable: true, arguments: { "x-queue-type": "quorum" } });
  desired({ queues: names.flatMap((name) => [queue(name), queue(`${name}.dead-letters`)]) });
  watch(
    "AWS/AmazonMQ",
    names.map((name) => ({ Broker: broker.brokerName, VirtualHost: "events", Queue: name })),
  );
}

function msk(): void {
  const group = new SecurityGroup(stack, "Group", { name: "brokers", vpcId: "vpc-1" });
  const configuration = new MskConfiguration(stack, "Configuration", {
    name: "bench",
    serverProperties: "num.partitions=1\n",
  });
  const cluster = new MskCluster(stack, "Cluster", {
    clusterName: "bench-events",
    kafkaVersion: "4.1.x.kraft",
    numberOfBrokerNodes: 3,
    brokerNodeGroupInfo: {
      clientSubnets: ["a", "b", "c"],
      instanceType: "kafka.m7g.large",
      securityGroups: [group.id],
    },
    configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
    encryptionInfo: { encryptionAtRestKmsKeyArn: key.arn },
  });
  desired({ topics: names.map((name) => ({ name, partitions: 3, replicationFactor: 3, config: {} })), acls: [] });
  watch("AWS/Kafka", [{ "Cluster Name": cluster.clusterName }]);
}

const programs: Readonly<Record<string, () => void>> = { kinesis, mq, msk };
programs[engine]?.();
app.synth();
