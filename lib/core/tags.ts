import type { Ownership } from "./place";

export type Tags = Readonly<Record<string, string>>;

/**
 * The tags of an environment or of one system in it. Stacks hand them to the provider as default tags, so that every
 * resource carries them and a pull request shows them once.
 */
export function tagsFor(environment: string, ownership: Ownership, system?: string): Tags {
  return {
    Environment: environment,
    ...(system === undefined ? {} : { System: system }),
    ...ownershipTags(ownership),
    ManagedBy: "signalbox",
  };
}

/** Only what differs from the system's own tags: the owner, the cost centre and the data class of one channel. */
export function ownershipTags({ owner, costCentre, dataClass }: Ownership): Tags {
  return {
    ...(owner === undefined ? {} : { Owner: owner }),
    ...(costCentre === undefined ? {} : { CostCentre: costCentre }),
    ...(dataClass === undefined ? {} : { DataClass: dataClass }),
  };
}
