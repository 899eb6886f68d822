import { places, planHostile, soundness, unreached } from "../support/texts/hostile";
import { synthesize } from "../support/render";

const template = "${path.cwd}%{if true}x%{endif}";
/** Alone, inside other text, and around it. */
const texts = (value: string) => [
  template,
  `${value}${template}${value}`,
  `${template}${value}`,
  `${value}${template}`,
];

test("the file that has everything is sound", () => {
  expect(soundness()).toEqual([]);
});

test("every field that takes a template is in it, for each engine and pattern", () => {
  expect(places.length).toBeGreaterThan(900);
  expect(unreached(texts)).toEqual([]);
});

const cases = texts("").flatMap((_, index) => [true, false].map((alerts) => ({ index, alerts })));

// Without routes of alerts, the owner's name is any text.
test.each(cases)("text of any field is never a template of Terraform: $index, alerts $alerts", ({ index, alerts }) => {
  const { plan, changes } = planHostile((value) => texts(value)[index] ?? "", { alerts });
  expect(changes.length).toBeGreaterThan(20);
  const json = JSON.stringify(synthesize(plan));
  // Escaped once: neither raw, nor escaped again.
  expect(json.match(/.{30}(?<!\$)\$\{path\.cwd.{9}|.{30}(?<!%)%\{if.{9}/g) ?? []).toEqual([]);
  expect(json.match(/.{30}(\$\$\$\{|%%%\{).{9}/g) ?? []).toEqual([]);
  expect(json.split("$${path.cwd}%%{if true}x%%{endif}").length).toBeGreaterThan(20);
});
