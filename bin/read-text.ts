import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { kinds, type FileFailure } from "../lib/config";

/** Largest file that is read, 10 MB; an environment of 50,000 channels has 3 MB. */
const maxFileBytes = 10_000_000;

/** The text of a regular file in UTF-8; undefined when there is none; otherwise why it cannot be read. */
export function readText(path: string): string | FileFailure | undefined {
  try {
    return readRegular(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code === "ENOENT" || code === "ENOTDIR"
      ? undefined
      : { kind: kinds.FileUnreadable, message: `${path} cannot be read: ${code}` };
  }
}

/** The operating system's code of an error, `EACCES`; undefined of what is no error of a file. */
export const systemCode = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

function readRegular(path: string): string | FileFailure {
  // Without O_NONBLOCK opening a named pipe waits for a writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile())
      return { kind: kinds.NotAFile, message: `${path} is no regular file; name a YAML file` };
    const bytes = readUpTo(file, maxFileBytes + 1);
    if (bytes.length > maxFileBytes)
      return { kind: kinds.FileTooLarge, message: `${path} is larger than 10 MB, the most that is read` };
    return decode(path, bytes);
  } finally {
    closeSync(file);
  }
}

/** The size that the file system names is not asked: that of a file in /proc is 0. */
function readUpTo(file: number, most: number): Buffer {
  const parts: Buffer[] = [];
  for (let length = 0; length < most;) {
    const part = Buffer.alloc(Math.min(1 << 16, most - length));
    const read = readSync(file, part);
    if (read === 0) break;
    parts.push(part.subarray(0, read));
    length += read;
  }
  return Buffer.concat(parts);
}

function decode(path: string, bytes: Buffer): string | FileFailure {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Reported below, as a text with NUL is.
  }
  return { kind: kinds.BadEncoding, message: `${path} is no UTF-8 text; save it as UTF-8` };
}
