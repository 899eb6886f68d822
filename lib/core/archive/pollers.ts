import type { NetworkFacts } from "../engine";
import type { DataPath, Issues } from "../issues";
import { supportKinds } from "../support";

/** Lambda's pollers read a broker from within its network, and from there they reach what they need by endpoints. */
export function checkPollers(
  network: NetworkFacts | undefined,
  services: readonly string[],
  system: DataPath,
  issues: Issues,
): void {
  const missing = services.filter((service) => network?.endpoints?.includes(service) === false);
  if (missing.length === 0) return;
  issues.add(
    supportKinds.EndpointMissing,
    [...system, "backup", "archive"],
    `messages are read from within the network, which has no endpoint for ${missing.join(" and ")}; add what is missing to network.endpoints`,
  );
}
