/** Topics or entries of one request. */
const batchSize = 100;
/** Partitions of one request: the controller takes 10,000 records in one (QuorumController.MAX_RECORDS_PER_USER_OP, 4.1). */
const batchWeight = 5_000;

/** Many things, as many at a time as one request may carry. What is heavier than that is alone. */
export function batchesOf<T>(all: readonly T[], weightOf: (one: T) => number = () => 1): T[][] {
  const batches: T[][] = [];
  let weight = 0;
  for (const one of all) {
    weight += weightOf(one);
    const last = batches.at(-1);
    if (last === undefined || last.length >= batchSize || weight > batchWeight) {
      batches.push([one]);
      weight = weightOf(one);
    } else last.push(one);
  }
  return batches;
}
