import { suggestion } from "../../lib/core/spec";
import { issueCatalogue } from "../../lib/environment/catalogue";
import { exitCode } from "../report";

/** `signalbox explain CODE`: what an issue means and the way out. */
export function explain(what: string, file: string | undefined): number {
  const kind = issueCatalogue.find(({ code }) => code.toLowerCase() === what.toLowerCase());
  if (kind !== undefined && file === undefined) {
    console.log(`${kind.code}\n\n${kind.meaning}\n\nWhat to do: ${kind.remedy}`);
    return exitCode.fine;
  }
  const codes = issueCatalogue.map(({ code }) => code);
  console.error(`there is no issue code '${what}'${suggestion(what, codes)}; there are: ${codes.sort().join(", ")}`);
  return exitCode.broken;
}
