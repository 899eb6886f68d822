import type { Severity } from "../core/facts";

/** Who is told: a team with a route of its own, or whoever the environment's owner names. */
export interface Audience {
  readonly team?: string;
  readonly severity: Severity;
}

/** The owner's own route for this severity where there is one, else the environment's. */
export function audienceOf(routes: readonly Audience[], owner: string | undefined, severity: Severity): Audience {
  const own = routes.some((route) => route.team === owner && route.severity === severity);
  return own && owner !== undefined ? { team: owner, severity } : { severity };
}
