import type { IncomingMessage } from "node:http";
import type { ByteBudget } from "./byte-budget.ts";
import { type Inflating, inflaterFor } from "./decompress.ts";
import { drain } from "./drain.ts";
import { smallBytes } from "./overload.ts";
import { Refused, tooLarge } from "./refused.ts";

export interface BodyReading {
  /** Bytes, after decompression. */
  readonly limit: number;
  /** What all bodies that are being read may contain. */
  readonly budget: ByteBudget;
  readonly inflating: Inflating;
}

type Done = (error: Error | null, text?: string) => void;

const noMemory = () => new Refused(503, "OverloadedError", "too many bytes are in transit; try again later");

/**
 * Reads a body as text. A compressed one is kept as it came until it is here as a whole. Whatever is refused is read to
 * its end first, see {@link drain}.
 */
export function readBody(
  request: IncomingMessage,
  { limit, budget, inflating }: BodyReading,
  done: Done,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  /** What of the length is taken from the budget: small bodies take nothing. */
  let taken = 0;
  let isOver = false;
  const release = () => {
    if (taken > 0) budget.give(taken);
    taken = 0;
  };
  const refuse = (refused: Error) => {
    isOver = true;
    release();
    chunks.length = 0;
    request.off("data", onData);
    drain(request, () => done(refused));
  };
  const onData = (chunk: Buffer) => {
    length += chunk.length;
    if (length > limit) return refuse(tooLarge());
    if (length > smallBytes) {
      if (!budget.take(length - taken)) return refuse(noMemory());
      taken = length;
    }
    chunks.push(chunk);
  };
  const onEnd = () => {
    if (isOver) return;
    isOver = true;
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
    chunks.length = 0;
    if (inflate === undefined) {
      release();
      done(null, body.toString("utf8"));
      return;
    }
    // Until its turn comes, a compressed body is held as it came.
    const inflated = inflating.inflate(inflate, body, limit).finally(release);
    void answerInflated(inflated, done);
  };
  const onClose = () => {
    if (isOver) return;
    isOver = true;
    release();
    done(new Refused(400, "BadRequestError", "the request ended before its body was complete"));
  };

  let inflate: ReturnType<typeof inflaterFor>;
  try {
    inflate = inflaterFor(request.headers["content-encoding"]);
  } catch (error) {
    refuse(error as Error);
    return;
  }
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    refuse(tooLarge());
    return;
  }
  request.on("data", onData);
  request.on("end", onEnd);
  // A request that is cut off emits an error only to listeners, but always `close`.
  request.on("close", onClose);
}

async function answerInflated(inflated: Promise<Buffer>, done: Done): Promise<void> {
  let text: string;
  try {
    text = (await inflated).toString("utf8");
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, text);
}
