import { readFileSync } from "node:fs";
import { isReadableByOthers } from "@addendum/workspace";

/** No key that hashes are made with is shorter, in bytes. */
const leastBytes = 16;

/** A key file that is too short, or that others can read. */
export class KeyFileError extends Error {
  readonly code = "KEY_FILE";
}

/**
 * The secret that hashes are made with. One that is short can be guessed, and with one that others can read every hash
 * of an address is undone in minutes.
 * @throws KeyFileError
 */
export function readKeyFile(path: string): Buffer {
  let secret: Buffer;
  try {
    secret = readFileSync(path);
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    throw new KeyFileError(`the key file ${path} cannot be read: ${code}`, { cause });
  }
  // A line break at the end is an editor's.
  const length = secret.toString("latin1").trim().length;
  if (length < leastBytes) {
    throw new KeyFileError(
      `the key file ${path} has ${length} bytes, but needs ${leastBytes}: create one with head -c 32 /dev/urandom`,
    );
  }
  if (isReadableByOthers(path)) {
    throw new KeyFileError(`others may read the key file ${path}: make it private with chmod 600`);
  }
  return secret;
}
