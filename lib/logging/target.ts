import type { LogClass } from "../core/facts";
import type { Sink } from "./sinks";

interface Buffer {
  readonly mebibytes: number;
  readonly seconds: number;
}
interface AnyTarget {
  /** The sink's name. */
  readonly sink: string;
  readonly buffer: Buffer;
}

/** Where a stream delivers, every setting final. */
export type Target =
  | (AnyTarget & { readonly kind: "s3"; readonly prefix: string })
  | (AnyTarget & {
      readonly kind: "opensearch";
      readonly domainArn: string;
      readonly index: string;
      readonly rotation: "OneHour" | "OneDay" | "OneWeek" | "OneMonth";
      readonly retrySeconds: number;
      /** Firehose's own interfaces: in the environment's network, in one that is named, or none. */
      readonly network: "ours" | "none" | { readonly subnets: readonly string[]; readonly securityGroup: string };
    })
  | (AnyTarget & {
      readonly kind: "splunk";
      readonly endpoint: string;
      readonly tokenArn: string;
      readonly acknowledgementSeconds: number;
      readonly retrySeconds: number;
    });

/** Firehose puts in when a record came, in UTC (Firehose developer guide, custom prefixes, 2026-11). */
export const date = "!{timestamp:yyyy/MM/dd/HH}";

const mebibyte = 1_024 ** 2;
const rotations = { hour: "OneHour", day: "OneDay", week: "OneWeek", month: "OneMonth" } as const;

export function targetOf(sink: Sink, system: string, logClass: LogClass): Target {
  const { size, time } = sink.spec.buffer;
  const any = { sink: sink.name, buffer: { mebibytes: Math.ceil(size / mebibyte), seconds: time } };
  if (sink.kind === "s3") return { ...any, kind: "s3", prefix: `${logClass}/${system}/${date}/` };
  if (sink.kind === "splunk") {
    const { endpoint, token, acknowledgement, retry } = sink.spec;
    return {
      ...any,
      kind: "splunk",
      endpoint,
      tokenArn: token,
      acknowledgementSeconds: acknowledgement,
      retrySeconds: retry,
    };
  }
  const { existing, rotation, retry } = sink.spec;
  return {
    ...any,
    kind: "opensearch",
    domainArn: sink.domainArn,
    // An index's name is in lower case.
    index: `logs-${system.toLowerCase()}-${logClass}`,
    rotation: rotations[rotation],
    retrySeconds: retry,
    network: existing === undefined ? "ours" : (existing.network ?? "none"),
  };
}
