import * as z from "zod";
import { isTimeZone } from "./clock";
import { regionNames } from "./regions";
import { suggestion } from "./wording";
import { issueKinds } from "./issues";
import {
  type Measure,
  byteRateMeasure,
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
    remedy: "Write a value of the type named; a text of digits only needs quotes in YAML, a quantity its unit.",
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

/** What a text has to be, in words, and whether it has a unit: `an AWS region such as eu-west-1`. */
export const forms = z.registry<{ words: string; unit?: true }>();

function quantity(measure: Measure, min: string, max: string) {
  const bounds = { min: parseQuantity(measure, min) ?? NaN, max: parseQuantity(measure, max) ?? NaN };
  return z
    .string()
    .meta({ pattern: patternOf(measure).source, examples: [min, max] })
    .register(forms, { words: `${measure.what} from ${min} to ${max}`, unit: true })
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
/** Bytes a second. */
export const byteRate = (min: string, max: string) => quantity(byteRateMeasure, min, max);
/** A percentage, as a number from 0 to 100 once read. */
export const percent = (min = "0%", max = "100%") => quantity(percentMeasure, min, max);

/**
 * What holds where a value is left out and follows from those beside it. `beside` is the mapping as it was written; the
 * text is the value as one would write it.
 */
export const computed = z.registry<{ compute(beside: unknown): string | undefined }>();

/** A text that a check takes; `form` says in words which it takes. */
export const checked = (takes: (text: string) => boolean, form: string) =>
  z
    .string()
    .check((context) => {
      if (takes(context.value)) return;
      const params = { kind: "BadFormat" satisfies SpecKind };
      const message = `${JSON.stringify(context.value)} is not ${form}`;
      context.issues.push({ code: "custom", input: context.value, message, params });
    })
    .register(forms, { words: form });

/** A text of one form; `form` says the form in words. */
export const formatted = (pattern: RegExp, form: string) =>
  checked((text) => pattern.test(text), form)
    .meta({ pattern: pattern.source })
    .register(forms, { words: form });

/** A time zone of the tz database. */
export const timeZone = checked(isTimeZone, "a time zone such as Europe/Berlin");

/** The name of a system, channel, client …: letters, digits, and `-`, `_` or `.` between them. */
export const identifier = formatted(
  /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  "a name of letters and digits with single '-', '_' or '.' between them",
);

/** An AWS region. */
export const region = z
  .string()
  .check((context) => {
    if (regionNames.includes(context.value)) return;
    const params = { kind: "NotAllowed" satisfies SpecKind };
    const message = `${JSON.stringify(context.value)} is not an AWS region such as eu-west-1${suggestion(context.value, regionNames)}`;
    context.issues.push({ code: "custom", input: context.value, message, params });
  })
  .meta({ enum: regionNames })
  .register(forms, { words: "an AWS region such as eu-west-1" });

/** A reason of fewer characters explains nothing. */
export const shortestReason = 8;

/** Why something is not as usual. */
export const reason = z.string().min(shortestReason).describe("Why; it goes into the risk register");

/** Keeps objects of a bucket from being deleted or overwritten for a while. */
export const objectLock = z
  .strictObject({
    mode: z
      .enum(["governance", "compliance"])
      .default("governance")
      .describe("governance: an administrator may lift it; compliance: nobody may"),
    retention: duration("1d", "10y").describe("How long an object cannot be deleted or overwritten"),
  })
  .describe("Object lock");
