import { issueKinds, type DataPath, type Issues } from "../core/issues";
import { regionOf } from "../core/regions";
import type { NetworkSpec } from "./spec";

export const zoneKinds = issueKinds({
  ZonesUnknown: {
    meaning:
      "The file gives a number of availability zones, and which zones a new account has in the region is not known, or there are fewer.",
    remedy:
      "List the zones that the account has: network: { zones: [a, c] }, or their ids. `aws ec2 describe-availability-zones` lists both.",
  },
  ZoneElsewhere: {
    meaning:
      "The id of an availability zone begins with the short name of its region, and this one is another region's.",
    remedy: "Use ids of the environment's own region.",
  },
  ZonesMixed: {
    meaning: "A letter and an id can name the same zone, and two subnets would be in one.",
    remedy: "Name all zones by their letters, or all by their ids.",
  },
});

/** An availability zone by its name, or by its id, which is the same in every account. */
export interface Zone {
  /** `eu-west-1a`, or `euw1-az3`. */
  readonly zone: string;
  readonly by: "name" | "id";
}

/** The zones that have a subnet. Where they cannot be known there is an issue, and as many stand in for them. */
export function planZones(region: string, zones: NetworkSpec["zones"], path: DataPath, issues: Issues): Zone[] {
  const byLetter = (letter: string): Zone => ({ zone: `${region}${letter}`, by: "name" });
  if (typeof zones === "number") {
    const known = [...(regionOf(region)?.zones ?? "")];
    if (known.length < zones)
      issues.add(
        zoneKinds.ZonesUnknown,
        path,
        `zones is ${zones}; ${known.length === 0 ? `which zones ${region} has differs between accounts` : `${region} has ${known.length} for new accounts: ${known.join(", ")}`}. List them, zones: [a, c], or use their ids`,
      );
    return (known.length < zones ? [..."abc"] : known).slice(0, zones).map(byLetter);
  }
  const all = [...new Set(zones)];
  const ids = all.filter((zone) => zone.includes("-"));
  if (ids.length > 0 && ids.length < all.length)
    issues.add(zoneKinds.ZonesMixed, path, `zones is ${all.join(", ")}; must be letters alone or ids alone`);
  const prefix = regionOf(region)?.zoneIds;
  for (const id of ids)
    if (prefix !== undefined && !id.startsWith(`${prefix}-`))
      issues.add(
        zoneKinds.ZoneElsewhere,
        [...path, zones.indexOf(id)],
        `zone is ${id}; ids of ${region} begin with ${prefix}-. Use one of the region's own`,
      );
  return all.map((zone) => (zone.includes("-") ? { zone, by: "id" } : byLetter(zone)));
}
