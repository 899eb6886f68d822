/** What a program that composes Signalbox's constructs needs of every room. */
export type { BuiltSystem, LateReferences } from "./late";
export type { Existing, Pattern } from "./engine";
export type { LogSource, Signal, SystemFacts } from "./facts";
export type { Client, Grant, Identity, Permission, Verb } from "./grants";
export { type DataPath, type Issue, type IssueKind, Issues, PlanError, pathText } from "./issues";
export { type DataClass, type Ownership, type Place, dataClasses } from "./place";
