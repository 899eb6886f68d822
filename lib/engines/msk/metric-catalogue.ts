import { metricRows, type MetricRows } from "../../core/metrics";

const standard = "MSK developer guide, metrics-details, 2026-11";
const express = "MSK developer guide, metrics-details-express, 2026-11";
const serverless = "MSK developer guide, serverless-monitoring, 2026-11";

const kafka = (rows: Omit<MetricRows, "namespace">) => metricRows({ namespace: "AWS/Kafka", ...rows });
const cluster = ["Cluster Name"];
const broker = ["Cluster Name", "Broker ID"];

/**
 * The metrics of MSK that signals watch. Which statistics mean something is AWS's advice too (aws/agent-toolkit-for-aws,
 * managing-amazon-msk, monitor-and-alarm, 2026-08): of the controllers only one reports 1, so there is no average.
 */
export const metrics = [
  ...kafka({
    names: ["ActiveControllerCount", "OfflinePartitionsCount"],
    dimensions: cluster,
    statistics: ["Maximum"],
    source: standard,
  }),
  ...kafka({
    names: ["CpuSystem", "CpuUser", "HeapMemoryAfterGC"],
    dimensions: broker,
    statistics: ["Average", "Maximum"],
    source: standard,
  }),
  ...kafka({
    names: ["NetworkProcessorAvgIdlePercent", "RequestHandlerAvgIdlePercent"],
    dimensions: broker,
    statistics: ["Average", "Minimum"],
    source: standard,
  }),
  ...kafka({
    names: ["KafkaDataLogsDiskUsed", "PartitionCount", "UnderMinIsrPartitionCount", "UnderReplicatedPartitions"],
    dimensions: broker,
    statistics: ["Average", "Maximum"],
    source: standard,
  }),
  ...kafka({ names: ["CPUCreditBalance"], dimensions: broker, statistics: ["Average", "Minimum"], source: standard }),
  ...kafka({
    names: [
      "BwInAllowanceExceeded",
      "BwOutAllowanceExceeded",
      "IAMTooManyConnections",
      "VolumeReadBytes",
      "VolumeWriteBytes",
    ],
    dimensions: broker,
    statistics: ["Sum"],
    source: standard,
  }),
  ...kafka({
    names: ["ClientConnectionCount"],
    dimensions: [...broker, "Client Authentication"],
    statistics: ["Sum"],
    source: standard,
  }),
  ...kafka({
    names: ["EstimatedMaxTimeLag"],
    // The developer guide leaves the cluster out of this one row; AWS's own toolkit names it.
    dimensions: [...cluster, "Consumer Group", "Topic"],
    statistics: ["Average", "Maximum"],
    source: "aws/agent-toolkit-for-aws, managing-amazon-msk, monitor-and-alarm, 2026-08",
  }),
  ...kafka({
    names: ["SumOffsetLag"],
    // Again the developer guide names the cluster for Serverless alone, and AWS's own server for MSK for every mode.
    dimensions: [...cluster, "Consumer Group", "Topic"],
    statistics: ["Average", "Maximum"],
    source: "awslabs/mcp, aws-msk-mcp-server, metric_config; MSK developer guide, serverless-monitoring, 2026-11",
  }),
  ...kafka({ names: ["StorageUsed"], dimensions: cluster, statistics: ["Average", "Maximum"], source: express }),
  ...kafka({
    names: ["BytesInPerSec", "BytesOutPerSec", "FetchThrottleTime", "ProduceThrottleTime"],
    dimensions: broker,
    statistics: ["Average", "Maximum"],
    source: express,
  }),
  ...kafka({
    names: ["BytesInPerSec", "BytesOutPerSec"],
    dimensions: [...cluster, "Topic"],
    statistics: ["Sum"],
    source: serverless,
  }),
];
