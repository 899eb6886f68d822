import * as fc from "fast-check";
import { boundsAt } from "../../../lib/autoscaling/functions/decide";
import { checkSchedule } from "../../../lib/autoscaling/schedule";
import { autoscalingSpec } from "../../../lib/autoscaling/spec";
import { shortWeekdays } from "../../../lib/core/clock";
import { Issues } from "../../../lib/core/issues";

const clock = fc
  .nat({ max: 24 * 4 - 1 })
  .map((quarter) =>
    [quarter / 4, (quarter % 4) * 15].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":"),
  );
const window = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...shortWeekdays), { minLength: 1 }),
  from: clock,
  until: clock,
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati"),
  min: fc.constant(1),
});

test("a time is refused when it holds in no quarter of an hour of the week, and only then", () => {
  const stream = { name: "", arn: "", targetPercent: 70, cooldown: { inSeconds: 0, outSeconds: 0 }, min: 0, max: 9 };
  const quarters = Array.from({ length: 7 * 96 }, (_, quarter) => new Date(Date.UTC(2026, 10, 23, 0, 15 * quarter)));
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 4 }), (windows) => {
      const { partitions } = autoscalingSpec.parse({ partitions: { sales: { min: 1, max: 9, schedule: windows } } });
      const [spec] = Object.values(partitions);
      if (spec === undefined) throw new Error("no partitions");
      const issues = new Issues();
      checkSchedule(spec, 0, [], issues);
      const numbered = spec.schedule.map((one, index) => ({ ...one, min: index + 1 }));
      const held = new Set(quarters.map((now) => boundsAt({ ...stream, schedule: numbered }, now).min));
      expect(issues.all.map(({ path }) => path.at(-1))).toEqual(
        numbered.flatMap(({ min }, index) => (held.has(min) ? [] : [index])),
      );
    }),
  );
});
