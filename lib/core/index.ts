/** What a program that composes Signalbox's constructs needs of every room. */
export type { Existing, Pattern } from "./engine";
export type { Client, Grant, LogSource, Signal, SystemFacts, Verb } from "./facts";
export { type DataPath, type Issue, type IssueKind, Issues, PlanError, pathText } from "./issues";
export { type DataClass, type Ownership, type Place, dataClasses } from "./place";
