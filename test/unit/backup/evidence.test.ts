import { stripVTControlCharacters } from "node:util";
import { evidenceText } from "../../../bin/commands/drill/evidence";
import type { Evidence } from "../../../lib/backup/functions/words";

const evidence: Evidence = {
  system: "orders",
  run: "drill-1",
  startedAt: "2026-11-25T02:17:00.000Z",
  endedAt: "2026-11-25T02:18:00.000Z",
  good: true,
  channels: [
    {
      channel: "placed",
      equal: true,
      expected: 0,
      received: 0,
      objects: 0,
      faults: [],
      faultCount: 0,
      differences: [],
      recoveryTimeSeconds: 1,
      recoveryPointSeconds: 0,
    },
  ],
  unproven: ["placed"],
  untested: ["shipped", "returned"],
  lost: ["message ids"],
};

/** Without colours, which picocolors also gives a CI. */
const text = (of: Evidence) => stripVTControlCharacters(evidenceText(of));

test("a drill says what it did not prove, and what it did not test", () => {
  const lines = text(evidence).split("\n");
  expect(lines).toContain("not proven, because their archives hold nothing: placed");
  expect(lines).toContain("not tested: shipped, returned");
  expect(lines.at(-1)).toBe("nothing to restore, so nothing is proven: drill-1");
  const whole = text({ ...evidence, unproven: [], untested: [] });
  expect(whole).not.toMatch(/not proven|not tested/);
  expect(whole).toContain("placed: equal");
  expect(whole.split("\n").at(-1)).toBe("restored: drill-1");
});
