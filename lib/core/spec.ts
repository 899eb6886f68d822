import { distance } from "fastest-levenshtein";
import * as z from "zod";
import { type DataPath, type Issues, issueKinds } from "./issues";
import {
  type Measure,
  durationMeasure,
  parseQuantity,
  patternOf,
  percentMeasure,
  rateMeasure,
  sizeMeasure,
} from "./quantities";

export const specKinds = issueKinds({
  UnknownKey: {
    meaning: "The key is not one that this place knows; nothing is ever silently ignored.",
    remedy: "Correct the spelling, move the key to where it belongs, or take it out.",
  },
  MissingKey: { meaning: "A required key is not there.", remedy: "Add the key with a value of the type named." },
  WrongType: {
    meaning: "The value has another type than the key takes.",
    remedy: "Write a value of the type named; a text of digits only needs quotes in YAML.",
  },
  NotAllowed: { meaning: "The value is not one of the allowed values.", remedy: "Use one of the values listed." },
  OutOfRange: {
    meaning: "The value is below the smallest or above the largest that is allowed.",
    remedy: "Choose a value within the bounds named.",
  },
  BadQuantity: {
    meaning: "The text is no quantity with a unit.",
    remedy: "Write a number and its unit without a space, for example 30s, 256KiB or 60%.",
  },
  BadFormat: {
    meaning: "The text has not the form that the key takes.",
    remedy: "Follow the form named in the message.",
  },
});

/** What a schema's own check says; `read` turns it into an issue of that kind. */
export type SpecKind = keyof typeof specKinds;

function quantity(measure: Measure, min: string, max: string) {
  const bounds = { min: parseQuantity(measure, min) ?? NaN, max: parseQuantity(measure, max) ?? NaN };
  return z
    .string()
    .meta({ pattern: patternOf(measure).source, examples: [min, max] })
    .transform((text, context) => {
      const value = parseQuantity(measure, text);
      if (value !== undefined && value >= bounds.min && value <= bounds.max) return value;
      const [kind, message]: [SpecKind, string] =
        value === undefined
          ? ["BadQuantity", `"${text}" is not ${measure.what}; write for example ${measure.example}`]
          : ["OutOfRange", `${text} is outside ${min} to ${max}`];
      context.addIssue({ code: "custom", message, params: { kind } });
      return z.NEVER;
    });
}

/** A duration between two durations, in seconds once read. */
export const duration = (min: string, max: string) => quantity(durationMeasure, min, max);
/** A size between two sizes, in bytes once read. */
export const size = (min: string, max: string) => quantity(sizeMeasure, min, max);
/** Messages a second. */
export const rate = (min: string, max: string) => quantity(rateMeasure, min, max);
/** A percentage, as a number from 0 to 100 once read. */
export const percent = (min = "0%", max = "100%") => quantity(percentMeasure, min, max);

/**
 * What holds where a value is left out and follows from those beside it. `beside` is the mapping as it was written; the
 * text is the value as one would write it.
 */
export const computed = z.registry<{ compute(beside: unknown): string | undefined }>();

/** A text of one form; `form` says the form in words. */
export function formatted(pattern: RegExp, form: string) {
  return z
    .string()
    .meta({ pattern: pattern.source })
    .check((context) => {
      if (pattern.test(context.value)) return;
      const params = { kind: "BadFormat" satisfies SpecKind };
      const message = `${JSON.stringify(context.value)} is not ${form}`;
      context.issues.push({ code: "custom", input: context.value, message, params });
    });
}

/** The name of a system, channel, client …: letters, digits, and `-`, `_` or `.` between them. */
export const identifier = formatted(
  /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  "a name of letters and digits with single '-', '_' or '.' between them",
);

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
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  for (const problem of result.error.issues) addProblem(problem, { schema, value }, path, issues);
  return undefined;
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
        issues.add(specKinds.UnknownKey, [...path, key], unknownKeyText(key, knownKeys(root.schema, inner)));
      return;
    case "invalid_type": {
      const received = valueAt(root.value, inner);
      if (received === undefined)
        return issues.add(
          specKinds.MissingKey,
          path,
          `'${String(path.at(-1))}' is missing; it takes ${typeText(problem.expected)}`,
        );
      return issues.add(
        specKinds.WrongType,
        path,
        `${show(received)} is ${typeText(kindOf(received))}; ${typeText(problem.expected)} is expected${quoteHint(problem.expected, received)}`,
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
        `${show(problem.input)} is not allowed; allowed: ${problem.values.map(String).join(", ")}${typeof problem.input === "string" ? suggestion(problem.input, problem.values.map(String)) : ""}`,
      );
    case "too_small":
      return issues.add(
        specKinds.OutOfRange,
        path,
        `${sizeOf(problem.input)} is below the smallest allowed, ${String(problem.minimum)}`,
      );
    case "too_big":
      return issues.add(
        specKinds.OutOfRange,
        path,
        `${sizeOf(problem.input)} is above the largest allowed, ${String(problem.maximum)}`,
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

/** Of a union's branches, the one that took the value's type tells what is wrong with it. */
function addUnion(
  problem: z.core.$ZodIssueInvalidUnion,
  root: { schema: z.ZodType; value: unknown },
  base: DataPath,
  issues: Issues,
): void {
  const near = problem.errors.find((branch) =>
    branch.every(({ code, path }) => code !== "invalid_type" || path.length > 0),
  );
  const outer = problem.path;
  for (const cause of near ?? []) addProblem({ ...cause, path: [...outer, ...cause.path] }, root, base, issues);
  if (near !== undefined) return;
  const types = problem.errors.flatMap((branch) =>
    branch.flatMap((cause) => (cause.code === "invalid_type" ? [typeText(cause.expected)] : [])),
  );
  const path = [...base, ...outer.map((step) => (typeof step === "symbol" ? String(step) : step))];
  issues.add(
    specKinds.WrongType,
    path,
    `${show(problem.input)} is not allowed; ${[...new Set(types)].join(", or ")} is expected`,
  );
}

function kindNamed(name: unknown) {
  return Object.values(specKinds).find(({ code }) => code === name) ?? specKinds.BadFormat;
}

function unknownKeyText(key: string, known: readonly string[]): string {
  return `'${key}' is not known here${suggestion(key, known)}${known.length ? `; known: ${known.join(", ")}` : ""}`;
}

/** The keys that the object at a path knows. zod does not tell them with the issue, so the schema is walked. */
function knownKeys(schema: unknown, path: DataPath): string[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  )
    return knownKeys(schema.unwrap(), path);
  if (schema instanceof z.ZodPipe) return knownKeys(schema.in, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => knownKeys(option, path));
  const [step, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, unknown> = schema.shape;
    return step === undefined ? Object.keys(shape) : knownKeys(shape[step], rest);
  }
  if (schema instanceof z.ZodRecord) return knownKeys(schema.valueType, rest);
  return schema instanceof z.ZodArray ? knownKeys(schema.element, rest) : [];
}

/** `; did you mean 'ackDeadline'?` when one of the known words is near enough. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.far - b.far)[0];
  return near === undefined ? "" : `; did you mean '${near.candidate}'?`;
}

function valueAt(root: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    root,
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return `${show(value)} (${value.length} characters)`;
  return show(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function typeText(type: string): string {
  const words: Record<string, string> = {
    object: "a mapping",
    record: "a mapping",
    array: "a list",
    string: "a text",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
    null: "nothing",
  };
  return words[type] ?? type;
}

function quoteHint(expected: string, received: unknown): string {
  return expected === "string" && typeof received !== "object" ? `; write it in quotes, or with its unit` : "";
}
