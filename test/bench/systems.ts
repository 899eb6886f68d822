/** What is measured of each engine: a channel as short as it can be said, and the program that makes the same. */
export interface Measured {
  readonly engine: string;
  readonly pattern: string;
  readonly channel: string;
  readonly channels: number;
  /** The type that is one a channel or one in all; both programs make as many. */
  readonly type: string;
}

const snsSqs = (channels: number): Measured => ({
  engine: "sns-sqs",
  pattern: "pub-sub",
  channel: "{ subscribers: { reader: {} } }",
  channels,
  type: "aws_sqs_queue",
});
export const measuredSystems: readonly Measured[] = [
  ...[10, 100, 1000].map(snsSqs),
  {
    engine: "kinesis",
    pattern: "event-stream",
    channel: "{ partitions: 1 }",
    channels: 100,
    type: "aws_kinesis_stream",
  },
  { engine: "msk", pattern: "event-stream", channel: "{ partitions: 3 }", channels: 100, type: "aws_msk_cluster" },
  { engine: "mq", pattern: "work-queue", channel: "{}", channels: 100, type: "aws_mq_broker" },
];

/** As short as it can be said. What no raw program makes, such as exports, is left out. */
export function environmentText({ engine, pattern, channel, channels }: Measured): string {
  const lines = Array.from({ length: channels }, (_, i) => `      event-${i}: ${channel}`);
  return `environment: bench
aws: { account: "111122223333", region: eu-west-1 }
state: { s3: { bucket: acme-bench-tfstate } }
owner: { team: platform, contact: platform@acme.example }
backup: { exports: never }
${["msk", "mq"].includes(engine) ? "network: { cidr: 10.40.0.0/16 }" : ""}
systems:
  events:
    pattern: ${pattern}
    engine: ${engine}
    channels:
${lines.join("\n")}
`;
}

/** What both programs make as many of. */
export const comparedTypes = ({ type }: Measured): readonly string[] => [type, "aws_cloudwatch_metric_alarm"];

/** The program that makes the same, and its arguments. */
export const rawProgram = ({ engine, channels }: Measured, outdir: string, alarms: number) =>
  engine === "sns-sqs"
    ? { program: "raw", args: [String(channels), outdir] }
    : { program: "raw-engines", args: [engine, String(channels), outdir, String(alarms)] };
