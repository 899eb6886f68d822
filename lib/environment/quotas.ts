import * as z from "zod";
import { groupBy } from "../core/group";
import type { DataPath, Issues } from "../core/issues";
import { quotaNames, quotaOf, unreservedConcurrency, type QuotaUse } from "../core/quotas";
import { kinds } from "./kinds";

/** What AWS granted an account, by quota. */
export const quotasSpec = z
  .strictObject(
    Object.fromEntries(
      quotaNames.map((name) => {
        const { of, count, scope, ceiling } = quotaOf(name);
        const number = z.int().min(1);
        return [
          name,
          (ceiling === undefined ? number : number.max(ceiling))
            .optional()
            .describe(`${of} that AWS grants for each ${scope}; ${count} by default`),
        ];
      }),
    ),
  )
  .describe("Quotas of the account that differ from AWS's defaults, or what of them this environment may use");
export type QuotasSpec = z.output<typeof quotasSpec>;

/** What one part of the environment uses, and where the file describes the part. */
export interface PartUse {
  readonly path: DataPath;
  readonly name: string;
  readonly uses: readonly QuotaUse[];
}

type PlacedUse = QuotaUse & Pick<PartUse, "name" | "path">;

/** Sums what all parts use, and refuses what is above a quota. */
export function checkQuotas(parts: readonly PartUse[], granted: QuotasSpec, issues: Issues): void {
  const placed = parts.flatMap(({ uses, ...part }) =>
    uses.map((use): PlacedUse => ({ ...part, ...use, path: use.path ?? part.path })),
  );
  for (const [, uses] of groupBy(placed, ({ quota, of = "" }) => `${quota} ${of}`)) checkSum(uses, granted, issues);
}

function checkSum(uses: readonly PlacedUse[], granted: QuotasSpec, issues: Issues): void {
  const [first] = uses;
  if (first === undefined) return;
  const { quota } = first;
  const { of, count, scope } = quotaOf(quota);
  const known = uses.flatMap((use) => use.granted ?? []);
  const quotaCount = granted[quota] ?? Math.max(...(known.length > 0 ? known : [count]));
  const limit = quota === "lambdaConcurrency" ? quotaCount - unreservedConcurrency : quotaCount;
  const sum = uses.reduce((total, use) => total + use.count, 0);
  // Where one system alone is above what it knows to be granted, its engine reports it at the channels.
  if (sum <= limit || uses.some((use) => use.granted !== undefined && use.count > use.granted)) return;
  const users = [...uses].filter((use) => use.count > 0).sort((a, b) => b.count - a.count);
  const largest = users[0] ?? first;
  issues.add(
    kinds.QuotaExceeded,
    largest.path,
    `${first.of === undefined ? "the environment" : first.of} needs ${sum} ${of}; must be at most ${limit} for each ${scope}${quota === "lambdaConcurrency" ? ` (${quotaCount}, of which Lambda keeps ${unreservedConcurrency} unreserved)` : ""}. ${summary(users)}. Use fewer, or ask AWS for more and write aws: { quotas: { ${quota}: … } }`,
  );
}

/** Who uses most of it: `s1 4, s2 3 and 5 others`. */
function summary(users: readonly PlacedUse[]): string {
  const shown = users.slice(0, 5).map(({ name, count }) => `${name} ${count}`);
  return `${shown.join(", ")}${users.length > 5 ? ` and ${users.length - 5} others` : ""}`;
}
