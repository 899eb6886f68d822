/** Runs something for each item, two at a time, and gives back the results in the order of the items. */
export async function inPairs<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let next = 0; next < items.length; next += 2)
    results.push(...(await Promise.all(items.slice(next, next + 2).map(run))));
  return results;
}
