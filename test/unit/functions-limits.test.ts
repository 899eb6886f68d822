import { Issues } from "../../lib/core/issues";
import type { FunctionFacts } from "../../lib/core/facts";
import { checkFunctions } from "../../lib/functions/limits";
import { planFunctions } from "../../lib/functions/plan";
import { place } from "../support/sns-sqs";

const facts: FunctionFacts = {
  id: "archive",
  entry: "none",
  description: "Keeps messages",
  timeoutSeconds: 60,
  memoryMiB: 256,
  inNetwork: false,
  statements: [],
  variables: {},
  lateVariables: [],
  trigger: { kind: "call", callers: [] },
};

function found(more: Partial<FunctionFacts>) {
  const issues = new Issues();
  const { functions } = planFunctions(
    place,
    { name: "orders", functions: [{ ...facts, ...more }] },
    "alias/prod-orders",
  );
  checkFunctions(functions, ["systems", "orders"], issues);
  return issues.all.map(({ kind }) => kind.code);
}

test.each([
  [4_096, 0, []],
  [4_097, 0, ["FunctionVariables"]],
  [3_696, 1, []],
  [3_697, 1, ["FunctionVariables"]],
])("variables of %i bytes and %i that come late: %j", (bytes, late, kinds) => {
  const value = "x".repeat(bytes - '{"A":""}'.length);
  const lateVariables = Array.from({ length: late }, (_, index) => `LATE_${index}`);
  expect(found({ variables: { A: value }, lateVariables })).toEqual(kinds);
});
