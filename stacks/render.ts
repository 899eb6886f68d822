import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * cdktf's own resolver makes a context for every value it passes, tokens or not, and most of what Signalbox renders is
 * plain data. Here plain data is copied, and what holds a token goes to cdktf's resolver.
 */
export function resolveTokens(value: unknown, scope: IConstruct, preparing: boolean): unknown {
  if (isPlainScalar(value)) return value;
  if (Array.isArray(value) && !value.some(marksList))
    return value.map((item) => resolveTokens(item, scope, preparing)).filter((item) => item !== undefined);
  if (isPlainObject(value)) {
    const copy: Record<string, unknown> = {};
    // Sorted, as they are written.
    for (const key of Object.keys(value).sort()) {
      const resolved = resolveTokens(Reflect.get(value, key), scope, preparing);
      if (resolved !== undefined) copy[key] = resolved;
    }
    return copy;
  }
  return Tokenization.resolve(value, { scope, preparing, resolver: new DefaultTokenResolver(new StringConcat()) });
}

/** A token in a text is `${TfToken[…]}`; one in a number is a number with e+298, of a list e+289 (cdktf 0.21, tokens/private/encoding). */
const tokenText = /TfToken|\$\{|e\+2(89|98)/;

function isPlainScalar(value: unknown): boolean {
  if (typeof value === "string") return !tokenText.test(value);
  if (typeof value === "number") return Number.isSafeInteger(value);
  return value === null || value === undefined || typeof value === "boolean";
}

/** A list that is a token has one element that says so. */
const marksList = (item: unknown): boolean =>
  (typeof item === "string" && item.includes("TfToken")) || (typeof item === "number" && !Number.isSafeInteger(item));

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !("resolve" in value) && !Object.keys(value).some((key) => tokenText.test(key));
}

/**
 * Runs a function without the stack trace that cdktf takes of every token that is made. They are a third of the memory
 * and an eighth of the time of a large stack, and tell only where a token came from that could not be resolved.
 * With SIGNALBOX_DEBUG set they are taken.
 */
export function withoutTokenTraces<T>(run: () => T): T {
  if (process.env.SIGNALBOX_DEBUG !== undefined) return run();
  const own = Object.getOwnPropertyDescriptor(Error, "captureStackTrace");
  Error.captureStackTrace = (target) => void Object.assign(target, { stack: "" });
  try {
    return run();
  } finally {
    if (own !== undefined) Object.defineProperty(Error, "captureStackTrace", own);
  }
}
