import * as z from "zod";
import { keysOf, member } from "./values";

const resourcesSpec = z.object({
  provider_schemas: z.record(
    z.string(),
    // A provider has more than a thousand; each is looked at when it is asked for.
    z.object({ resource_schemas: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
const nestedSpec = z.looseObject({ nesting_mode: z.string() });
const blockSpec = z.object({
  attributes: z
    .record(z.string(), z.object({ type: z.unknown().optional(), nested_type: nestedSpec.optional() }))
    .default({}),
  block_types: z.record(z.string(), nestedSpec.extend({ block: z.unknown() })).default({}),
});

/** Of a type of resource: the type of its state as Terraform writes types, `["object", { arn: "string" }]`. */
export type TypeOf = (resourceType: string) => unknown;

/** Terraform's own resource, whose schema it tells only of stacks that have one. */
const builtIn = ["object", { id: "string", input: "dynamic", output: "dynamic", triggers_replace: "dynamic" }];

/** Reads `terraform providers schema -json`. */
export function readTypes(text: string): TypeOf {
  const providers = Object.values(resourcesSpec.parse(JSON.parse(text)).provider_schemas);
  return (resourceType) => {
    if (resourceType === "terraform_data") return builtIn;
    const schema = providers.map(({ resource_schemas: types }) => types[resourceType]).find((one) => one !== undefined);
    return schema === undefined ? undefined : blockType(member(schema, "block"));
  };
}

function blockType(block: unknown): unknown {
  const { attributes, block_types: blocks } = blockSpec.parse(block);
  const types: Record<string, unknown> = {};
  for (const [name, { type, nested_type: nested }] of Object.entries(attributes))
    types[name] = nested === undefined ? type : nestedType(nested.nesting_mode, nested);
  for (const [name, { nesting_mode: mode, block: inner }] of Object.entries(blocks))
    types[name] = nestedType(mode, inner);
  return ["object", types];
}

function nestedType(mode: string, block: unknown): unknown {
  return ["list", "set", "map"].includes(mode) ? [mode, blockType(block)] : blockType(block);
}

/** The type of a member of a list, a mapping or an object; of what may be anything, a text. */
export function memberType(type: unknown, key: string | number): unknown {
  if (type === "dynamic") return "string";
  return member(type, 0) === "object" ? member(member(type, 1), key) : member(type, 1);
}

/** What Terraform's state has where AWS answers nothing: a collection is empty, never null. */
export function nothing(type: unknown): unknown {
  const kind = member(type, 0);
  if (kind === "list" || kind === "set") return [];
  return kind === "map" ? {} : null;
}

/** Values as a state file has them: one of any type brings its type along. */
export function withTypes(values: object, type: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]: [string, unknown]) => [
      key,
      memberType(type, key) === "dynamic" && value !== null ? { value, type: typeOfValue(value) } : value,
    ]),
  );
}

function typeOfValue(value: unknown): unknown {
  if (value === null) return "string";
  if (typeof value !== "object") return typeof value === "boolean" ? "bool" : typeof value;
  return ["object", Object.fromEntries(keysOf(value).map((key) => [key, typeOfValue(member(value, key))]))];
}
