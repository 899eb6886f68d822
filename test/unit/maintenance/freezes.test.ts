import * as fc from "fast-check";
import { Issues } from "../../../lib/core/issues";
import { between, isLocalTime, isTimeZone } from "../../../lib/core/clock";
import { absentText, planCalendar } from "../../../lib/maintenance/calendar";
import { freezesAt, freezeText, planFreezes } from "../../../lib/maintenance/freezes";
import { maintenanceSpec } from "../../../lib/maintenance/spec";
import { place } from "../../support/sns-sqs";

const said = { from: "2026-12-18", until: "2027-01-04", owner: "shop", reason: "the busiest weeks" };
function freezes(all: object) {
  const issues = new Issues();
  const plan = planFreezes(maintenanceSpec.parse({ freezes: all }), ["orders", "work"], ["maintenance"], issues);
  return { plan, codes: issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`) };
}
const hours = (from: string, until: string, zone: string) => {
  const { begins, ends } = between(from, until, zone);
  return (ends - begins) / 3_600_000;
};

describe("local times", () => {
  test.each([
    ["2028-02-29", true],
    ["2027-02-29", false],
    ["2100-02-29", false],
    ["2026-12-31T23:59", true],
    ["2026-12-31T24:00", false],
    ["2026-13-01", false],
    ["2026-12-1", false],
    ["2026-12-18 18:00", false],
    ["", false],
  ])("%p is one: %p", (text, is) => expect(isLocalTime(text)).toBe(is));

  test.each([
    ["Europe/Berlin", true],
    ["UTC", true],
    ["Europe/Atlantis", false],
    ["", false],
  ])("%p is a time zone: %p", (zone, is) => expect(isTimeZone(zone)).toBe(is));

  test.each([
    ["an ordinary day", "2026-12-18", "2026-12-18", "Europe/Berlin", 24],
    ["the day on which clocks go forward", "2027-03-28", "2027-03-28", "Europe/Berlin", 23],
    ["the day on which they go back", "2027-10-31", "2027-10-31", "Europe/Berlin", 25],
    ["a leap day", "2028-02-29", "2028-02-29", "Europe/Berlin", 24],
    ["two days over the leap day", "2028-02-28", "2028-03-01", "UTC", 72],
    ["the hour that there is twice: both", "2027-10-31T02:00", "2027-10-31T02:59", "Europe/Berlin", 1 + 59 / 60],
    ["a time that there is not: as long as it can be", "2027-03-28T02:30", "2027-03-28T03:00", "Europe/Berlin", 0.5],
    ["a day that begins at one, its midnight being skipped", "2026-09-06", "2026-09-06", "America/Santiago", 24],
  ])("%s", (_, from, until, zone, length) => expect(hours(from, until, zone)).toBeCloseTo(length, 6));

  test("a day begins where clocks show its midnight", () => {
    const { begins, ends } = between("2026-12-18", "2027-01-04", "Europe/Berlin");
    expect(new Date(begins).toISOString()).toBe("2026-12-17T23:00:00.000Z");
    expect(new Date(ends).toISOString()).toBe("2027-01-04T23:00:00.000Z");
  });

  test("every day lasts 23 to 26 hours, in any zone", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia");
    const days = fc.date({ min: new Date("2024-01-01"), max: new Date("2034-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, days, (zone, date) => {
        const day = date.toISOString().slice(0, 10);
        expect(hours(day, day, zone)).toBeGreaterThanOrEqual(23);
        expect(hours(day, day, zone)).toBeLessThanOrEqual(26);
      }),
    );
  });
});

describe("freezes", () => {
  test.each([
    ["2026-12-17T22:59:59.999Z", []],
    ["2026-12-17T23:00:00.000Z", ["year-end"]],
    ["2027-01-04T22:59:59.999Z", ["year-end"]],
    ["2027-01-04T23:00:00.000Z", []],
  ])("at %s there hold %p", (now, names) => {
    const { plan } = freezes({ "year-end": { ...said, timeZone: "Europe/Berlin" } });
    expect(freezesAt(plan, new Date(now)).map(({ name }) => name)).toEqual(names);
  });

  const weekend = { ...said, from: "FRIDAY 16:00", until: "MONDAY 08:00", timeZone: "Europe/Berlin" };
  const night = { ...said, from: "TUESDAY 22:00", until: "WEDNESDAY 04:30", timeZone: "Europe/Berlin" };
  test.each([
    ["2026-11-27T14:59:59.999Z", []],
    ["2026-11-27T15:00:00.000Z", ["weekend"]],
    ["2026-11-29T23:00:00.000Z", ["weekend"]],
    ["2026-11-30T06:59:59.999Z", ["weekend"]],
    ["2026-11-30T07:00:00.000Z", []],
    ["2026-12-01T20:59:59.999Z", []],
    ["2026-12-01T21:00:00.000Z", ["night"]],
    ["2026-12-02T03:29:59.999Z", ["night"]],
    ["2026-12-02T03:30:00.000Z", []],
    // By summer time, an hour earlier.
    ["2026-07-03T13:59:59.999Z", []],
    ["2026-07-03T14:00:00.000Z", ["weekend"]],
    ["2026-07-06T05:59:59.999Z", ["weekend"]],
    ["2026-07-06T06:00:00.000Z", []],
  ])("of each week: at %s there hold %p", (now, names) => {
    const { plan, codes } = freezes({ weekend, night });
    expect(codes).toEqual([]);
    expect(freezesAt(plan, new Date(now)).map(({ name }) => name)).toEqual(names);
  });

  test("of each week say so, and last from one minute to another", () => {
    const { plan } = freezes({ weekend });
    expect(plan.map(freezeText)).toEqual([
      'the freeze "weekend" of shop holds each week from FRIDAY 16:00 until MONDAY 08:00 (Europe/Berlin) for the whole environment',
    ]);
    expect(freezes({ one: { ...weekend, until: "FRIDAY 16:01" } }).codes).toEqual([]);
    const none = freezes({ one: { ...weekend, until: "FRIDAY 16:00" } });
    expect(none.codes).toEqual(["FreezeEmpty maintenance.freezes.one.until"]);
    expect(freezesAt(none.plan, new Date("2026-11-27T15:00Z"))).toEqual([]);
    for (const mixed of [{ until: "2026-12-18" }, { from: "2026-12-18" }])
      expect(freezes({ one: { ...weekend, ...mixed } }).codes).toEqual(["FreezeMixed maintenance.freezes.one.until"]);
  });

  test("may overlap and be over; one of a system holds for it alone", () => {
    const { plan, codes } = freezes({
      past: { ...said, from: "2020-01-01", until: "2020-01-02" },
      all: said,
      orders: { ...said, systems: ["orders"] },
    });
    expect(codes).toEqual([]);
    const at = (system?: string) => freezesAt(plan, new Date("2026-12-24T12:00Z"), system).map(({ name }) => name);
    expect(at()).toEqual(["all", "orders"]);
    expect(at("orders")).toEqual(["all", "orders"]);
    expect(at("work")).toEqual(["all"]);
  });

  test("that end before they begin, or name no system of the file, are issues", () => {
    expect(freezes({ back: { ...said, until: "2026-12-17" } }).codes).toEqual([
      "FreezeEmpty maintenance.freezes.back.until",
    ]);
    expect(freezes({ one: { ...said, until: "2026-12-18" } }).codes).toEqual([]);
    expect(freezes({ other: { ...said, systems: ["orders", "order"] } }).codes).toEqual([
      "FreezeUnknownSystem maintenance.freezes.other.systems.1",
    ]);
  });
});

describe("the calendar", () => {
  const calendar = (all: object, issues = new Issues()) =>
    planCalendar(place, freezes(all).plan, ["maintenance"], issues);

  test("has the freezes of the whole environment, by UTC, and there is none without them", () => {
    expect(calendar({})).toBeUndefined();
    expect(calendar({ orders: { ...said, systems: ["orders"] } })).toBeUndefined();
    expect(calendar({ weekend: { ...said, from: "FRIDAY 16:00", until: "MONDAY 08:00" } })).toBeUndefined();
    const { name, content } = calendar({ "year-end": { ...said, timeZone: "Europe/Berlin" } }) ?? {};
    expect(name).toBe("prod-freezes");
    expect(content?.split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "PRODID:-//AWS//Change Calendar 1.0//EN",
      "VERSION:2.0",
      "X-CALENDAR-TYPE:DEFAULT_OPEN",
      "X-WR-CALDESC:Freezes of prod",
      "BEGIN:VEVENT",
      "DTSTAMP:20261217T230000Z",
      "UID:prod-freezes-year-end",
      "SUMMARY:year-end",
      "DESCRIPTION:the busiest weeks (shop)",
      "DTSTART:20261217T230000Z",
      "DTEND:20270104T230000Z",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  test("lacks freezes of each week and of systems, and it is said which", () => {
    const absent = (all: object) => absentText(place, freezes(all).plan);
    const weekend = { ...said, from: "FRIDAY 16:00", until: "MONDAY 08:00" };
    const orders = { ...said, systems: ["orders"] };
    expect(absent({})).toBeUndefined();
    expect(absent({ "year-end": said })).toBeUndefined();
    expect(absent({ "year-end": said, weekend, orders })).toMatch(
      /^the Change Calendar prod-freezes lacks "weekend", "orders": /,
    );
    expect(absent({ weekend })).toMatch(/^there is no Change Calendar of "weekend": /);
    expect(calendar({ "year-end": said, weekend, orders })?.content.match(/^SUMMARY:.*$/gm)).toEqual([
      "SUMMARY:year-end",
    ]);
  });

  test("escapes what people write, and breaks long lines within 75 bytes without losing any", () => {
    const reason = `first; second, third\nfourth \\ ${"ü".repeat(60)}`;
    const content = calendar({ one: { ...said, reason } })?.content ?? "";
    for (const line of content.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(content.replaceAll("\r\n ", "")).toContain(
      `DESCRIPTION:first\\; second\\, third\\nfourth \\\\ ${"ü".repeat(60)} (shop)`,
    );
  });

  test("has 64 KB at most", () => {
    const sized = (length: number) => {
      const issues = new Issues();
      const content = calendar({ one: { ...said, reason: "x".repeat(length) } }, issues)?.content ?? "";
      return { bytes: Buffer.byteLength(content), found: issues.all.map(({ kind, path }) => [kind.code, path]) };
    };
    // Each line of 77 bytes, its end among them, holds 74 characters of the reason.
    const near = 62_000 + Math.floor(((65_536 - sized(62_000).bytes) * 74) / 77);
    const most = [-3, -2, -1, 0, 1, 2, 3].map((by) => near + by).find((one) => sized(one).bytes === 65_536);
    expect(sized(most ?? 0)).toEqual({ bytes: 65_536, found: [] });
    expect(sized((most ?? 0) + 1).found).toEqual([["CalendarTooLarge", ["maintenance", "freezes"]]]);
  });
});
