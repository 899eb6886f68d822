import * as fc from "fast-check";
import type { Condition, Filter } from "../../lib/core/patterns/filter";

const words = [
  "",
  "x",
  "xy",
  "Xy",
  "yx",
  "é",
  "*",
  "a*b",
  "\\",
  'say "x"',
  "10.0.0.1",
  "10.0.9.1",
  "2001:db8::1",
  "1",
  "true",
];
const numbers = [0, 1, -1, 1.5, 0.00001, 5, -5, 1e9, -1e9];
const text = fc.constantFrom(...words);
const number = fc.constantFrom(...numbers);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const filled = text.filter((one) => one !== "");
const pattern = fc.constantFrom("x", "*", "x*", "*y", "a\\*b", "\\\\", "*x*", "x*y", "é*", '*"', "\\**");
const several = (one: fc.Arbitrary<string>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 2 }));
const range = fc
  .tuple(fc.constantFrom(">", ">="), number, fc.constantFrom("<", "<="), number)
  .filter(([, low, , high]) => low < high);

/** A condition of any operator. */
export const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ wildcard: pattern }),
  fc.record({ "equals-ignore-case": text }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ cidr: fc.constantFrom("10.0.0.0/24", "10.0.0.1/8", "2001:db8::/32") }),
  fc.record({ numeric: fc.tuple(fc.constantFrom("=", "<", "<=", ">", ">="), number) }),
  fc.record({ numeric: range }),
  fc.record({ "anything-but": fc.oneof(text, number) }),
  fc.record({
    "anything-but": fc.oneof(
      fc.array(text, { minLength: 1, maxLength: 3 }),
      fc.array(number, { minLength: 1, maxLength: 3 }),
    ),
  }),
  fc.record({ "anything-but": fc.record({ prefix: several(filled) }) }),
  fc.record({ "anything-but": fc.record({ suffix: several(filled) }) }),
  fc.record({ "anything-but": fc.record({ wildcard: several(pattern) }) }),
);
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
const keys = fc.constantFrom("a", "b", "c", "d", "__proto__x");

/** A filter on attributes, with `$or` at any level. */
export const attributeFilter = filters(keys, () => conditions);
/** A filter on the body: keys are paths, and mappings stand below keys. */
export const bodyFilter = filters(fc.oneof(keys, fc.constantFrom("a.b", "a.c", "b.c.d")), (inner) =>
  fc.oneof({ weight: 3, arbitrary: conditions }, { weight: 1, arbitrary: inner }),
);

function filters(
  key: fc.Arbitrary<string>,
  valueOf: (inner: fc.Arbitrary<Filter>) => fc.Arbitrary<Filter[string]>,
): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => {
    const plain = fc.dictionary(key, valueOf(tie("filter")), { minKeys: 1, maxKeys: 3 });
    const branches = fc.record({ $or: fc.array(tie("filter"), { minLength: 2, maxLength: 3 }) });
    return {
      filter: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        plain,
        branches,
        fc.tuple(plain, branches).map(([some, others]): Filter => ({ ...some, ...others })),
      ),
    };
  }).filter;
}

/** Message attributes, as the values that they mean. */
export const attributes = fc.dictionary(keys, fc.oneof(text, number, fc.array(scalar, { maxLength: 3 })), {
  maxKeys: 4,
});

/** A body: objects, and arrays of objects, of the keys that filters name. */
export const body = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, tie("object"), fc.array(tie("value"), { maxLength: 3 })),
  object: fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
})).object;
