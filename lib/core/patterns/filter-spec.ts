import * as z from "zod";

/** A single string or several: `"dev-"` or `["dev-", "test-"]`. */
const strings = z.union([z.string(), z.array(z.string()).min(1)]);
const anythingBut = z.union([
  z.string(),
  z.number(),
  z.array(z.string()).min(1),
  z.array(z.number()).min(1),
  z.strictObject({ prefix: strings.optional(), suffix: strings.optional(), wildcard: strings.optional() }),
]);

const operators = z.strictObject({
  prefix: z.string().optional(),
  suffix: z.string().optional(),
  wildcard: z.string().optional(),
  "equals-ignore-case": z.string().optional(),
  "anything-but": anythingBut.optional(),
  numeric: z
    .array(z.union([z.string(), z.number()]))
    .min(2)
    .max(4)
    .optional(),
  exists: z.boolean().optional(),
  cidr: z.string().optional(),
});

/** A test of one value by exactly one operator. */
export type Operators = z.output<typeof operators>;
/** A test of one value: equality, or an operator. */
export type Condition = string | number | boolean | null | Operators;

/**
 * Keys with their alternatives: every key must match one of its conditions. A mapping below a key tests what the
 * object of that name holds. Below `$or` stand at least two filters, of which one must match.
 */
export interface Filter {
  readonly [key: string]: readonly (Condition | Filter)[] | Filter;
}

export const filterSpec: z.ZodType<Filter, Filter> = z
  .record(
    z.string().min(1),
    z.union([
      z
        .array(
          z.union([
            z.string(),
            z.number(),
            z.boolean(),
            z.null(),
            operators,
            z.lazy((): z.ZodType<Filter, Filter> => filterSpec),
          ]),
        )
        .min(1),
      z.lazy((): z.ZodType<Filter, Filter> => filterSpec),
    ]),
  )
  .describe(
    "Which messages the subscriber gets: every key must match one of its values; under $or, one of several filters must match. All messages when left out",
  );

export const isOperators = (value: Condition | Filter): value is Operators => operators.safeParse(value).success;
