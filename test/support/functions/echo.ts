/** The least program that a function can be. */
export async function handler(event: unknown): Promise<unknown> {
  return Promise.resolve({ event });
}
