import { boundsAt, decide, notToday, type Load, type Observed } from "../../../lib/autoscaling/functions/decide";
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
const load = ({ bytes = 0, records = 0 }: Partial<Load>): Load => ({ bytes, records });

/** As busy all the time as in the last minutes, where nothing else is said. */
type Bore = Partial<Load> & Partial<Omit<Observed, "recent" | "past">> & { readonly past?: Partial<Load> | "unknown" };
function having({ bytes, records, past, ...more }: Bore): Observed {
  const recent = load({ ...(bytes !== undefined && { bytes }), ...(records !== undefined && { records }) });
  return {
    shards: 4,
    active: true,
    refused: 0,
    changes: [],
    ...more,
    recent,
    ...(past !== "unknown" && { past: past === undefined ? recent : load(past) }),
  };
}
const decided = (bore: Bore, of: Partial<ScaledStream> = {}) => decide({ ...stream, ...of }, having(bore), now);
const shards = (bore: Bore, of: Partial<ScaledStream> = {}) => decided(bore, of).shards;
const changes = (count: number, seconds = 80_000) => Array.from({ length: count }, () => ago(seconds));

test("the busiest minute says how many shards are needed, by records or by bytes", () => {
  expect(shards({ records: 2_000 })).toBeUndefined();
  expect(shards({ records: 2_001 })).toBe(5);
  expect(shards({ bytes: 4 * 1_024_000 })).toBe(8);
  expect(shards({ records: 1_500 })).toBe(3);
});

test("it grows by quarters of what there is, rounded up, and shrinks by quarters, rounded to what is needed", () => {
  const of = (count: number, needed: number) => shards({ shards: count, records: 500 * needed });
  expect([9, 10, 11, 12, 13, 16, 17].map((needed) => of(8, needed))).toEqual([10, 10, 12, 12, 14, 16, 16]);
  expect([7, 6, 5, 4, 3].map((needed) => of(8, needed))).toEqual([undefined, 6, 6, 4, 4]);
  expect([of(1, 2), of(2, 3), of(3, 4), of(5, 6)]).toEqual([2, 3, 4, 7]);
  expect([of(3, 2), of(5, 4), of(5, 3), of(7, 5)]).toEqual([2, undefined, 3, 5]);
});

test("a rise over five hours is followed to its end, also after five changes of the same day", () => {
  const rising = (before: number) => {
    const made = changes(before, 3_600);
    let count = 5;
    let most = 0;
    for (let minute = 0; minute <= 300; minute += 5) {
      const time = new Date(now.getTime() + 60_000 * minute);
      const recent = load({ records: 3_000 + (17_000 * minute) / 300 });
      const observed = { shards: count, active: true, refused: 0, recent, past: recent, changes: made };
      const decision = decide({ ...stream, targetPercent: 70 }, observed, time);
      if (decision.shards !== undefined) made.push(time.getTime());
      count = decision.shards ?? count;
      most = Math.max(most, count);
      expect(decision.missing).toBe(0);
    }
    return [count >= 29, most <= 40, made.length <= 10];
  };
  expect(rising(0)).toEqual([true, true, true]);
  expect(rising(5)).toEqual([true, true, true]);
});

test("one step doubles or halves at most, and stays within the bounds", () => {
  expect(shards({ records: 15_000 })).toBe(8);
  expect(shards({ shards: 9 })).toBe(5);
  expect(shards({ records: 15_000, shards: 30 }, { max: 29 })).toBe(29);
  expect(shards({ shards: 1 })).toBe(2);
});

test("what the load needs above the bounds is missing, whether or not anything changes", () => {
  const missing = (bore: Bore) => decided(bore, { max: 10 }).missing;
  expect(missing({ records: 5_000 })).toBe(0);
  expect(missing({ records: 5_001 })).toBe(1);
  expect(missing({ records: 9_000, shards: 10, active: false })).toBe(8);
});

test("what AWS changes no more today is missing, also below the bounds", () => {
  expect(decided({ records: 4_000, changes: changes(10) })).toMatchObject({ missing: 4, short: 4 });
  expect(decided({ records: 30_000, changes: changes(10) })).toMatchObject({ missing: 56 });
  expect(decided({ records: 500, changes: changes(10) })).toMatchObject({ missing: 0 });
  expect(decided({ records: 4_000, changes: [ago(1)] })).toMatchObject({ missing: 0 });
  const { shards: count, ...refused } = notToday(decided({ records: 4_000 }), "AWS refuses: ten a day");
  expect([count, refused]).toEqual([
    undefined,
    { missing: 4, short: 4, why: "8 needed, 2 to 40 allowed; AWS refuses: ten a day" },
  ]);
});

test("a cool-down is waited for, for growing and for shrinking", () => {
  expect(shards({ records: 4_000, changes: [ago(899)] })).toBeUndefined();
  expect(shards({ records: 4_000, changes: [ago(900)] })).toBe(8);
  expect(shards({ records: 1_000, changes: [ago(21_599)] })).toBeUndefined();
  expect(shards({ records: 1_000, changes: [ago(21_600)] })).toBe(2);
});

test("AWS changes a stream ten times a day, and half of them are kept for growing", () => {
  expect(shards({ records: 4_000, changes: changes(9) })).toBe(8);
  expect(shards({ records: 4_000, changes: changes(10) })).toBeUndefined();
  expect(shards({ records: 1_000, changes: changes(4) })).toBe(2);
  expect(shards({ records: 1_000, changes: changes(5) })).toBeUndefined();
  expect(shards({ records: 4_000, changes: changes(10, 86_400) })).toBe(8);
});

test("a peak that is over neither adds shards nor is missing, and keeps those that bore it", () => {
  const past = { records: 30_000 };
  expect(decided({ records: 2_000, past })).toMatchObject({ missing: 0, why: "4 needed, 2 to 40 allowed" });
  expect(shards({ records: 2_000, past })).toBeUndefined();
  expect(shards({ records: 500, past })).toBeUndefined();
  expect(shards({ records: 500, past: { records: 1_500 } })).toBe(3);
});

test("refused writes double a stream, whatever was accepted, and its bounds hold", () => {
  expect(shards({ records: 500, refused: 1 })).toBe(8);
  expect(shards({ records: 500, refused: 1 }, { max: 6 })).toBe(6);
  expect(decided({ records: 500, refused: 1, shards: 6 }, { max: 6 })).toMatchObject({ missing: 6 });
  expect(shards({ records: 500, refused: 1, changes: [ago(899)] })).toBeUndefined();
});

test("a stream of which nobody knows how busy it was keeps its shards, within its bounds, and grows", () => {
  expect(shards({ past: "unknown" })).toBeUndefined();
  expect(shards({ past: "unknown", shards: 50 })).toBe(40);
  expect(shards({ past: "unknown", records: 2_001 })).toBe(5);
});

test("bounds hold at once, but a stream that is being changed is left alone", () => {
  expect(shards({ shards: 1, changes: [ago(1)] })).toBe(2);
  expect(shards({ records: 4_000, active: false })).toBeUndefined();
});

test("a time of the week has bounds of its own, over midnight too", () => {
  const at = (text: string, from: string, until: string) =>
    boundsAt({ ...stream, schedule: [{ days: ["wed"], from, until, timeZone: "UTC", min: 8 }] }, new Date(text)).min;
  expect(at("2026-11-25T06:59:00Z", "07:00", "19:00")).toBe(2);
  expect(at("2026-11-25T07:00:00Z", "07:00", "19:00")).toBe(8);
  expect(at("2026-11-25T18:59:00Z", "07:00", "19:00")).toBe(8);
  expect(at("2026-11-25T19:00:00Z", "07:00", "19:00")).toBe(2);
  expect(at("2026-11-26T05:59:00Z", "22:00", "06:00")).toBe(8);
  expect(at("2026-11-26T06:00:00Z", "22:00", "06:00")).toBe(2);
  expect(at("2026-11-25T05:00:00Z", "22:00", "06:00")).toBe(2);
  expect(
    boundsAt(
      { ...stream, schedule: [{ days: ["wed"], from: "00:00", until: "23:59", timeZone: "UTC", min: 3, max: 5 }] },
      now,
    ),
  ).toEqual({ min: 3, max: 5 });
});

test("the times of a week are those of its time zone, in summer and in winter, and so are the days", () => {
  const at = (text: string, from: string, until: string, timeZone: string) =>
    boundsAt({ ...stream, schedule: [{ days: ["fri"], from, until, timeZone, min: 8 }] }, new Date(text)).min === 8;
  const evening = (text: string) => at(text, "16:00", "23:00", "Europe/Berlin");
  expect(["2026-11-27T14:59:00Z", "2026-11-27T15:00:00Z", "2026-11-27T21:59:00Z"].map(evening)).toEqual([
    false,
    true,
    true,
  ]);
  expect(["2026-07-31T13:59:00Z", "2026-07-31T14:00:00Z", "2026-07-31T21:00:00Z"].map(evening)).toEqual([
    false,
    true,
    false,
  ]);
  const early = (text: string) => at(text, "00:00", "02:00", "Asia/Tokyo");
  expect(["2026-11-26T14:59:00Z", "2026-11-26T15:00:00Z", "2026-11-27T00:30:00Z"].map(early)).toEqual([
    false,
    true,
    false,
  ]);
});
