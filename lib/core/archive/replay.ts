import * as z from "zod";
import type { ReplayAnswer } from "./facts";
import type { ArchivedMessage } from "./message";
import { ArchiveStore } from "./store";

const requestSpec = z.strictObject({ channel: z.string(), expected: z.string(), received: z.string() });
const variablesSpec = z.object({ SECONDS: z.coerce.number() });

/** What a sample is of, and until when (milliseconds since 1970) it may take to come out again. */
export interface Sampled {
  readonly channel: string;
  readonly deadline: number;
}

/** The most that a call of a function may take (Lambda quotas, 2026-11), and as much again. */
const leftAfter = 2 * 900_000;

/** Whether a scratch channel is of a call that was ended before it removed the channel, by when it was made. */
export const isLeft = (made: Date | undefined, now = Date.now()): boolean =>
  made !== undefined && now - made.getTime() > leftAfter;

/**
 * Passes a sample of the archive through a scratch channel, and keeps what came beside it. Every engine's program that
 * replays is this, with its own way through.
 *
 * @throws Error when there is no such sample, and what `through` throws
 */
export async function replay(
  event: unknown,
  through: (messages: readonly ArchivedMessage[], sampled: Sampled) => Promise<readonly ArchivedMessage[]>,
): Promise<ReplayAnswer> {
  const { channel, expected, received } = requestSpec.parse(event);
  const deadline = Date.now() + variablesSpec.parse(process.env).SECONDS * 1_000;
  const store = ArchiveStore.fromVariables();
  const messages = await store.getAt(expected);
  const came = await through(messages, { channel, deadline });
  await store.putAt(received, came);
  return { sent: messages.length, received: came.length };
}
