import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Refused, tooLarge } from "./refused.ts";

/** So many bodies are inflated at once: each takes up to the largest size of a body. */
const concurrency = 4;

/** Inflates a body up to a size: a small request may contain a very large one. */
type Inflate = (body: Buffer, limit: number) => Promise<Buffer>;

const [fromGzip, fromDeflate, fromBrotli] = [
  promisify(gunzip),
  promisify(inflate),
  promisify(brotliDecompress),
];
const chunkSize = 64 * 1024;
const inflaters: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ["gzip", (body, limit) => fromGzip(body, { chunkSize, maxOutputLength: limit })],
  ["deflate", (body, limit) => fromDeflate(body, { chunkSize, maxOutputLength: limit })],
  ["br", (body, limit) => fromBrotli(body, { chunkSize, maxOutputLength: limit })],
]);

/**
 * How a `Content-Encoding` is read; undefined if the body is not compressed. Source: RFC 9110, section 8.4.1: names are
 * compared without regard to case, and `x-gzip` is gzip.
 * @throws Refused for one that is not known
 */
export function inflaterFor(header: string | undefined): Inflate | undefined {
  const name = header?.trim().toLowerCase() ?? "";
  if (name === "" || name === "identity") return undefined;
  const found = inflaters.get(name === "x-gzip" ? "gzip" : name);
  if (found !== undefined) return found;
  throw new Refused(
    400,
    "UnsupportedMediaTypeError",
    "the body may be compressed with gzip, deflate or br only",
    true,
  );
}

/** Inflates bodies, a few at a time. */
export class Inflating {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws Refused for a body that is too large, or that is not what its encoding says */
  async inflate(inflater: Inflate, body: Buffer, limit: number): Promise<Buffer> {
    if (this.running >= concurrency) await new Promise<void>((begin) => this.waiting.push(begin));
    this.running++;
    try {
      return await inflater(body, limit);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
      throw new Refused(
        400,
        "BadRequestError",
        `the body cannot be decompressed (${code ?? "unknown"})`,
        "Error",
      );
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }
}
