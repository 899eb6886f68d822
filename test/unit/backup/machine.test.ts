import validate from "asl-validator";
import { planned } from "../../support/environments";

const machines = planned("prod").systems.flatMap(({ name, backup: { restore } }) =>
  restore === undefined ? [] : [[name, restore.definition] as const],
);

test.each(machines)("the state machine of %s is sound States Language", (_, definition) => {
  expect(validate(JSON.parse(definition))).toMatchObject({ isValid: true, errors: [] });
});

test("a definition that leads nowhere is not", () => {
  const broken = machines[0]![1].replace('"Next":"Compare"', '"Next":"Nowhere"');
  expect(validate(JSON.parse(broken)).isValid).toBe(false);
});
