import type { SupportEnd } from "../core/facts";
import type { DomainPlan } from "./domain";

/**
 * The days on which standard support of OpenSearch's versions ends; of 3.1 and later AWS had
 * named none on 2026-11-30. After it come security fixes alone, at a further price. (OpenSearch Service developer guide,
 * what-is, end of support schedule, 2026-11-30.)
 */
const standardSupport: Readonly<Record<string, string>> = {
  "1.0": "2025-11-07",
  "1.1": "2025-11-07",
  "1.2": "2025-11-07",
  "2.3": "2025-11-07",
  "2.5": "2025-11-07",
  "2.7": "2025-11-07",
  "2.9": "2025-11-07",
  "1.3": "2027-11-07",
  "2.11": "2027-11-07",
  "2.13": "2027-11-07",
  "2.15": "2027-11-07",
  "2.17": "2027-11-07",
  "2.19": "2027-11-07",
};
const source = "OpenSearch Service developer guide, what-is, end of support schedule, 2026-11-30";

/** The ends of standard support of what search domains run, as far as AWS names a day. */
export function domainEnds(domains: readonly Pick<DomainPlan, "version">[]): SupportEnd[] {
  return domains.flatMap(({ version }) => {
    const until = Object.hasOwn(standardSupport, version) ? standardSupport[version] : undefined;
    return until === undefined ? [] : [{ what: "OpenSearch", version, until, source }];
  });
}
