import { issueKinds, type DataPath, type Issues } from "./issues";
import type { Statement } from "./policy";

export const policyKinds = issueKinds({
  PolicyTooLarge: {
    meaning: "A policy document is larger than its service accepts, so that the deploy would fail in the middle.",
    remedy:
      "Name an account instead of many of its roles (clients: { x: { account } }), admit fewer clients, or split the system.",
  },
});

interface PolicyLimit {
  /** Whose policy it is, for messages. */
  readonly of: string;
  /** UTF-8 bytes; documents have no white space between tokens, which IAM would not count. */
  readonly bytes: number;
  readonly statements?: number;
  /** Of one statement. */
  readonly actions?: number;
  readonly principals?: number;
  readonly conditions?: number;
}

/**
 * What each service accepts as a policy, read 2026-12:
 * - managed and trust policies: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * - SQS: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html (policy quotas)
 * - VPC endpoint: docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
 * - Secrets Manager, OpenSearch: `NonEmptyResourcePolicyType` and `PolicyDocument` in botocore 1.44.8
 * - SNS: docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html; KMS: …/kms/latest/developerguide/resource-limits.html; S3: …/AmazonS3/latest/
 *   userguide/bucket-policies.html; Logs: …/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html. These four were not read anew in
 *   2026-12, and neither source states a limit of Kinesis or MSK; 20 KiB is taken, the limit of S3.
 */
const policyLimits = {
  identity: { of: "the managed policy", bytes: 6_144 },
  trust: { of: "the trust policy of the role", bytes: 2_048 },
  sqs: { of: "the policy of the queue", bytes: 8_192, statements: 20, actions: 7, principals: 50, conditions: 10 },
  sns: { of: "the policy of the topic", bytes: 30_720, statements: 100, principals: 200 },
  kms: { of: "the key policy", bytes: 32_768 },
  s3: { of: "the bucket policy", bytes: 20_480 },
  kinesis: { of: "the policy of the stream or consumer", bytes: 20_480 },
  kafka: { of: "the cluster policy", bytes: 20_480 },
  secretsmanager: { of: "the policy of the secret", bytes: 20_480 },
  logs: { of: "the resource policy of CloudWatch Logs", bytes: 5_120 },
  es: { of: "the access policy of the domain", bytes: 102_400 },
  endpoint: { of: "the policy of the VPC endpoint", bytes: 20_480 },
} satisfies Record<string, PolicyLimit>;
export type PolicyKind = keyof typeof policyLimits;

/** What each kind of policy may have at most. */
export const policyLimit = (kind: PolicyKind): PolicyLimit => policyLimits[kind];

const isKind = (name: string): name is PolicyKind => Object.hasOwn(policyLimits, name);

/**
 * Whose policy a document is: what has no principal belongs to an identity, the rest to the service of its actions.
 * Undefined where the service has no row here, which a test over every stack rules out.
 */
export function policyKindOf(statements: readonly Statement[]): PolicyKind | undefined {
  if (statements.every(({ Principal }) => Principal === undefined)) return "identity";
  const services = new Set(
    statements.flatMap(({ Action }) => list(Action)).map((action) => action.split(":")[0] ?? ""),
  );
  const [service = ""] = [...services].map((name) => (name === "kafka-cluster" ? "kafka" : name));
  if (service === "sts") return "trust";
  if (service === "*") return "endpoint";
  return isKind(service) ? service : undefined;
}

/** The statements of a policy document; undefined where the text is none. */
export function statementsIn(text: string): readonly Statement[] | undefined {
  return text.startsWith('{"Statement":[') && text.endsWith('"Version":"2012-10-17"}') ? statementsOf(text) : undefined;
}

/** What `policyText` wrote is read back as what it was made of. */
function statementsOf(text: string): readonly Statement[] | undefined {
  const document: unknown = JSON.parse(text);
  return isDocument(document) ? document.Statement : undefined;
}

const isDocument = (value: unknown): value is { readonly Statement: readonly Statement[] } =>
  typeof value === "object" && value !== null && "Statement" in value && Array.isArray(value.Statement);

/** What a document has too much of, in words; undefined where it fits. */
export function excessOf(text: string, statements: readonly Statement[], limit: PolicyLimit): string | undefined {
  const counts: [number, number | undefined, string][] = [
    [Buffer.byteLength(text), limit.bytes, "bytes"],
    [statements.length, limit.statements, "statements"],
    [most(statements, ({ Action }) => list(Action).length), limit.actions, "actions in a statement"],
    [most(statements, ({ Principal }) => principals(Principal).length), limit.principals, "principals in a statement"],
    [most(statements, ({ Condition }) => conditions(Condition)), limit.conditions, "conditions in a statement"],
  ];
  const found = counts.find(([count, limitOf]) => limitOf !== undefined && count > limitOf);
  return found && `${found[0]} ${found[2]}; must be at most ${found[1]}`;
}

/** Measures one document against its service's limit. */
export function checkPolicy(text: string, statements: readonly Statement[], path: DataPath, issues: Issues): void {
  const kind = policyKindOf(statements);
  const limit = kind && policyLimit(kind);
  const excess = limit && excessOf(text, statements, limit);
  if (limit === undefined || excess === undefined) return;
  const resource = statements.flatMap(({ Resource = [] }) => list(Resource)).find((arn) => arn.startsWith("arn:"));
  issues.add(
    policyKinds.PolicyTooLarge,
    path,
    `${limit.of}${resource === undefined || kind === "identity" ? "" : ` ${resource}`} has ${excess}. Admit fewer clients, or name an account instead of its roles`,
  );
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === "string" ? [value] : value);

function principals(principal: Statement["Principal"]): readonly string[] {
  if (principal === undefined || principal === "*") return [];
  return list("AWS" in principal ? principal.AWS : principal.Service);
}

const conditions = (condition: Statement["Condition"] = {}): number =>
  Object.values(condition).reduce((sum, keys) => sum + Object.keys(keys).length, 0);

const most = (statements: readonly Statement[], count: (statement: Statement) => number): number =>
  statements.reduce((max, statement) => Math.max(max, count(statement)), 0);
