import { issueKinds, PlanError, type DataPath } from "./issues";
import { valueAt } from "./walk";
import { show } from "./wording";

export const literalKinds = issueKinds({
  TokenInPlan: {
    meaning:
      "A value holds a token of cdktf, which represents a value known only after deployment. A plan is computed before it.",
    remedy:
      "Write the name or ARN itself. Pass a value known only after deployment to the construct, beside its plan (keyArn, network).",
  },
});

/** What `TokenInPlan` reports of a value. */
export const tokenText = (value: unknown): string =>
  `${show(value)} holds a token of cdktf; must be a value known before deployment. Write the name or ARN itself.`;

/** Escaped copies, each with the value that it was made from. */
const originals = new WeakMap<object, object>();

/**
 * A plan, or a part of one, as Terraform must receive it. A plan holds no references, so each of its texts is literal, keys
 * of mappings included: `${` and `%{`, which begin a template in Terraform, are escaped.
 *
 * A part of an escaped plan is not escaped again; a plan without templates is returned unchanged.
 *
 * @throws PlanError when the plan holds a token of cdktf: escaped, it would never be resolved
 */
export function literal<P>(plan: P): P;
export function literal(plan: unknown): unknown {
  if (isEscaped(plan)) return plan;
  const found = contentOf(plan);
  if (found === "token") {
    const path = tokenIn(plan) ?? [];
    const issue = { kind: literalKinds.TokenInPlan, path, message: tokenText(valueAt(plan, path)) };
    throw new PlanError("the construct", [issue]);
  }
  return found === "template" ? escaped(plan) : plan;
}

/**
 * A construct's properties with its plan escaped. Properties beside the plan may hold references and are kept.
 * Constructs read their plan only through this function; a lint rule holds it.
 */
export function withLiteralPlan<T extends { readonly plan: unknown }>(props: T): T {
  const plan = literal(props.plan);
  return plan === props.plan ? props : { ...props, plan };
}

/** The part of a plan that an escaped part was made from. */
export function original<P extends object>(part: P): P;
export function original(part: object): object {
  return originals.get(part) ?? part;
}

/** The path of the first token of cdktf in a value; undefined without one. */
export function tokenIn(value: unknown, path: DataPath = []): DataPath | undefined {
  if (contentOf(value) !== "token") return undefined;
  if (typeof value !== "object" || value === null || isResolvable(value)) return path;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    const found = isToken(key) ? at : tokenIn(inner, at);
    if (found !== undefined) return found;
  }
  return path;
}

type Content = "plain" | "template" | "token";

function contentOf(value: unknown): Content {
  if (isToken(value)) return "token";
  if (typeof value === "string") return value.includes("${") || value.includes("%{") ? "template" : "plain";
  if (typeof value !== "object" || value === null) return "plain";
  if (isResolvable(value)) return "token";
  let content: Content = "plain";
  for (const [key, inner] of Object.entries(value))
    for (const found of Array.isArray(value) ? [contentOf(inner)] : [contentOf(key), contentOf(inner)]) {
      if (found === "token") return found;
      if (found === "template") content = found;
    }
  return content;
}

/** How cdktf 0.21 writes a token into a text, as a number, and as a number of a list (tokens/private/encoding). */
const tokenForms = /TfToken\[|-8\.10956221259\d*e\+298|-1\.88815458970\d*e\+289/;
const isToken = (value: unknown): boolean =>
  typeof value === "string"
    ? tokenForms.test(value)
    : typeof value === "number" && value < -1e288 && tokenForms.test(String(value));

const isResolvable = (value: object): boolean => "resolve" in value && typeof value.resolve === "function";

const isEscaped = (value: unknown): boolean => typeof value === "object" && value !== null && originals.has(value);

function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
  if (typeof value !== "object" || value === null || originals.has(value)) return value;
  const copy = Array.isArray(value)
    ? value.map(escaped)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [String(escaped(key)), escaped(inner)]));
  originals.set(copy, value);
  return copy;
}
