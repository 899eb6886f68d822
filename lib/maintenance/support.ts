import { dayMs } from "../core/clock";
import type { SupportEnd } from "../core/facts";

/** The end of support of something, and the systems that run on it. */
export interface EndingPlan extends SupportEnd {
  /** Stable: the rules' addresses follow from it. */
  readonly id: string;
  readonly systems: readonly string[];
}

/** So many days ahead the alerts topic is told. */
export const noticeDays = [180, 90, 30] as const;

/** What each system runs on whose support ends on a day that is known, each once. */
export function planEndings(
  systems: readonly { readonly name: string; readonly supportEnds: readonly SupportEnd[] }[],
): EndingPlan[] {
  const endings = new Map<string, EndingPlan>();
  for (const { name, supportEnds } of systems)
    for (const end of supportEnds) {
      const id = `${end.what}-${end.version}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      const known = endings.get(id);
      endings.set(id, { id, ...end, systems: [...new Set([...(known?.systems ?? []), name])] });
    }
  return [...endings.values()];
}

/** The day so many days before another, `2026-11-01`. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * dayMs).toISOString().slice(0, 10);

/** What ends within half a year, a line each: a check says it, and passes. */
export function endingSoon(endings: readonly EndingPlan[], today: string): string[] {
  return endings
    .filter(({ until }) => today >= daysBefore(until, Math.max(...noticeDays)))
    .map(({ until, ...ending }) => {
      const days = Math.round((Date.parse(until) - Date.parse(today)) / dayMs);
      return `${endingText({ until, ...ending })}, ${days >= 0 ? `in ${days} days` : "and is over"}`;
    });
}

/** `support of Kafka on MSK 3.8.x ends on 2027-01-31 (orders; docs/runbooks/end-of-support.md)` */
export const endingText = ({ what, version, until, systems }: EndingPlan): string =>
  `support of ${what} ${version} ends on ${until} (${systems.join(", ")}; docs/runbooks/end-of-support.md)`;
