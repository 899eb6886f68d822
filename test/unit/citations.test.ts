import { agedOn, citations, mostDays } from "../facts/ages";

const all = citations();

test.each([
  "lib/engines/kinesis/limits.ts",
  "lib/engines/mq/versions.ts",
  "lib/engines/msk/limits.ts",
  "lib/engines/msk/versions.ts",
  "lib/engines/sns-sqs/limits.ts",
  "lib/functions/limits.ts",
  "lib/autoscaling/limits.ts",
  "lib/logging/domain-support.ts",
])("%s says when its sources were read", (file) => {
  expect(all.filter(({ place }) => place.startsWith(`${file}:`))).not.toEqual([]);
});

test("a source is old the day after its half year", () => {
  const source = { place: "a", text: "b", read: "2026-01-01" };
  expect(mostDays).toBe(180);
  expect(agedOn("2026-06-30", [source])).toEqual([]);
  expect(agedOn("2026-07-01", [source])).toEqual([source]);
});
