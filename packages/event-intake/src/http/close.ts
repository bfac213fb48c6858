import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

export interface Closing {
  readonly server: FastifyInstance;
  /** Whether requests are being read or answered. */
  readonly isBusy: () => boolean;
  /** Writes what is accepted, and lets go of where it is written. */
  readonly settle: () => Promise<void>;
  /** Is called with what is given up. */
  readonly onLate: (message: string) => void;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

const lookMs = 20;

/**
 * Stops accepting, answers pending requests, and ends within a time: a connection that is idle, sends half a header or
 * half a body, or does not read its answer must not keep the process alive, nor a broker that hangs.
 */
export async function closeWithin(ms: number, closing: Closing): Promise<void> {
  const { server, isBusy, settle, onLate, monotonic } = closing;
  const began = monotonic();
  const left = (share: number) => Math.max(0, began + ms * share - monotonic());
  const closed = server.close();
  // Two thirds for those who send and read; the rest for what is to be written then.
  while (isBusy() && left(2 / 3) > 0) await sleep(Math.min(lookMs, left(2 / 3)));
  if (isBusy())
    onLate(
      "requests were cancelled because their clients neither finished sending nor read the answer in time",
    );
  server.server.closeAllConnections();
  await within(closed, left(1));
  const isSettled = await within(settle(), left(1));
  if (!isSettled)
    onLate(
      "the intake ended before everything queued was written: events that were not acknowledged are lost",
    );
}

async function within(work: PromiseLike<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((over) => {
    timer = setTimeout(() => over(false), ms);
  });
  const done = Promise.resolve(work).then(
    () => true,
    () => true,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
