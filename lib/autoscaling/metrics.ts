/** Where the function that scales shards tells what it does, by `StreamName`. */
export const scalingNamespace = "Signalbox/Scaling";
/** Its changes: what it remembers, for whoever looks. */
export const changesMetric = "ShardCountChanges";
/** How many shards more the load needs than the bounds, or AWS for today, allow. */
export const missingMetric = "ShardsMissing";
