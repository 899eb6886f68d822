/** How the two users of a client stand at one step of changing its password. */
export interface Rotation {
  /** Which user the client's settings name. */
  readonly active: "first" | "second";
  /** Versions of the two passwords. */
  readonly first: number;
  readonly second: number;
}

/**
 * Each step does one thing, and never changes the password in use: an even step gives the idle user a new password,
 * the odd step after it lets the clients' settings name that user. So clients have the whole time between two steps
 * to take over the new settings.
 *
 * @param step counted from 1, where nothing was changed yet
 */
export function rotationAt(step: number): Rotation {
  const changes = Math.floor(step / 2);
  const switches = Math.floor((step - 1) / 2);
  return {
    active: switches % 2 === 0 ? "first" : "second",
    first: 1 + Math.floor(changes / 2),
    second: 1 + Math.ceil(changes / 2),
  };
}
