import { kinds as accessKinds } from "../access/kinds";
import type { IssueKind } from "../core/issues";
import { specKinds } from "../core/spec";
import { kinds as configKinds } from "../config/kinds";
import { kinds as snsSqsKinds } from "../engines/sns-sqs/kinds";
import { kinds as networkKinds } from "../network/plan";
import { kinds as environmentKinds } from "./kinds";

/** Every kind of issue that a check can report. */
export const issueCatalogue: readonly IssueKind[] = [
  configKinds,
  specKinds,
  environmentKinds,
  accessKinds,
  networkKinds,
  snsSqsKinds,
].flatMap((kinds) => Object.values<IssueKind>(kinds));
