import type { SystemInput } from "../../core/engine";
import type { Issues } from "../../core/issues";
import { clusterId } from "./stateful";
import { kinds } from "./kinds";
import { engineName, type SystemOptions } from "./spec";

/**
 * Opening a cluster is a second step: MSK makes none that is open from the beginning (MSK developer guide,
 * public-access and aws-access-mult-vpc, 2026-11). That it stands is read off the committed inventory.
 */
export function checkConnectivity(
  { path, existing, standing }: SystemInput,
  options: SystemOptions,
  issues: Issues,
): void {
  if (options.mode === "serverless") return;
  const { phase } = options.connectivity;
  if (phase === "private") return;
  const at = [...path, engineName];
  if (existing === undefined && standing !== undefined && !standing.includes(clusterId))
    issues.add(
      kinds.PhaseSkipped,
      [...at, "connectivity", "phase"],
      `phase ${phase} is for a cluster that stands, and the committed inventory has none; begin with phase: private`,
    );
  if (phase === "closing") return;
  if (options.authentication.unauthenticated !== undefined)
    issues.add(
      kinds.OpenAccess,
      [...at, "authentication", "unauthenticated"],
      `clients without authentication cannot be let in while phase is ${phase}`,
    );
  if (phase === "public" && (options.clients?.cidrs ?? []).length === 0)
    issues.add(
      kinds.OpenAccess,
      [...at, "connectivity", "phase"],
      "phase public needs msk.clients.cidrs: the ranges of addresses that clients come from",
    );
}
