import { Fn, TerraformStack, Testing, Token } from "cdktf";
import * as fc from "fast-check";
import { literal, original, tokenIn, withLiteralPlan } from "../../lib/core/literal";
import { PlanError } from "../../lib/core/issues";
import { Key } from "../../lib/encryption/aws";
import { planKey } from "../../lib/encryption/plan";
import { planSnsSqs } from "../../lib/engines/sns-sqs";
import { codesOf, place } from "../support/sns-sqs";

const text = fc
  .array(fc.constantFrom("$", "%", "{", "}", "$$", "%%", "${", "%{", "a"), { maxLength: 9 })
  .map((parts) => parts.join(""));

/** What Terraform reads: `$${` is `${`, `%%{` is `%{` (Terraform language, strings and templates, 2026-12). */
const read = (escaped: string) => escaped.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{");
const isTemplate = (escaped: string) => /(?<!\$)\$\{|(?<!%)%\{/.test(escaped);

test("escaped text has no template, and Terraform reads it as it was", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(isTemplate(literal(value))).toBe(false);
      expect(read(literal(value))).toBe(value);
    }),
  );
});

test("every text of a plan is escaped, keys included, once however often", () => {
  const plan = { "a${x}": [{ b: "%{if true}" }, 5, null, true], c: "plain" };
  const once = literal(plan);
  expect(once).toEqual({ "a$${x}": [{ b: "%%{if true}" }, 5, null, true], c: "plain" });
  expect(literal(once)).toBe(once);
  const part = Object.values(once)[0];
  expect(literal(part)).toBe(part);
  expect(original(once)).toBe(plan);
  expect(withLiteralPlan({ plan, keyArn: "${late}" })).toEqual({ plan: once, keyArn: "${late}" });
});

test("a plan without templates is returned unchanged", () => {
  const props = { plan: { a: ["b"] }, keyArn: "c" };
  expect(withLiteralPlan(props)).toBe(props);
});

describe("a token of cdktf in a plan is an error", () => {
  const late = { resolve: () => "late" };
  const tokens: readonly unknown[] = [
    Token.asString(late),
    `arn:${Token.asString(late)}`,
    Token.asNumber(late),
    `${Token.asNumber(late)}`,
    Token.asList(late),
    Token.asNumberList(late),
    Token.asStringMap(late),
    Fn.upper(Token.asString(late)),
    late,
  ];
  test.each(tokens.map((token, index) => [index, token] as const))("%i", (_, token) => {
    expect(tokenIn({ a: [{ b: token }] })?.slice(0, 3)).toEqual(["a", 0, "b"]);
    expect(() => literal({ a: token })).toThrow(PlanError);
  });

  test("of a planner, with its path", () => {
    const channels = { events: { owner: Token.asString(late), subscribers: { email: {} } } };
    expect(codesOf(() => planSnsSqs(place, "orders", { channels }))).toEqual([
      "TokenInPlan orders.channels.events.owner",
    ]);
  });

  test("of a construct", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const plan = planKey(place, { parts: ["p"], description: Token.asString(late), uses: [], protect: true });
    expect(codesOf(() => new Key(stack, "Key", { plan }))).toEqual(["TokenInPlan description"]);
  });
});

test("a construct in a stack of one's own escapes its plan", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new Key(stack, "Key", {
    plan: planKey(place, { parts: ["p"], description: "${path.cwd} %{if}", uses: [], protect: true }),
  });
  expect(Testing.synth(stack)).toContain("$${path.cwd} %%{if}");
});
