import { setTimeout } from "node:timers/promises";

export interface Patience {
  readonly seconds: number;
  /** Whether an error may be gone at the next attempt. */
  readonly passing: (error: unknown) => boolean;
}

/** Attempts again, every second at most, until there is a result; gives the last error up when the time is over. */
export async function eventually<T>({ seconds, passing }: Patience, attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 100; ; pause = Math.min(2 * pause, 1000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!passing(error) || Date.now() + pause > end) throw error;
    }
    await setTimeout(pause);
  }
}
