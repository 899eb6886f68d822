import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, type Statement } from "../core/policy";
import type { Sink } from "./sinks";
import type { Target } from "./target";
import { serviceHost } from "../core/regions";

export interface StreamRoleInput {
  readonly sink: Sink;
  readonly target: Target;
  readonly bucketArn: string;
  /** What the stream may write below. */
  readonly prefixes: readonly string[];
  /** Alias of the key of logs. */
  readonly keyName: string;
  readonly errorStreamArn: string;
  readonly functionArn: string;
}

/**
 * What a delivery stream may do: what its one destination takes, and nothing of any other.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (2026-11)
 */
export function streamStatements(place: Place, input: StreamRoleInput): Statement[] {
  const { sink, target, bucketArn, prefixes, keyName, errorStreamArn, functionArn } = input;
  const objects = prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
  const base = [
    allow("FindBucket", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], bucketArn),
    allow("WriteObjects", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], objects),
    keyStatement(place, keyName, ["kms:Decrypt", "kms:GenerateDataKey"], [serviceHost(place.region, "s3")]),
    allow("WriteErrors", "logs:PutLogEvents", errorStreamArn),
  ];
  if (target.kind === "s3") return base;
  if (sink.kind === "splunk") return [...base, ...tokenStatements(place, sink.spec)];
  if (target.kind === "opensearch") return [...base, ...searchStatements(target, functionArn)];
  return base;
}

function tokenStatements(place: Place, { token, tokenKey }: { readonly token: string; readonly tokenKey?: string }) {
  const read = allow("ReadToken", "secretsmanager:GetSecretValue", token);
  if (tokenKey === undefined) return [read];
  return [
    read,
    {
      ...allow("DecryptToken", "kms:Decrypt", tokenKey),
      Condition: { StringEquals: { "kms:ViaService": serviceHost(place.region, "secretsmanager") } },
    },
  ];
}

function searchStatements(target: Extract<Target, { kind: "opensearch" }>, functionArn: string): Statement[] {
  const { domainArn, index, network } = target;
  const paths = [
    "_all/_settings",
    "_cluster/stats",
    `${index}*/_mapping/*`,
    "_nodes",
    "_nodes/stats",
    "_nodes/*/stats",
    "_stats",
    `${index}*/_stats`,
  ];
  const own = [
    allow("FindDomain", ["es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains"], domainArn),
    // Firehose writes by the bulk interface, which names the index in its body.
    allow("WriteDocuments", ["es:ESHttpPost", "es:ESHttpPut"], [domainArn, `${domainArn}/*`]),
    allow(
      "ReadState",
      "es:ESHttpGet",
      paths.map((path) => `${domainArn}/${path}`),
    ),
    allow("TakeApart", ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"], `${functionArn}:$LATEST`),
  ];
  if (network === "none") return own;
  return [
    ...own,
    // EC2's descriptions know no narrower resource, and interfaces have ids that AWS assigns (service authorization
    // reference, 2026-11).
    allow(
      "SeeNetwork",
      [
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcs",
      ],
      "*",
    ),
    allow(
      "LiveInNetwork",
      ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
      "*",
    ),
  ];
}
