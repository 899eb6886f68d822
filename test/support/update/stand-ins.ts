import { createHash } from "node:crypto";
import { memberType, nothing } from "./types";
import type { Path } from "./values";

const region = "eu-west-1";
const account = "000000000000";
const place = `${region}:${account}`;

/** The service in an ARN, by how the type begins, where it is not the type's first word. */
const services: readonly (readonly [prefix: string, service: string])[] = [
  ["cloudwatch_log", "logs"],
  ["cloudwatch_event", "events"],
  ["msk", "kafka"],
  ["appautoscaling", "application-autoscaling"],
  ["lb", "elasticloadbalancing"],
  ...["vpc", "subnet", "security_group", "route", "eip", "nat", "network", "flow_log", "internet"].map(
    (prefix): [string, string] => [prefix, "ec2"],
  ),
];

/** ARNs that are not `service:region:account:kind/name`. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  aws_cloudwatch_log_group: (name) => `logs:${place}:log-group:${name}`,
  aws_lambda_function: (name) => `lambda:${place}:function:${name}`,
  aws_mq_broker: (name) => `mq:${place}:broker:${name}:b-${uuid(name)}`,
  aws_s3_bucket: (name) => `s3:::${name}`,
  aws_secretsmanager_secret: (name) => `secretsmanager:${place}:secret:${name}-AbCdEf`,
  aws_sns_topic: (name) => `sns:${place}:${name}`,
  aws_sqs_queue: (name) => `sqs:${place}:${name}`,
};

/** Types whose id is their ARN. */
const knownByArn =
  /^aws_(sns_topic|iam_policy|msk_cluster|msk_configuration|secretsmanager_secret|kinesis_stream|lb|lb_listener|lb_target_group)$/;

const idPrefixes: Readonly<Record<string, string>> = {
  aws_vpc: "vpc",
  aws_subnet: "subnet",
  aws_security_group: "sg",
  aws_route_table: "rtb",
  aws_vpc_endpoint: "vpce",
  aws_vpc_security_group_ingress_rule: "sgr",
  aws_vpc_security_group_egress_rule: "sgr",
};

/** A resource as its configuration describes it. */
export interface Described {
  readonly type: string;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What stands in for an attribute that AWS assigns: always the same for the same resource, of its type, and an id or an
 * ARN of the right form, because the provider checks both.
 */
export function standIn(resource: Described, path: Path, type: unknown): unknown {
  if (type === "number") return 1;
  if (type === "bool") return false;
  const text = textOf(resource, path);
  if (type === "string") return text;
  return memberType(type, 0) === "string" ? [text] : nothing(type);
}

function textOf(resource: Described, path: Path): string {
  const [attribute] = path;
  if (attribute === "id") return idOf(resource);
  if (attribute === "arn") return arnOf(resource);
  if (attribute === "key_id") return uuid(resource.address);
  if (path.length === 1 && /_arn$/.test(`${attribute}`)) return `${arnOf(resource)}/${attribute}`;
  return [givenName(resource), ...path].join("-");
}

function arnOf(resource: Described): string {
  const { type } = resource;
  const known = arns[type]?.(givenName(resource));
  if (known !== undefined) return `arn:aws:${known}`;
  const [word = "", ...kind] = type.replace(/^aws_/, "").split("_");
  const service = services.find(([prefix]) => type.startsWith(`aws_${prefix}`))?.[1] ?? word;
  const id = type === "aws_kms_key" ? uuid(resource.address) : givenName(resource);
  return `arn:aws:${service}:${service === "iam" ? `:${account}` : place}:${kind.join("-") || word}/${id}`;
}

function idOf(resource: Described): string {
  const { type } = resource;
  const prefix = idPrefixes[type];
  if (prefix !== undefined) return `${prefix}-0${hash(resource.address).slice(0, 16)}`;
  if (type === "aws_kms_key") return uuid(resource.address);
  if (type === "aws_sqs_queue") return `https://sqs.${region}.amazonaws.com/${account}/${givenName(resource)}`;
  return knownByArn.test(type) ? arnOf(resource) : givenName(resource);
}

/** The name that the configuration gives, `orders` of `{ name: "orders" }` or `{ function_name: "orders" }`. */
function givenName(resource: Described): string {
  const names = Object.entries(resource.body).filter(([key]) => /^(name|bucket|.+_name)$/.test(key));
  const given = names.map(([, value]) => value).find((value) => typeof value === "string" && !value.includes("${"));
  return typeof given === "string" ? given : hash(resource.address).slice(0, 17);
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const uuid = (text: string): string => hash(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
