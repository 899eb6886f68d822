import { readFileSync } from "node:fs";
import * as z from "zod";
import { check } from "../../../bin/commands/check";
import { stacks } from "../../../bin/commands/stacks";
import { deploymentSteps } from "../../../lib/environment/plan";
import { planned } from "../../support/environments";

const inside = new Date("2026-12-24T18:00:00Z");
const before = new Date("2026-12-01T00:00:00Z");

/** What a check of prod prints at a moment, and how it ends. */
function checked(now: Date, overrideFreeze?: string, format = "text") {
  const printed: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  try {
    return { code: check(["prod"], { format, writeInventory: false, overrideFreeze }, now), text: printed.join("\n") };
  } finally {
    log.mockRestore();
  }
}

test("outside a freeze a check passes", () => {
  const { code, text } = checked(before);
  expect(code).toBe(0);
  expect(text).toContain("stacks/environments/prod.yaml: fine");
  expect(text).not.toContain("Frozen");
});

test("inside, it fails at the freeze, with when it is over, whose it is, and the way out", () => {
  const lines = readFileSync("stacks/environments/prod.yaml", "utf8").split("\n");
  const line = lines.findIndex((text) => text.trim() === "year-end:") + 1;
  const { code, text } = checked(inside);
  expect(code).toBe(1);
  expect(text).toContain(`stacks/environments/prod.yaml:${line}:5  Frozen  `);
  expect(text).toMatch(/"year-end" of shop-platform holds from 2026-12-18 until 2027-01-04 \(Europe\/Berlin\)/);
  expect(text).toMatch(/--override-freeze/);
  expect(text).not.toContain("fine");
});

test.each([
  ["2026-12-17T22:59:59.999Z", undefined],
  ["2026-12-17T23:00:00.000Z", "year-end"],
  ["2027-01-04T22:59:59.999Z", "year-end"],
  ["2027-01-04T23:00:00.000Z", undefined],
  ["2026-12-06T20:59:59.999Z", undefined],
  ["2026-12-06T21:00:00.000Z", "settlement"],
  ["2026-12-07T02:59:59.999Z", "settlement"],
  ["2026-12-07T03:00:00.000Z", undefined],
])("at %s a check is held up by %p", (now, freeze) => {
  const { code, text } = checked(new Date(now));
  expect(code).toBe(freeze === undefined ? 0 : 1);
  expect([...text.matchAll(/the freeze "([\w-]+)" of/g)].map(([, name]) => name)).toEqual(freeze ? [freeze] : []);
});

test("a freeze of each week says when it is, whose, and for what", () => {
  expect(checked(new Date("2026-12-07T00:00:00Z")).text).toContain(
    'the freeze "settlement" of bookkeeping holds each week from SUNDAY 22:00 until MONDAY 04:00 (Europe/Berlin) for stores',
  );
});

test("an override passes and is printed with its reason, as text and as JSON", () => {
  const reason = "the certificate runs out tonight";
  expect(checked(inside, reason)).toMatchObject({ code: 0 });
  expect(checked(inside, reason).text).toMatch(
    /overridden, because the certificate runs out tonight: the freeze "year-end"/,
  );
  expect(JSON.parse(checked(inside, reason, "json").text)).toMatchObject({
    issues: [],
    overridden: [{ freeze: "year-end", owner: "shop-platform", until: "2027-01-04", reason }],
  });
  expect(JSON.parse(checked(before, reason, "json").text)).toMatchObject({ overridden: [] });
  expect(JSON.parse(checked(inside, undefined, "json").text)).toMatchObject({ issues: [{ code: "Frozen" }] });
});

test("an end of support is told half a year ahead, and fails nothing", () => {
  const warned = (day: string) => /Node\.js on Lambda 22 ends on 2027-04-30/.test(checked(new Date(day)).text);
  expect(warned("2026-10-31")).toBe(false);
  expect(warned("2026-11-01")).toBe(true);
  expect(checked(new Date("2026-11-01")).code).toBe(0);
});

test("it is noted which freezes the calendar lacks, as text and as JSON, and fails nothing", () => {
  const note = 'the Change Calendar prod-freezes lacks "settlement": ';
  expect(checked(before).text).toContain(`stacks/environments/prod.yaml: note: ${note}`);
  const { notes } = z
    .object({ notes: z.array(z.object({ file: z.string(), message: z.string() })) })
    .parse(JSON.parse(checked(before, undefined, "json").text));
  expect(notes.map(({ file }) => file)).toEqual(["stacks/environments/prod.yaml"]);
  expect(notes[0]?.message).toContain(note);
  expect(checked(before).code).toBe(0);
});

describe("stacks that are asked for now", () => {
  /** What is named of a step of prod at a moment, and what is said beside it. */
  function named(step: string, moment: Date, overrideFreeze?: string) {
    const out: string[] = [];
    const said: string[] = [];
    const log = jest.spyOn(console, "log").mockImplementation((text: string) => void out.push(text));
    const error = jest.spyOn(console, "error").mockImplementation((text: string) => void said.push(text));
    try {
      return { code: stacks("prod", { step, now: true, overrideFreeze }, moment), out, said };
    } finally {
      log.mockRestore();
      error.mockRestore();
    }
  }
  const [first = [], second = []] = deploymentSteps(planned("prod"));
  const sundayNight = new Date("2026-12-06T23:00:00Z");

  test("are all of them outside a freeze", () => {
    expect(named("1", before)).toEqual({ code: 0, out: [first.join(" ")], said: [] });
    expect(named("2", before)).toEqual({ code: 0, out: [second.join(" ")], said: [] });
  });

  test("are none inside one of the whole environment, and it is said why", () => {
    for (const step of ["1", "2"])
      expect(named(step, inside)).toEqual({
        code: 0,
        out: [],
        said: [
          expect.stringMatching(/^prod-.*: left out, because the freeze "year-end" .* for the whole environment: /),
        ],
      });
  });

  test("are all but its own inside one of a system", () => {
    expect(second).toContain("prod-stores");
    expect(named("1", sundayNight)).toEqual({ code: 0, out: [first.join(" ")], said: [] });
    expect(named("2", sundayNight)).toEqual({
      code: 0,
      out: [second.filter((stack) => stack !== "prod-stores").join(" ")],
      said: [expect.stringMatching(/^prod-stores: left out, because the freeze "settlement" .* for stores: the sales/)],
    });
  });

  test("are all of them when it is said why it cannot wait", () => {
    expect(named("2", inside, "the certificate runs out tonight")).toEqual({
      code: 0,
      out: [second.join(" ")],
      said: [expect.stringMatching(/overridden, because the certificate runs out tonight: the freeze "year-end"/)],
    });
  });
});
