import type { NetworkFacts } from "./engine";
import type { DataPath, Issues } from "./issues";
import { supportKinds } from "./support";

/** What works within the private network reaches AWS's services by endpoints, and by nothing else. */
export function checkEndpoints(
  network: NetworkFacts | undefined,
  needed: readonly string[],
  { why, path }: { readonly why: string; readonly path: DataPath },
  issues: Issues,
): void {
  const missing = needed.filter((service) => network?.endpoints?.includes(service) === false);
  if (missing.length === 0) return;
  issues.add(
    supportKinds.EndpointMissing,
    path,
    `${why}, which has no endpoint for ${missing.join(" and ")}; add what is missing to network.endpoints`,
  );
}
