import type { DataPath, Issues } from "../../core/issues";
import { checkConditions } from "../../core/patterns/filter";
import type { Filter } from "../../core/patterns/pub-sub";
import { kinds } from "./kinds";
import { limits } from "./limits";

/** The filter policy of a subscription as SNS reads it: literal JSON with sorted keys. */
export function filterPolicy(filter: Filter, on: "attributes" | "body", path: DataPath, issues: Issues): string {
  const text = JSON.stringify(on === "body" ? nested(filter) : sortedKeys(filter));
  checkFilter(filter, text, path, issues);
  return text;
}

function sortedKeys(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `{ "user.kind": [x] }` → `{ user: { kind: [x] } }`: the keys of a body filter are paths into the body. */
function nested(filter: Filter): object {
  // A map, because somebody may filter on a key such as "constructor".
  type Node = Map<string, Node | Filter[string]>;
  const fresh = (): Node => new Map<string, Node | Filter[string]>();
  const root = fresh();
  for (const [key, alternatives] of Object.entries(sortedKeys(filter))) {
    const steps = key.split(".");
    const last = steps.pop() ?? key;
    let node = root;
    for (const step of steps) {
      const there = node.get(step);
      const next = there instanceof Map ? there : fresh();
      node.set(step, next);
      node = next;
    }
    node.set(last, alternatives);
  }
  const plain = (node: Node): object =>
    Object.fromEntries([...node].map(([key, value]) => [key, value instanceof Map ? plain(value) : value]));
  return plain(root);
}

function checkFilter(filter: Filter, text: string, path: DataPath, issues: Issues): void {
  const keys = Object.keys(filter);
  const add = (at: DataPath, message: string) => issues.add(kinds.BadFilter, at, message);
  if (keys.length > limits.filterKeys) add(path, `${keys.length} keys; SNS takes at most ${limits.filterKeys}`);
  const combinations = Object.values(filter).reduce((product, alternatives) => product * alternatives.length, 1);
  if (combinations > limits.filterCombinations)
    add(path, `${combinations} combinations of values; SNS takes at most ${limits.filterCombinations}`);
  if (text.length > limits.filterBytes) add(path, `${text.length} bytes; SNS takes at most ${limits.filterBytes}`);
  for (const key of keys)
    for (const other of keys)
      if (other.startsWith(`${key}.`))
        add([...path, other], `'${key}' is both a value and an object that holds '${other}'`);
  checkConditions(filter, path, add);
}
