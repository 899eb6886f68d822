import type { KinesisFirehoseDeliveryStreamConfig } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { literal } from "../../core/literal";
import type { StreamPlan } from "../stream";

/** What AWS assigns, and a delivery needs. */
export interface LateDelivery {
  /** The key of logs. */
  readonly keyArn: string;
  /** Where interfaces of streams are whose domain is in the environment's network. */
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupId: string };
  /** The function that takes records apart. */
  readonly functionArn?: string;
}

interface Of {
  readonly roleArn: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}
type Destination = Pick<
  KinesisFirehoseDeliveryStreamConfig,
  "destination" | "extendedS3Configuration" | "opensearchConfiguration" | "splunkConfiguration"
>;

const processor = (type: string, parameters: Readonly<Record<string, string>>) => ({
  type,
  parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({ parameterName, parameterValue })),
});
/** CloudWatch sends gzip (Firehose developer guide, decompression of CloudWatch Logs, 2026-11). */
const decompress = processor("Decompression", { CompressionFormat: "GZIP" });

/** Where a stream delivers; what it cannot deliver goes to the bucket of logs. */
export function destination(stream: StreamPlan, of: Of, late: LateDelivery): Destination {
  const plan = literal(stream);
  const { target } = plan;
  const logging = { enabled: true, logGroupName: of.logGroupName, logStreamName: of.logStreamName };
  const buffering = { bufferingSize: target.buffer.mebibytes, bufferingInterval: target.buffer.seconds };
  const bucket = {
    roleArn: of.roleArn,
    bucketArn: plan.bucketArn,
    compressionFormat: "GZIP",
    kmsKeyArn: late.keyArn,
    errorOutputPrefix: plan.failedPrefix,
    cloudwatchLoggingOptions: logging,
  };
  if (target.kind === "s3")
    return {
      destination: "extended_s3",
      extendedS3Configuration: {
        ...bucket,
        ...buffering,
        prefix: target.prefix,
        processingConfiguration: { enabled: true, processors: [decompress] },
      },
    };
  if (target.kind === "splunk")
    return {
      destination: "splunk",
      splunkConfiguration: {
        ...buffering,
        hecEndpoint: target.endpoint,
        hecEndpointType: "Raw",
        hecAcknowledgmentTimeout: target.acknowledgementSeconds,
        retryDuration: target.retrySeconds,
        s3BackupMode: "FailedEventsOnly",
        secretsManagerConfiguration: { enabled: true, roleArn: of.roleArn, secretArn: target.tokenArn },
        cloudwatchLoggingOptions: logging,
        // Splunk reads messages alone (Firehose developer guide, message extraction, 2026-11).
        processingConfiguration: {
          enabled: true,
          processors: [decompress, processor("CloudWatchLogProcessing", { DataMessageExtraction: "true" })],
        },
        s3Configuration: bucket,
      },
    };
  if (late.functionArn === undefined) throw new Error(`${plan.name} needs the function that takes records apart`);
  return {
    destination: "opensearch",
    opensearchConfiguration: {
      ...buffering,
      roleArn: of.roleArn,
      domainArn: target.domainArn,
      indexName: target.index,
      indexRotationPeriod: target.rotation,
      retryDuration: target.retrySeconds,
      s3BackupMode: "FailedDocumentsOnly",
      cloudwatchLoggingOptions: logging,
      processingConfiguration: {
        enabled: true,
        processors: [
          // A MiB or a minute at once is the default; the provider forgets parameters that are, and would set them for ever.
          processor("Lambda", { LambdaArn: `${late.functionArn}:$LATEST` }),
        ],
      },
      s3Configuration: bucket,
      ...interfaces(plan, of, late),
    },
  };
}

function interfaces({ name, target }: StreamPlan, { roleArn }: Of, { network }: LateDelivery) {
  if (target.kind !== "opensearch" || target.network === "none") return {};
  if (target.network !== "ours") {
    const { subnets, securityGroup } = target.network;
    return { vpcConfig: { roleArn, subnetIds: [...subnets], securityGroupIds: [securityGroup] } };
  }
  if (network === undefined) throw new Error(`${name} delivers to the network, and there is none`);
  return {
    vpcConfig: { roleArn, subnetIds: [...network.subnetIds], securityGroupIds: [network.securityGroupId] },
  };
}
