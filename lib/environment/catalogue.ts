import { kinds as accessKinds } from "../access/kinds";
import type { IssueKind } from "../core/issues";
import { specKinds } from "../core/spec";
import { kinds as configKinds } from "../config/kinds";
import { supportKinds } from "../core/support";
import { kinds as networkKinds } from "../network/plan";
import { kinds as maintenanceKinds } from "../maintenance/kinds";
import { engines } from "./engines";
import { kinds as environmentKinds } from "./kinds";

/** Every kind of issue that a check can report. */
export const issueCatalogue: readonly IssueKind[] = [
  configKinds,
  specKinds,
  environmentKinds,
  accessKinds,
  networkKinds,
  maintenanceKinds,
  supportKinds,
  ...engines.map(({ kinds }) => kinds),
].flatMap((kinds) => Object.values<IssueKind>(kinds));
