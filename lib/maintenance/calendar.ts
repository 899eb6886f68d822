import type { DataPath, Issues } from "../core/issues";
import { named } from "../core/names";
import type { Place } from "../core/place";
import type { FreezePlan, Held } from "./freezes";
import { kinds } from "./kinds";

type Once = Extract<Held, { readonly kind: "once" }>;

/**
 * Freezes as a Change Calendar of Systems Manager, for people and for automations that ask it. It has fewer than CI
 * holds to: `absentText` says which it lacks.
 */
export interface CalendarPlan {
  readonly name: string;
  /** iCalendar text. */
  readonly content: string;
}

/** "The content of the document must not exceed 64KB" (Systems Manager API reference, CreateDocument, 2026-11). */
const documentBytes = 64 * 1024;

/**
 * Plans the calendar; none where it would have no freeze. It is open but for the freezes of the whole environment that
 * hold once. A calendar knows no systems. Events that recur may be imported in it (Systems Manager user guide,
 * third-party-events, 2026-11), but AWS says nowhere what a document needs so that they follow summer time.
 */
export function planCalendar(
  place: Place,
  freezes: readonly FreezePlan[],
  path: DataPath,
  issues: Issues,
): CalendarPlan | undefined {
  const whole = freezes.flatMap((freeze) =>
    isInCalendar(freeze) && freeze.holds.kind === "once" ? [{ ...freeze, ...freeze.holds }] : [],
  );
  if (whole.length === 0) return undefined;
  const name = named("document", [place.environment, "freezes"]);
  const lines = [
    "BEGIN:VCALENDAR",
    "PRODID:-//AWS//Change Calendar 1.0//EN",
    "VERSION:2.0",
    "X-CALENDAR-TYPE:DEFAULT_OPEN",
    `X-WR-CALDESC:Freezes of ${place.environment}`,
    ...whole.flatMap((freeze) => event(name, freeze)),
    "END:VCALENDAR",
    "",
  ];
  const content = lines.map(folded).join("\r\n");
  const bytes = Buffer.byteLength(content);
  if (bytes > documentBytes)
    issues.add(
      kinds.CalendarTooLarge,
      [...path, "freezes"],
      `${whole.length} freezes of the whole environment make a calendar of ${bytes} bytes; Systems Manager takes ${documentBytes}`,
    );
  return { name, content };
}

const isInCalendar = ({ systems, holds }: FreezePlan): boolean => systems === undefined && holds.kind === "once";

/** What somebody who trusts in the calendar alone does not see; undefined where it has every freeze. */
export function absentText({ environment }: Place, freezes: readonly FreezePlan[]): string | undefined {
  const absent = freezes.filter((freeze) => !isInCalendar(freeze));
  if (absent.length === 0) return undefined;
  const calendar = named("document", [environment, "freezes"]);
  const lacks =
    absent.length < freezes.length ? `the Change Calendar ${calendar} lacks` : "there is no Change Calendar of";
  const names = absent.map(({ name }) => `"${name}"`).join(", ");
  return `${lacks} ${names}: freezes of each week and of single systems are asked for by signalbox alone`;
}

/** The stamp is the freeze's own beginning, so that the text changes only when the freeze does. */
function event(
  calendar: string,
  { name, owner, reason, begins, ends }: Pick<FreezePlan, "name" | "owner" | "reason"> & Omit<Once, "kind">,
): string[] {
  return [
    "BEGIN:VEVENT",
    `DTSTAMP:${stamp(begins)}`,
    `UID:${calendar}-${name}`,
    `SUMMARY:${escaped(name)}`,
    `DESCRIPTION:${escaped(`${reason} (${owner})`)}`,
    `DTSTART:${stamp(begins)}`,
    `DTEND:${stamp(ends)}`,
    "END:VEVENT",
  ];
}

/** `2026-12-17T23:00:00.000Z` → `20261217T230000Z` */
const stamp = (instant: string): string => instant.replace(/\.\d+/, "").replace(/[-:]/g, "");

/** RFC 5545, 3.3.11. */
const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r?\n/g, "\\n");

/** RFC 5545, 3.1: no line is longer than 75 bytes; what goes on begins with a blank. */
function folded(line: string): string {
  const rows = [""];
  for (const character of line) {
    const row = rows.at(-1) ?? "";
    if (Buffer.byteLength(row + character) <= 75) rows[rows.length - 1] = row + character;
    else rows.push(` ${character}`);
  }
  return rows.join("\r\n");
}
