import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm, unlink } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/**
 * Replaces a finished file by its compressed copy, `….ndjson.gz`: anyone who reads events finds either of them, whole. The
 * original goes only once the copy is on the disk.
 */
export async function compressFile(path: string): Promise<void> {
  const part = `${path}.gz.part`;
  try {
    await pipeline(createReadStream(path), createGzip(), createWriteStream(part, { mode: 0o640 }));
    const handle = await open(part, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, `${path}.gz`);
    await unlink(path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
