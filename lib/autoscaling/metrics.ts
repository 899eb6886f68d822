/** Where the function that scales shards counts its changes, by `StreamName`: what it remembers, for whoever looks. */
export const scalingNamespace = "Signalbox/Scaling";
export const changesMetric = "ShardCountChanges";
