import { checkConditions } from "../../core/patterns/filter";
import type { DataPath, Issues } from "../../core/issues";
import type { Filter } from "../../core/patterns/pub-sub";
import { kinds } from "./kinds";

/** Whether a filter says one sound thing, whatever the broker makes of it. */
export const checkFilter = (filter: Filter, path: DataPath, issues: Issues): void =>
  checkConditions(filter, path, (at, message) => issues.add(kinds.UnsoundFilter, at, message));
