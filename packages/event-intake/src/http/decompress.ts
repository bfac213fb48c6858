import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { RequestPayload } from "fastify";
import { Refused } from "./refused.ts";

/** A stream that inflates a body up to a limit: a small request may hold a very large one. */
export function decompress(
  encoding: string,
  payload: RequestPayload,
  limit: number,
  done: (error: Error | null, payload?: RequestPayload) => void,
): void {
  const make = decompressors.get(encoding.trim().toLowerCase());
  if (make === undefined) {
    done(new Refused(400, "UnsupportedMediaTypeError", "there are gzip, deflate and br", true));
    return;
  }
  const inflated = make() as unknown as RequestPayload & { destroy(error: Error): void };
  let encodedLength = 0;
  let length = 0;
  payload.on("data", (chunk: Buffer) => {
    encodedLength += chunk.length;
    (inflated as { receivedEncodedLength?: number }).receivedEncodedLength = encodedLength;
  });
  payload.on("error", (error) => inflated.destroy(error));
  inflated.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > limit)
      inflated.destroy(new Refused(413, "PayloadTooLargeError", "request entity too large", true));
  });
  // The framework stops listening once it has refused a body; an error that nobody hears would end the process.
  inflated.on("error", () => undefined);
  payload.pipe(inflated as unknown as NodeJS.WritableStream);
  done(null, inflated);
}

const flush = { finishFlush: constants.Z_SYNC_FLUSH };
const decompressors: ReadonlyMap<string, () => NodeJS.ReadWriteStream> = new Map([
  ["gzip", () => createGunzip(flush)],
  ["deflate", () => createInflate(flush)],
  ["br", () => createBrotliDecompress()],
]);
