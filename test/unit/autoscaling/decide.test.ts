import { boundsAt, decide, type Observed } from "../../../lib/autoscaling/functions/decide";
import type { ScaledStream } from "../../../lib/autoscaling/functions/event";

const stream: ScaledStream = {
  name: "prod-clicks-views",
  arn: "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-clicks-views",
  min: 2,
  max: 40,
  targetPercent: 50,
  cooldown: { inSeconds: 21_600, outSeconds: 900 },
  schedule: [],
};
// A Wednesday.
const now = new Date("2026-11-25T12:00:00Z");
const ago = (seconds: number) => now.getTime() - 1_000 * seconds;
const having = (more: Partial<Observed>): Observed => ({
  shards: 4,
  active: true,
  bytes: 0,
  records: 2_000,
  changes: [],
  ...more,
});
const shards = (more: Partial<Observed>, of: Partial<ScaledStream> = {}) =>
  decide({ ...stream, ...of }, having(more), now).shards;

test("the busiest minute says how many shards are needed, by records or by bytes", () => {
  expect(shards({})).toBeUndefined();
  expect(shards({ records: 2_001 })).toBe(5);
  expect(shards({ bytes: 4 * 1_024_000 })).toBe(8);
  expect(shards({ records: 1_500 })).toBe(3);
});

test("one step doubles or halves at most, and stays within the bounds", () => {
  expect(shards({ records: 15_000 })).toBe(8);
  expect(shards({ records: 0, shards: 9 })).toBe(5);
  expect(shards({ records: 15_000, shards: 30 }, { max: 29 })).toBe(29);
  expect(shards({ records: 0, shards: 1 })).toBe(2);
});

test("what the load needs above the bounds is missing, whether or not anything changes", () => {
  const missing = (more: Partial<Observed>) => decide({ ...stream, max: 10 }, having(more), now).missing;
  expect(missing({ records: 5_000 })).toBe(0);
  expect(missing({ records: 5_001 })).toBe(1);
  expect(missing({ records: 9_000, shards: 10, active: false })).toBe(8);
});

test("a cool-down is waited for, for growing and for shrinking", () => {
  expect(shards({ records: 4_000, changes: [ago(899)] })).toBeUndefined();
  expect(shards({ records: 4_000, changes: [ago(900)] })).toBe(8);
  expect(shards({ records: 1_000, changes: [ago(21_599)] })).toBeUndefined();
  expect(shards({ records: 1_000, changes: [ago(21_600)] })).toBe(2);
});

test("AWS changes a stream ten times a day, and half of them are kept for growing", () => {
  const old = (count: number) => Array.from({ length: count }, () => ago(80_000));
  expect(shards({ records: 4_000, changes: old(9) })).toBe(8);
  expect(shards({ records: 4_000, changes: old(10) })).toBeUndefined();
  expect(shards({ records: 1_000, changes: old(4) })).toBe(2);
  expect(shards({ records: 1_000, changes: old(5) })).toBeUndefined();
  expect(shards({ records: 4_000, changes: Array.from({ length: 10 }, () => ago(86_400)) })).toBe(8);
});

test("bounds hold at once, but a stream that is being changed is left alone", () => {
  expect(shards({ shards: 1, changes: [ago(1)] })).toBe(2);
  expect(shards({ records: 4_000, active: false })).toBeUndefined();
});

test("a time of the week has bounds of its own, over midnight too", () => {
  const at = (text: string, from: string, until: string) =>
    boundsAt({ ...stream, schedule: [{ days: ["wed"], from, until, min: 8 }] }, new Date(text)).min;
  expect(at("2026-11-25T06:59:00Z", "07:00", "19:00")).toBe(2);
  expect(at("2026-11-25T07:00:00Z", "07:00", "19:00")).toBe(8);
  expect(at("2026-11-25T18:59:00Z", "07:00", "19:00")).toBe(8);
  expect(at("2026-11-25T19:00:00Z", "07:00", "19:00")).toBe(2);
  expect(at("2026-11-26T05:59:00Z", "22:00", "06:00")).toBe(8);
  expect(at("2026-11-26T06:00:00Z", "22:00", "06:00")).toBe(2);
  expect(at("2026-11-25T05:00:00Z", "22:00", "06:00")).toBe(2);
  expect(
    boundsAt({ ...stream, schedule: [{ days: ["wed"], from: "00:00", until: "23:59", min: 3, max: 5 }] }, now),
  ).toEqual({ min: 3, max: 5 });
});
