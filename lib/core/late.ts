/** What AWS assigns, and a construct gets when it is built. Plans never hold any of it. */
export interface LateReferences {
  /** The system's key; none where the system exists already and has none. */
  readonly keyArn?: string;
  readonly network?: LateNetwork;
  /** Names of log groups by the id of their source, of groups that exist by then. */
  readonly logGroupNames: Readonly<Record<string, string>>;
}

export interface LateNetwork {
  readonly vpcId: string;
  /** Private subnets, one a zone. */
  readonly subnetIds: readonly string[];
}

/** What an engine's construct tells of what it built; each value is a reference. */
export interface BuiltSystem {
  /** Outputs of the stack, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The late variables of each of the engine's functions, by the function's id. */
  readonly functionVariables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What Application Auto Scaling calls the resource, by the id of the scaling target. */
  readonly scalingResources: Readonly<Record<string, string>>;
  /** Names of the log groups that the service named, by the id of the assigned log. */
  readonly assignedLogGroups?: Readonly<Record<string, string>>;
  /** What the archive reads from, by the id of the archive's source. */
  readonly archiveSources: Readonly<Record<string, LateArchiveSource>>;
}

/** What AWS assigns of a source of the archive. */
export interface LateArchiveSource {
  /** A queue's or stream's own ARN as a reference, so that the archive waits for it; a cluster's or broker's. */
  readonly arn: string;
  /** Where the archive signs in with a password. */
  readonly secretArn?: string;
}

/** Of a system that exists already, or that has nothing to tell. */
export const nothingBuilt: BuiltSystem = {
  outputs: {},
  functionVariables: {},
  scalingResources: {},
  archiveSources: {},
};
