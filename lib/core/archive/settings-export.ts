import type { Statement } from "../policy";
import type { ExportFacts } from "./facts";

/** A program that reads settings by AWS's own API: of everything whose name begins with `prefix`. */
export const settingsExport = (
  entry: string,
  description: string,
  prefix: string,
  statements: readonly Statement[],
): ExportFacts => ({
  program: {
    id: "export",
    entry,
    description,
    timeoutSeconds: 300,
    memoryMiB: 256,
    inNetwork: false,
    statements,
    variables: { PREFIX: prefix },
    lateVariables: [],
  },
});
