import { runSimulation } from "@cloud-copilot/iam-simulate";

/** One request to AWS, and the policies that decide about it. */
export interface Request {
  /** ARN of a role, or a service's name. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The account that owns the resource. */
  readonly account: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** Literal JSON, each. */
  readonly identityPolicies?: readonly string[];
  readonly resourcePolicy?: string;
}

/** What a principal may do whom its own account lets do everything. */
export const everything = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/**
 * The simulator drops `kms:EncryptionContext:*` keys, so policy and request name another key in their place; and it
 * knows no request over TLS by itself.
 */
const rewritten = (text: string): string => text.replaceAll("kms:EncryptionContext:", "aws:PrincipalTag/");

/** AWS's decision by simulation. A policy that AWS would refuse, or a context key that was ignored, is an error. */
export async function decide(request: Request): Promise<"allowed" | "denied"> {
  const { principal, action, resource, account, identityPolicies = [], resourcePolicy } = request;
  const contextVariables = context(request);
  const parse = (text: string): unknown => JSON.parse(rewritten(text));
  const simulation = {
    request: { principal, action, resource: { resource, accountId: account }, contextVariables },
    identityPolicies: identityPolicies.map((text, index) => ({ name: `policy${index}`, policy: parse(text) })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: parse(resourcePolicy) }),
  };
  const outcome = await runSimulation(simulation, {});
  if (outcome.resultType === "error") throw new Error(JSON.stringify(outcome.errors, null, 2));
  if (outcome.resultType !== "single") throw new Error(`${resource} names more than one resource`);
  const ignored = outcome.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`${action} on ${resource}: ignored ${ignored.join(", ")}`);
  return outcome.overallResult === "Allowed" ? "allowed" : "denied";
}

function context({ principal, context: more = {} }: Request): Record<string, string | string[]> {
  const role = /:iam::(\d{12}):/.exec(principal)?.[1];
  const who: Record<string, string> =
    role === undefined
      ? { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": principal }
      : { "aws:PrincipalIsAWSService": "false", "aws:PrincipalAccount": role, "aws:PrincipalArn": principal };
  const all = { "aws:SecureTransport": "true", ...who, ...more };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [rewritten(key), value]));
}
