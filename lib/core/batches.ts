/** What one call takes at most. */
export interface CallLimits<T> {
  readonly count: number;
  readonly bytes: number;
  readonly bytesOf: (one: T) => number;
}

/** Things in their order, as many at a time as one call takes. What is larger than a call is alone. */
export function* batchesOf<T>(all: Iterable<T>, { count, bytes, bytesOf }: CallLimits<T>): Generator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for (const one of all) {
    const more = bytesOf(one);
    if (batch.length === count || (batch.length > 0 && size + more > bytes)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(one);
    size += more;
  }
  if (batch.length > 0) yield batch;
}
