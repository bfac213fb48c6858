import type { MadeTitle, TitleTask } from "./title-maker.ts";

/** Another thread that makes titles. */
export interface RemoteMaker {
  /** May be called again before it has answered. Rejects where the thread fails. */
  make(tasks: readonly TitleTask[]): Promise<readonly MadeTitle[]>;
  close(): Promise<void>;
}

/** Fewer titles are made sooner than a thread starts. */
const titlesPerThread = 60;
/** A thread is given so many at once: fragments are parsed once for all of them. */
const batchSize = 40;
/** So few at the least, towards the end: none should wait for another that has much left. */
const leastBatch = 6;
/** So many batches another thread has at hand: it must not wait until this one is done with its own. */
const batchesAhead = 2;

/**
 * Builds titles, with as many other threads as are worth starting. Each takes the next few as soon as it has finished.
 * @param make on this thread
 * @param onMade called with each batch, in no particular order
 */
export async function makeTitles(
  tasks: readonly TitleTask[],
  make: (tasks: readonly TitleTask[]) => readonly MadeTitle[],
  startThread: (() => RemoteMaker) | undefined,
  threads: number,
  onMade: (made: readonly MadeTitle[]) => void,
): Promise<void> {
  const others = Math.min(threads - 1, Math.floor(tasks.length / titlesPerThread));
  const makers =
    startThread === undefined ? [] : Array.from({ length: Math.max(0, others) }, () => startThread());
  let at = 0;
  const next = (): readonly TitleTask[] => {
    const share = Math.ceil((tasks.length - at) / (4 * (makers.length + 1)));
    const size = makers.length === 0 ? batchSize : Math.max(leastBatch, Math.min(batchSize, share));
    return tasks.slice(at, (at += size));
  };
  try {
    const ahead = makers.flatMap((maker) => Array.from({ length: batchesAhead }, () => maker));
    const remote = ahead.map(async (maker) => {
      for (let batch = next(); batch.length > 0; batch = next()) onMade(await maker.make(batch));
    });
    // An error of another thread is heard at the end; until then it must not count as unhandled.
    for (const one of remote) one.catch(() => undefined);
    for (let batch = next(); batch.length > 0; batch = next()) {
      onMade(make(batch));
      // The others' answers and the next batches for them are seen to before the next one here.
      if (makers.length > 0) await new Promise((turn) => setImmediate(turn));
    }
    await Promise.all(remote);
  } finally {
    await Promise.all(makers.map((maker) => maker.close()));
  }
}
