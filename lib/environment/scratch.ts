import type { SystemFacts } from "../core/facts";
import type { Issues } from "../core/issues";
import { kinds } from "./kinds";

interface Named {
  readonly name: string;
  readonly system: { readonly facts: Pick<SystemFacts, "archive"> };
}

/**
 * Restores make and remove queues and streams `<env>-<system>-restore-*`, and may touch no others: no other system's are
 * called so.
 */
export function checkScratch(systems: readonly Named[], issues: Issues): void {
  for (const { name: archived } of systems.filter(({ system }) => system.facts.archive !== undefined))
    for (const { name } of systems)
      if (`${spelt(name)}-`.startsWith(`${spelt(archived)}-restore-`))
        issues.add(
          kinds.ReservedName,
          ["systems", name],
          `restores of "${archived}" may remove what is called "${archived}-restore-…", and so all of "${name}"; call it something else`,
        );
}

/** As it stands in the names of things: a dot becomes a dash in most of them. */
const spelt = (name: string): string => name.replaceAll(".", "-");
