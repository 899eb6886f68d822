import * as z from "zod";
import { standIn, type Described } from "./stand-ins";
import { memberType, type TypeOf } from "./types";
import { withValue } from "./values";

const bodySpec = z.record(z.string(), z.unknown());
const stackSpec = z.looseObject({ resource: z.record(z.string(), z.record(z.string(), bodySpec)).default({}) });

/** A stack whose references to what AWS assigns are replaced by stand-ins. */
export interface Grounded {
  readonly json: object;
  /** The attributes that were replaced, by the address of their resource. */
  readonly assigned: ReadonlyMap<string, unknown>;
  bodyOf(type: string, name: string): Described["body"] | undefined;
}

/** `aws_x.name.attribute[0].inner` or `aws_x.name["instance"].attribute`, alone or within an expression. */
const reference = /(?<![\w.])([a-z]\w*)\.([\w-]+)(\[(?:\d+|"[^"]*")\])?((?:\.[a-z_]\w*|\[\d+\])+)/g;

/**
 * Replaces each reference to an attribute that no configuration gives, so that a plan from nothing knows every value
 * that one resource takes of another. A reference to what is configured stays: Terraform knows it.
 */
export function ground(stack: object, typeOf: TypeOf): Grounded {
  const { resource } = stackSpec.parse(stack);
  const bodyOf = (type: string, name: string) => resource[type]?.[name];
  const assigned = new Map<string, unknown>();
  const literal = (expression: string, type: string, name: string, instance: string | undefined, steps: string) => {
    const body = bodyOf(type, name);
    const path = [...steps.matchAll(/\w+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
    if (body === undefined || (path[0] ?? "") in body) return expression;
    const address = `${type}.${name}${instance ?? ""}`;
    const value = standIn({ type, address, body }, path, path.reduce(memberType, typeOf(type)));
    assigned.set(address, withValue(assigned.get(address), path, value));
    return JSON.stringify(value);
  };
  const json: unknown = JSON.parse(JSON.stringify(stack), (_, value: unknown) =>
    typeof value === "string" && value.includes("${") ? value.replace(reference, literal) : value,
  );
  return { json: stackSpec.parse(json), assigned, bodyOf };
}
