/** A day, or a day and a time of it, as a clock on the wall shows it: `2026-12-18`, `2026-12-18T18:00`. */
const form = /^(\d{4}-\d\d-\d\d)(?:T([01]\d|2[0-3]):([0-5]\d))?$/;
/** A day in milliseconds. */
export const dayMs = 86_400_000;

/** The days of the week, as a line of a schedule names them; and as Amazon MQ does. */
export const shortWeekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;
/** A time of each week, as a clock on the wall shows it: `FRIDAY 16:00`. */
const weeklyForm = new RegExp(`^(${weekdays.join("|")}) ([01]\\d|2[0-3]):([0-5]\\d)$`);

/** How many minutes after Monday's midnight a time of each week is; undefined for another text. */
export function minuteOfWeek(text: string): number | undefined {
  const [, name, hours, minutes] = weeklyForm.exec(text) ?? [];
  if (name === undefined) return undefined;
  return (weekdays.findIndex((weekday) => weekday === name) * 24 + Number(hours)) * 60 + Number(minutes);
}

/** How many whole minutes after Monday's midnight clocks of the zone show at an instant. */
export function minuteShown(instant: number, zone: string): number {
  const local = new Date(shown(instant, zone));
  return (((local.getUTCDay() + 6) % 7) * 24 + local.getUTCHours()) * 60 + local.getUTCMinutes();
}

/** Whether the text is a day of the calendar, with or without a time of the day. */
export function isLocalTime(text: string): boolean {
  const date = form.exec(text)?.[1];
  return date !== undefined && !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
}

/** Whether there is a time zone of that name. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The time between two local times, in milliseconds since 1970: a day without a time begins with its first minute as
 * `from`, and ends with its last as `until`. Where clocks are put forward or back in between, it is as long as it can be.
 */
export function between(from: string, until: string, zone: string): { readonly begins: number; readonly ends: number } {
  const last = form.exec(until)?.[2] === undefined ? wall(until) + dayMs : wall(until);
  return { begins: instantOf(from, zone), ends: Math.max(...instants(last, zone)) };
}

/** When a clock of the zone shows a local time first, in milliseconds since 1970. */
export const instantOf = (local: string, zone: string): number => Math.min(...instants(wall(local), zone));

/** What the clock shows, counted as if it went by UTC. */
const wall = (text: string): number => Date.parse(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);

/**
 * When a clock of the zone shows a time: once; twice, when it is put back; or, when it is put forward over the time, never:
 * then by the clock before the change and by the one after it.
 */
function instants(local: number, zone: string): number[] {
  const offsets = [local - dayMs, local + dayMs].map((near) => shown(near, zone) - near);
  const guesses = offsets.map((offset) => local - offset);
  const right = guesses.filter((guess) => shown(guess, zone) === local);
  return right.length > 0 ? right : guesses;
}

function shown(instant: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return Date.parse(`${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}Z`);
}

/** Kept by zone: to make one takes as long as to read it many times. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(zone, clock);
  return clock;
}
