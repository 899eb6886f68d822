/**
 * AWS's partitions and regions, one row each. The only file with an AWS domain in it: names of services, endpoints and
 * ARNs are built from here. Sources, read 2026-12:
 * - partitions, DNS suffixes, regions, and the regions without MSK or Amazon MQ: `partitions.json` and `endpoints.json`
 *   of botocore 1.44.8
 * - letters and ids of availability zones: the table of `describe-availability-zones` in moto 5.2.5
 * - reversed domains of VPC endpoints: `getDefaultEndpointPrefix` in aws-cdk-lib's `vpc-endpoint.ts`
 * What the sources do not hold is left out: the letters of us-west-1 differ between accounts, and nothing is known of
 * the zones of the isolated regions and of the European Sovereign Cloud.
 */
interface Partition {
  /** The domain below which its endpoints are. */
  readonly dnsSuffix: string;
  /** What the names of some VPC endpoints begin with, where it is not `com.amazonaws`. */
  readonly reversed?: string;
}

const partitions = {
  aws: { dnsSuffix: "amazonaws.com" },
  "aws-cn": { dnsSuffix: "amazonaws.com.cn", reversed: "cn.com.amazonaws" },
  "aws-us-gov": { dnsSuffix: "amazonaws.com" },
  "aws-iso": { dnsSuffix: "c2s.ic.gov", reversed: "gov.ic.c2s" },
  "aws-iso-b": { dnsSuffix: "sc2s.sgov.gov", reversed: "gov.sgov.sc2s" },
  "aws-iso-e": { dnsSuffix: "cloud.adc-e.uk" },
  "aws-iso-f": { dnsSuffix: "csp.hci.ic.gov" },
  "aws-eusc": { dnsSuffix: "amazonaws.eu" },
} satisfies Record<string, Partition>;
export type PartitionId = keyof typeof partitions;

interface Region {
  readonly partition: PartitionId;
  /** Letters of the availability zones that new accounts get. */
  readonly zones?: string;
  /** What the ids of its availability zones begin with. */
  readonly zoneIds?: string;
  /** Services that messaging systems run on and that the region does not have. */
  readonly lacks?: readonly string[];
  /** Services whose VPC endpoint begins with the partition's reversed domain. */
  readonly reversedEndpoints?: readonly string[];
}

const chinaEndpoints = ["kinesis-streams", "lambda", "monitoring", "sqs", "sts"];

const rows = {
  "af-south-1": { partition: "aws", zones: "abc", zoneIds: "afs1" },
  "ap-east-1": { partition: "aws", zones: "abc", zoneIds: "ape1" },
  "ap-east-2": { partition: "aws", zones: "abc", zoneIds: "ape2" },
  "ap-northeast-1": { partition: "aws", zones: "acd", zoneIds: "apne1" },
  "ap-northeast-2": { partition: "aws", zones: "abcd", zoneIds: "apne2" },
  "ap-northeast-3": { partition: "aws", zones: "abc", zoneIds: "apne3" },
  "ap-south-1": { partition: "aws", zones: "abc", zoneIds: "aps1" },
  "ap-south-2": { partition: "aws", zones: "abc", zoneIds: "aps2" },
  "ap-southeast-1": { partition: "aws", zones: "abc", zoneIds: "apse1" },
  "ap-southeast-2": { partition: "aws", zones: "abc", zoneIds: "apse2" },
  "ap-southeast-3": { partition: "aws", zones: "abc", zoneIds: "apse3" },
  "ap-southeast-4": { partition: "aws", zones: "abc", zoneIds: "apse4" },
  "ap-southeast-5": { partition: "aws", zones: "abc", zoneIds: "apse5" },
  "ap-southeast-6": { partition: "aws", zones: "abc", zoneIds: "apse6" },
  "ap-southeast-7": { partition: "aws", zones: "abc", zoneIds: "apse7" },
  "ca-central-1": { partition: "aws", zones: "abd", zoneIds: "cac1" },
  "ca-west-1": { partition: "aws", zones: "abc", zoneIds: "caw1" },
  "eu-central-1": { partition: "aws", zones: "abc", zoneIds: "euc1" },
  "eu-central-2": { partition: "aws", zones: "abc", zoneIds: "euc2" },
  "eu-north-1": { partition: "aws", zones: "abc", zoneIds: "eun1" },
  "eu-south-1": { partition: "aws", zones: "abc", zoneIds: "eus1" },
  "eu-south-2": { partition: "aws", zones: "abc", zoneIds: "eus2" },
  "eu-west-1": { partition: "aws", zones: "abc", zoneIds: "euw1" },
  "eu-west-2": { partition: "aws", zones: "abc", zoneIds: "euw2" },
  "eu-west-3": { partition: "aws", zones: "abc", zoneIds: "euw3" },
  "il-central-1": { partition: "aws", zones: "abc", zoneIds: "ilc1" },
  "me-central-1": { partition: "aws", zones: "abc", zoneIds: "mec1" },
  "me-south-1": { partition: "aws", zones: "abc", zoneIds: "mes1" },
  "mx-central-1": { partition: "aws", zones: "abc", zoneIds: "mxc1" },
  "sa-east-1": { partition: "aws", zones: "abc", zoneIds: "sae1" },
  "us-east-1": { partition: "aws", zones: "abcdef", zoneIds: "use1" },
  "us-east-2": { partition: "aws", zones: "abc", zoneIds: "use2" },
  "us-west-1": { partition: "aws", zoneIds: "usw1" },
  "us-west-2": { partition: "aws", zones: "abcd", zoneIds: "usw2" },
  "cn-north-1": { partition: "aws-cn", zones: "ab", zoneIds: "cnn1", reversedEndpoints: chinaEndpoints },
  "cn-northwest-1": { partition: "aws-cn", zones: "abc", zoneIds: "cnnw1", reversedEndpoints: chinaEndpoints },
  "us-gov-east-1": { partition: "aws-us-gov", zones: "abc", zoneIds: "usge1" },
  "us-gov-west-1": { partition: "aws-us-gov", zones: "abc", zoneIds: "usgw1" },
  "us-iso-east-1": { partition: "aws-iso", reversedEndpoints: ["sns", "sqs"] },
  "us-iso-west-1": { partition: "aws-iso", lacks: ["kafka", "mq"], reversedEndpoints: ["monitoring", "sns", "sqs"] },
  "us-isob-east-1": { partition: "aws-iso-b", lacks: ["kafka", "mq"], reversedEndpoints: ["sns", "sqs"] },
  "us-isob-west-1": { partition: "aws-iso-b", lacks: ["kafka", "mq"] },
  "eu-isoe-west-1": { partition: "aws-iso-e", lacks: ["kafka", "mq"] },
  "us-isof-east-1": { partition: "aws-iso-f", lacks: ["kafka", "mq"] },
  "us-isof-south-1": { partition: "aws-iso-f", lacks: ["kafka", "mq"] },
  "eusc-de-east-1": { partition: "aws-eusc" },
} satisfies Record<string, Region>;
export type RegionName = keyof typeof rows;

const isRegion = (name: string): name is RegionName => Object.hasOwn(rows, name);

/** Every region that Signalbox knows. */
export const regionNames: readonly string[] = Object.keys(rows);

/** The region of this name; undefined when there is none. */
export const regionOf = (name: string): Region | undefined => (isRegion(name) ? rows[name] : undefined);

/** The partition of a region. An unknown region is refused where the file is read; it counts as one of `aws` until then. */
export const partitionOf = (region: string): PartitionId => regionOf(region)?.partition ?? "aws";

const partitionRow = (region: string): Partition => partitions[partitionOf(region)];

/** The host of a service's regional endpoint, which is also the value of `kms:ViaService`: `sqs.eu-west-1.amazonaws.com`. */
export const serviceHost = (region: string, service: string): string =>
  `${service}.${region}.${partitionRow(region).dnsSuffix}`;

/**
 * The principal of a service: `sns.amazonaws.com` in every partition. CloudWatch Logs alone has one for each region, below the
 * partition's own domain (`servicePrincipal` in aws-cdk-lib's region-info, read 2026-12; SQS refuses `events.amazonaws.com.cn`:
 * terraform-aws-modules/terraform-aws-eks#2932).
 */
export const servicePrincipal = (service: string): string => `${service}.amazonaws.com`;
export const logsPrincipal = (region: string): string => serviceHost(region, "logs");

/** The name of a service's VPC endpoint: `com.amazonaws.eu-west-1.sqs`. S3's gateway is named alike in every partition. */
export function endpointServiceName(region: string, service: string): string {
  const reversed = regionOf(region)?.reversedEndpoints?.includes(service) ? partitionRow(region).reversed : undefined;
  return `${reversed ?? "com.amazonaws"}.${region}.${service}`;
}
