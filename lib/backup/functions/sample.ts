import * as z from "zod";
import { ArchiveStore } from "../../core/archive/store";
import { expectedKey, receivedKey } from "../places";
import type { Sample } from "./words";

const requestSpec = z.object({ channel: z.string(), run: z.string() });
/** How many of the newest messages are restored: enough to meet a fault, few enough for a scratch channel. */
const atLeast = 1_000;
const told = 100;

/** Takes the newest messages of a channel, and checks every object that they lie in. */
export async function handler(event: unknown): Promise<Sample> {
  const { channel, run } = requestSpec.parse(event);
  const startedAt = new Date().toISOString();
  const store = ArchiveStore.fromVariables();
  const { messages, objects, faults, recoveryPointSeconds } = await store.newest(channel, atLeast);
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
