import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { KafkaClient, paginateListClustersV2 } from "@aws-sdk/client-kafka";
import { DescribeStreamSummaryCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { MqClient, paginateListBrokers } from "@aws-sdk/client-mq";
import type { CloudWatchMetric, Signal, StatefulHealth } from "../../../lib/core/facts";
import { clientSettings } from "../../../lib/core/clients";
import type { AlarmState } from "../../../lib/maintenance/preflight";

/** The clients that a preflight asks with. */
export interface Clients {
  readonly cloudwatch: CloudWatchClient;
  readonly kafka: KafkaClient;
  readonly mq: MqClient;
  readonly kinesis: KinesisClient;
}

/** Clients with the credentials that the AWS SDK finds by itself. */
export function awsClients(region: string): Clients {
  return {
    cloudwatch: new CloudWatchClient(clientSettings({ region })),
    kafka: new KafkaClient(clientSettings({ region })),
    mq: new MqClient(clientSettings({ region })),
    kinesis: new KinesisClient(clientSettings({ region })),
  };
}

/** The last value of each signal's metric; undefined where nothing was measured in the time that its alarm looks at. */
export async function lastValues(
  { cloudwatch }: Clients,
  signals: readonly Signal[],
  now: Date,
): Promise<(number | undefined)[]> {
  const values: (number | undefined)[] = [];
  // One after the other: CloudWatch takes 50 of these a second, and a system has dozens of signals.
  for (const signal of signals) values.push(await lastValue(cloudwatch, signal, now));
  return values;
}

async function lastValue(cloudwatch: CloudWatchClient, { metric, periods }: Signal, now: Date) {
  const query = (Id: string, { namespace, name, dimensions, statistic, periodSeconds }: CloudWatchMetric) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Stat: statistic,
      Period: periodSeconds,
    },
  });
  const queries =
    metric.source === "cloudwatch"
      ? [query("result", metric)]
      : [
          ...Object.entries(metric.metrics).map(([id, input]) => ({ ...query(id, input), ReturnData: false })),
          { Id: "result", Expression: metric.expression, Period: metric.periodSeconds },
        ];
  const answer = await cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      // A metric comes some minutes late, and some only every five.
      StartTime: new Date(now.getTime() - (periods * metric.periodSeconds + 600) * 1_000),
      EndTime: now,
      ScanBy: "TimestampDescending",
    }),
  );
  return answer.MetricDataResults?.find(({ Id }) => Id === "result")?.Values?.[0];
}

/** The state of each alarm. */
export async function alarmStates({ cloudwatch }: Clients, names: readonly string[]): Promise<Map<string, AlarmState>> {
  const states = new Map<string, AlarmState>();
  // CloudWatch takes 100 names a call.
  for (let first = 0; first < names.length; first += 100) {
    const AlarmNames = names.slice(first, first + 100);
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: 100 }));
    for (const { AlarmName, StateValue } of MetricAlarms)
      if (AlarmName !== undefined) states.set(AlarmName, StateValue);
  }
  return states;
}

/** The state of a cluster, broker or stream; undefined where there is none of the name. */
export function stateOf(clients: Clients, { mechanism, name }: StatefulHealth): Promise<string | undefined> {
  return states[mechanism](clients, name);
}

const states = {
  "kafka-cluster": async ({ kafka: client }: Clients, name: string) => {
    for await (const { ClusterInfoList = [] } of paginateListClustersV2({ client }, { ClusterNameFilter: name }))
      for (const { ClusterName, State } of ClusterInfoList) if (ClusterName === name) return State;
    return undefined;
  },
  "amazon-mq-broker": async ({ mq: client }: Clients, name: string) => {
    for await (const { BrokerSummaries = [] } of paginateListBrokers({ client }, {}))
      for (const { BrokerName, BrokerState } of BrokerSummaries) if (BrokerName === name) return BrokerState;
    return undefined;
  },
  "kinesis-stream": async ({ kinesis }: Clients, StreamName: string) => {
    try {
      const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      return StreamDescriptionSummary?.StreamStatus;
    } catch (error) {
      if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
      throw error;
    }
  },
} satisfies Record<StatefulHealth["mechanism"], (clients: Clients, name: string) => Promise<string | undefined>>;
