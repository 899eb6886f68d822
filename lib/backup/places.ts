/** Below these lies all that restore tests leave in the bucket of a system's messages, each with an end of its own. */

/** Messages: what was taken from the archive, and what came of it. Soon over. */
export const samplesPrefix = "restore-samples/";
/** Verdicts and evidence, that hold no message. */
export const testsPrefix = "restore-tests/";
/** What the watch over restores has to know, for as long as there is one. */
export const statePrefix = "restore-state/";

const samplesOf = (run: string, channel: string): string => `${samplesPrefix}${run}/${channel}/`;
export const expectedKey = (run: string, channel: string): string => `${samplesOf(run, channel)}expected.ndjson.gz`;
export const receivedKey = (run: string, channel: string): string => `${samplesOf(run, channel)}received.ndjson.gz`;

export const verdictKey = (run: string, channel: string): string => `${testsPrefix}${run}/${channel}/verdict.json`;
export const evidenceKey = (run: string): string => `${testsPrefix}${run}/evidence.json`;

export const latestGoodKey = `${statePrefix}latest-good.json`;
export const watchedSinceKey = `${statePrefix}watched-since.json`;
