import { kinds as accessKinds } from "../access/kinds";
import type { IssueKind } from "../core/issues";
import { specKinds } from "../core/spec";
import { kinds as configKinds } from "../config/kinds";
import { supportKinds } from "../core/support";
import { kinds as loggingKinds } from "../logging/kinds";
import { kinds as networkKinds } from "../network/plan";
import { engines } from "./engines";
import { kinds as environmentKinds } from "./kinds";

/** Every kind of issue that a check can report. */
export const issueCatalogue: readonly IssueKind[] = [
  configKinds,
  specKinds,
  environmentKinds,
  accessKinds,
  networkKinds,
  loggingKinds,
  supportKinds,
  ...engines.map(({ kinds }) => kinds),
].flatMap((kinds) => Object.values<IssueKind>(kinds));
