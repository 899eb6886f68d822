import { createHash, randomBytes } from "node:crypto";

const digests = new Map([
  ["rabbit_password_hashing_sha256", "sha256"],
  ["rabbit_password_hashing_sha512", "sha512"],
]);

/** What RabbitMQ keeps in place of a password. */
export interface PasswordHash {
  readonly password_hash: string;
  readonly hashing_algorithm: string;
}

/**
 * RabbitMQ's own hash: a salt of four bytes, then SHA-256 over salt and password; all of it in Base64.
 *
 * @see https://www.rabbitmq.com/docs/passwords (2026-11)
 */
export function hashPassword(password: string, salt: Buffer = randomBytes(4)): PasswordHash {
  return { password_hash: hashed(password, salt, "sha256"), hashing_algorithm: "rabbit_password_hashing_sha256" };
}

/** Whether a hash that the broker keeps is one of this password; false where it was made in a way not known here. */
export function isHashOf(password: string, { password_hash, hashing_algorithm }: PasswordHash): boolean {
  const digest = digests.get(hashing_algorithm);
  const salt = Buffer.from(password_hash, "base64").subarray(0, 4);
  return digest !== undefined && salt.length === 4 && hashed(password, salt, digest) === password_hash;
}

function hashed(password: string, salt: Buffer, digest: string): string {
  return Buffer.concat([salt, createHash(digest).update(salt).update(password, "utf8").digest()]).toString("base64");
}

/** 256 bits in the letters that every broker and every URL takes. */
export const newPassword = (): string => randomBytes(32).toString("base64url");
