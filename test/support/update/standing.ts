import * as z from "zod";
import type { Grounded } from "./ground";
import { standIn } from "./stand-ins";
import { memberType, nothing, withTypes, type TypeOf } from "./types";
import { keysOf, member, withValue, type Path } from "./values";

const valuesSpec = z.record(z.string(), z.unknown());
const resourceSpec = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  provider_name: z.string(),
  schema_version: z.number(),
  values: valuesSpec,
  sensitive_values: z.unknown(),
});

/** What is read of a plan from nothing, to make a state of it. */
export const creationSpec = z.object({
  planned_values: z.object({ root_module: z.object({ resources: z.array(resourceSpec).default([]) }) }),
  resource_changes: z
    .array(z.object({ address: z.string(), change: z.object({ after_unknown: z.unknown() }) }))
    .default([]),
});

/** A resource that stands already. */
export interface StateResource extends Omit<z.output<typeof resourceSpec>, "values"> {
  attributes: Record<string, unknown>;
}

/** The resources of a stack as they stand after its creation: what was planned, and stand-ins for the rest. */
export function standing(stack: Grounded, plan: z.output<typeof creationSpec>, typeOf: TypeOf): StateResource[] {
  const unknown = new Map(plan.resource_changes.map(({ address, change }) => [address, change.after_unknown]));
  const managed = plan.planned_values.root_module.resources.filter(({ mode }) => mode === "managed");
  return managed.map(({ values, ...resource }) => {
    const { address, type, name } = resource;
    const described = { address, type, body: stack.bodyOf(type, name) ?? {} };
    const given = {
      id: standIn(described, ["id"], "string"),
      arn: standIn(described, ["arn"], "string"),
      ...valuesSpec.default({}).parse(stack.assigned.get(address)),
    };
    const attributes = valuesSpec.parse(filled(values, unknown.get(address), given, typeOf(type)));
    return { ...resource, attributes: withTypes(attributes, typeOf(type)) };
  });
}

/** A planned value, with stand-ins where it is known only after apply, and nothing where no reference asks for one. */
function filled(value: unknown, unknown: unknown, given: unknown, type: unknown): unknown {
  if (unknown === true) return given ?? nothing(type);
  const inner = (key: string | number) =>
    filled(member(value, key), member(unknown, key), member(given, key), memberType(type, key));
  if (Array.isArray(value)) return value.map((_, index) => inner(index));
  if (typeof value !== "object" || value === null) return value;
  const keys = new Set([...keysOf(value), ...keysOf(unknown)]);
  return Object.fromEntries([...keys].map((key) => [key, inner(key)]));
}

/** Terraform's state file, version 4. */
export function stateFile(resources: readonly StateResource[]): string {
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "offline",
    outputs: {},
    resources: resources.map((resource) => ({
      mode: resource.mode,
      type: resource.type,
      name: resource.name,
      provider: `provider["${resource.provider_name}"]`,
      instances: [
        {
          index_key: resource.index,
          schema_version: resource.schema_version,
          attributes: resource.attributes,
          sensitive_attributes: sensitivePaths(resource.sensitive_values),
        },
      ],
    })),
  });
}

/** `{ user: true }` → `[[{ type: "get_attr", value: "user" }]]` */
function sensitivePaths(sensitive: unknown, path: readonly object[] = []): object[] {
  if (sensitive === true) return [path];
  if (Array.isArray(sensitive))
    return sensitive.flatMap((item, index) =>
      sensitivePaths(item, [...path, { type: "index", value: { value: index, type: "number" } }]),
    );
  return keysOf(sensitive).flatMap((key) =>
    sensitivePaths(member(sensitive, key), [...path, { type: "get_attr", value: key }]),
  );
}

/** Changes a value of a resource that stands, such as the size of a disk that has grown. */
export function set(resource: StateResource, path: Path, value: unknown): void {
  if (path.reduce(member, resource.attributes) === undefined)
    throw new Error(`${resource.address} has no ${path.join(".")}`);
  resource.attributes = valuesSpec.parse(withValue(resource.attributes, path, value));
}
