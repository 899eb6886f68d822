import type { ChangeFacts } from "../core/one-way";
import { changes as loggingChanges } from "../logging/changes";
import { changes as networkChanges } from "../network/changes";
import { engines } from "./engines";

/** By page below docs/: which changes replace, restart, lose, or are refused. */
export const changeFacts: Readonly<Record<string, ChangeFacts>> = {
  ...Object.fromEntries(engines.map(({ name, changes }) => [name, changes])),
  foundation: {
    oneWay: { ...networkChanges.oneWay, ...loggingChanges.oneWay },
    free: [...networkChanges.free, ...loggingChanges.free],
  },
};
