import type { DataPath, Issues } from "../core/issues";
import { suggestion } from "../core/read";
import type { AlertsPlan } from "./alerts";
import { kinds } from "./kinds";
import { severities, type AlertsSpec } from "./spec";

const path: DataPath = ["alerts", "routes"];

/** Every route is somebody's who owns something. */
export function checkRoutes({ routes }: AlertsSpec, owners: readonly string[], issues: Issues): void {
  for (const team of Object.keys(routes))
    if (!owners.includes(team))
      issues.add(
        kinds.RouteOfNobody,
        [...path, team],
        `"${team}" owns nothing here${suggestion(team, owners)}; owners: ${owners.join(", ")}`,
      );
}

/** Every route leads to somebody, and the environment's owner is told of all that no other route takes. */
export function checkTold({ routes }: AlertsSpec, owner: string, issues: Issues): void {
  for (const [team, route] of Object.entries(routes)) {
    const said = severities.filter((severity) => route[severity] !== undefined);
    if (said.length === 0)
      issues.add(kinds.RouteEmpty, [...path, team], `"${team}" has no way; write page: or ticket:, or take it out`);
    for (const severity of said)
      if (Object.values(route[severity] ?? {}).every(({ length }) => length === 0))
        issues.add(
          kinds.RouteEmpty,
          [...path, team, severity],
          `${severity}s of "${team}" go to nobody; write email, https, pagerduty, opsgenie, slack or teams below it, or take it out`,
        );
  }
  if (Object.keys(routes).length === 0) return;
  const own = routes[owner];
  const untold = severities.filter((severity) => own?.[severity] === undefined);
  if (untold.length > 0)
    issues.add(
      kinds.NobodyTold,
      own === undefined ? path : [...path, owner],
      `${untold.map((severity) => `${severity}s`).join(" and ")} of all that has no route of its own go the way of "${owner}", who has none; write ${untold.map((severity) => `${severity}:`).join(" and ")} for "${owner}"`,
    );
}

/** An environment that is worth protecting, and of whose alarms nobody is told, in a line: a check says it, and passes. */
export const untold = ({ topics, chats, undelivered }: AlertsPlan): string[] =>
  undelivered.protect && chats === undefined && topics.every(({ subscriptions }) => subscriptions.length === 0)
    ? ["nobody is told of any alarm; say who is under alerts.routes (docs/monitoring.md)"]
    : [];
