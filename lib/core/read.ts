import * as z from "zod";
import type { DataPath, Issues } from "./issues";
import { literalKinds, tokenIn, tokenText } from "./literal";
import { forms, specKinds } from "./spec";
import { allowedDiscriminators, knownKeys, schemaAt, valueAt } from "./walk";
import { boundText, kindText, listed, quoteHint, show, sizeOf, suggestion, typeText, unitHint } from "./wording";

export { listed, suggestion } from "./wording";

/**
 * Reads a value through its schema. Every problem becomes an issue with its whole path; the result is undefined when
 * there is one, so that nobody plans from half-read data.
 */
export function read<S extends z.ZodType>(
  schema: S,
  value: unknown,
  path: DataPath,
  issues: Issues,
): z.output<S> | undefined {
  const token = tokenIn(value);
  if (token !== undefined) {
    issues.add(literalKinds.TokenInPlan, [...path, ...token], tokenText(valueAt(value, token)));
    return undefined;
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  for (const problem of withoutFollowing(result.error.issues)) addProblem(problem, { schema, value }, path, issues);
  return undefined;
}

/** zod measures a list as a text: of a value of another type only the type is reported. */
function withoutFollowing(problems: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const at = ({ path }: z.core.$ZodIssue) => JSON.stringify(path.map(String));
  const mistyped = new Set(problems.filter(({ code }) => code === "invalid_type").map(at));
  return problems.filter((problem) => problem.code === "invalid_type" || !mistyped.has(at(problem)));
}

function addProblem(
  problem: z.core.$ZodIssue,
  root: { schema: z.ZodType; value: unknown },
  base: DataPath,
  issues: Issues,
): void {
  const inner = problem.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const path = [...base, ...inner];
  switch (problem.code) {
    case "unrecognized_keys":
      for (const key of problem.keys)
        issues.add(
          specKinds.UnknownKey,
          [...path, key],
          unknownKeyText(key, knownKeys(root.schema, inner, root.value)),
        );
      return;
    case "invalid_type": {
      const received = valueAt(root.value, inner);
      const form = formAt(root, inner);
      const takes = form?.words ?? typeText(problem.expected);
      const hint = form?.unit ? unitHint(received) : quoteHint(problem.expected, received);
      if (received === undefined)
        return issues.add(specKinds.MissingKey, path, `'${String(path.at(-1))}' is missing; it takes ${takes}`);
      return issues.add(
        specKinds.WrongType,
        path,
        `${show(received)} is ${kindText(received)}; ${takes} is expected${hint}`,
      );
    }
    case "invalid_value":
      if (problem.input === undefined)
        return issues.add(
          specKinds.MissingKey,
          path,
          `'${String(path.at(-1))}' is missing; it takes one of ${problem.values.map(String).join(", ")}`,
        );
      return issues.add(
        specKinds.NotAllowed,
        path,
        `${show(problem.input)} is not allowed; allowed: ${listed(problem.values.map(String))}${typeof problem.input === "string" ? suggestion(problem.input, problem.values.map(String)) : ""}`,
      );
    case "too_small":
      return issues.add(
        specKinds.OutOfRange,
        path,
        `${sizeOf(problem.input)} is below the smallest allowed, ${boundText(problem.input, problem.minimum)}`,
      );
    case "too_big":
      return issues.add(
        specKinds.OutOfRange,
        path,
        `${sizeOf(problem.input)} is above the largest allowed, ${boundText(problem.input, problem.maximum)}`,
      );
    case "invalid_key":
      for (const cause of problem.issues)
        addProblem({ ...cause, path: [] }, { schema: root.schema, value: inner.at(-1) }, path, issues);
      return;
    case "invalid_union":
      return addUnion(problem, root, base, issues);
    case "custom":
      return issues.add(kindNamed(problem.params?.kind), path, problem.message);
    default:
      return issues.add(specKinds.BadFormat, path, `${show(problem.input)}: ${problem.message}`);
  }
}

/** The form of the text that a path takes, where it is more than any text. */
function formAt({ schema, value }: { schema: z.ZodType; value: unknown }, path: DataPath) {
  const at = schemaAt(schema, path, value);
  return at instanceof z.ZodString ? forms.get(at) : undefined;
}

/** Of a union's branches, the one that took the value's type tells what is wrong with it. */
function addUnion(
  problem: z.core.$ZodIssueInvalidUnion,
  root: { schema: z.ZodType; value: unknown },
  base: DataPath,
  issues: Issues,
): void {
  if (problem.discriminator !== undefined) return addDiscriminator(problem.discriminator, problem, root, base, issues);
  const near = problem.errors.find((branch) => !branch.some((cause) => isOfAnotherType(cause, problem.input)));
  const outer = problem.path;
  for (const cause of near ?? []) addProblem({ ...cause, path: [...outer, ...cause.path] }, root, base, issues);
  if (near !== undefined) return;
  const types = problem.errors.flatMap((branch) => branch.flatMap(expectedBy));
  const path = [...base, ...outer.map((step) => (typeof step === "symbol" ? String(step) : step))];
  issues.add(
    specKinds.WrongType,
    path,
    `${show(problem.input)} is not allowed; ${[...new Set(types)].join(", or ")} is expected`,
  );
}

/** Whether a branch was never meant: it takes another type than the value has. A word of an enum is a type of its own. */
function isOfAnotherType({ code, path, ...cause }: z.core.$ZodIssue, value: unknown): boolean {
  if (path.length > 0) return false;
  if (code === "invalid_type") return true;
  return "values" in cause && !cause.values.some((allowed) => typeof allowed === typeof value);
}

function expectedBy(cause: z.core.$ZodIssue): string[] {
  if (cause.code === "invalid_type") return [typeText(cause.expected)];
  return cause.code === "invalid_value" ? [`one of ${cause.values.map(String).join(", ")}`] : [];
}

/** A union's branch is named by a key that is not there, or names none. */
function addDiscriminator(
  key: string,
  problem: z.core.$ZodIssueInvalidUnion,
  root: { schema: z.ZodType; value: unknown },
  base: DataPath,
  issues: Issues,
): void {
  const path = problem.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const allowed = allowedDiscriminators(schemaAt(root.schema, path.slice(0, -1), root.value), key);
  const said = valueAt(root.value, path);
  const list = allowed.join(", ");
  if (said === undefined)
    issues.add(specKinds.MissingKey, [...base, ...path], `'${key}' is missing; it takes one of ${list}`);
  else
    issues.add(
      specKinds.NotAllowed,
      [...base, ...path],
      `${show(said)} is not allowed; allowed: ${list}${typeof said === "string" ? suggestion(said, allowed) : ""}`,
    );
}

function kindNamed(name: unknown) {
  return Object.values(specKinds).find(({ code }) => code === name) ?? specKinds.BadFormat;
}

function unknownKeyText(key: string, known: readonly string[]): string {
  return `'${key}' is not known here${suggestion(key, known)}${known.length ? `; known: ${known.join(", ")}` : ""}`;
}
