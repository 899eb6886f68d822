import * as z from "zod";
import { ArchiveStore } from "../../core/archive/store";
import { expectedKey, receivedKey } from "../places";
import type { Sample } from "./words";

const requestSpec = z.object({ channel: z.string(), run: z.string() });
/** How many of the newest messages are restored: enough to meet a fault, few enough for a scratch channel. */
const atLeast = 1_000;
/**
 * And how many bytes they may take: a function that replays holds what it sent and what came, and may have 512 MiB. A
 * thousand messages may take a gibibyte.
 */
const mostBytes = 32 * 1_024 ** 2;
const told = 100;
const day = 86_400;
const variablesSpec = z.object({
  ORDERED_BY: z.enum(["lane", "key", "nothing"]),
  RETENTION_SECONDS: z.coerce.number().positive(),
});

/**
 * Takes the newest messages of a channel, and checks every object that they lie in. The last two days of the retention
 * (half of a shorter one) are left out: there S3 removes object and manifest, each in its own time.
 */
export async function handler(event: unknown): Promise<Sample> {
  const { channel, run } = requestSpec.parse(event);
  const startedAt = new Date().toISOString();
  const store = ArchiveStore.fromVariables();
  const { ORDERED_BY: orderedBy, RETENTION_SECONDS: retention } = variablesSpec.parse(process.env);
  const { messages, objects, faults, recoveryPointSeconds } = await store.newest(channel, atLeast, {
    since: new Date(Date.now() - 1_000 * (retention - Math.min(2 * day, retention / 2))),
    orderedBy,
    bytes: mostBytes,
  });
  const expected = expectedKey(run, channel);
  await store.putAt(expected, messages);
  return {
    startedAt,
    expected,
    received: receivedKey(run, channel),
    count: messages.length,
    objects,
    faults: faults.slice(0, told),
    faultCount: faults.length,
    recoveryPointSeconds,
  };
}
