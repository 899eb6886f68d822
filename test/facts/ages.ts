import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Citation {
  readonly place: string;
  readonly text: string;
  /** `2026-11`, or with a day. */
  readonly read: string;
}

/** So many days after it was read a source is read again: what AWS "cannot" do changes most. */
export const mostDays = 180;

/** Comments and texts of lib/ that say when their source was read. */
export function citations(): Citation[] {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files
    .map((name) => join("lib", name))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, index): Citation[] => {
          const read = /(?:^\s*(?:\*|\/\/|\/\*\*).*|source.*)[ ,(](20\d\d-\d\d(?:-\d\d)?)\b/.exec(line)?.[1];
          return read === undefined ? [] : [{ place: `${file}:${index + 1}`, text: line.trim(), read }];
        }),
    );
}

/** Those that are older than they may be on a day. */
export const agedOn = (today: string, all: readonly Citation[]): Citation[] =>
  all.filter(({ read }) => (Date.parse(today) - Date.parse(read)) / 86_400_000 > mostDays);
