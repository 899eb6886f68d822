export { kinds } from "./kinds";
export { inOrder, issueText, loadLayers, locate, locateAll, type FileFailure, type LoadedConfig } from "./load";
export { plain, type Located } from "./located";
export type { LocatedIssue, Position } from "./located";
