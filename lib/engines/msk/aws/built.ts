/** A cluster as far as the rest of the system refers to it. */
export interface BuiltCluster {
  readonly arn: string;
  /** The brokers' addresses by listener. */
  readonly bootstrap: Readonly<Record<string, string>>;
}
