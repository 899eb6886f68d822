import type { DataPath, Issues } from "../../core/issues";
import { termsOf, type Filter, type FilterTerm } from "../../core/patterns/filter";
import { kinds } from "./kinds";

/** What a filter requires, whatever the broker makes of it. */
export const filterTerms = (filter: Filter, path: DataPath, issues: Issues): readonly FilterTerm[] =>
  termsOf(filter, path, (at, message) => issues.add(kinds.UnsoundFilter, at, message));
