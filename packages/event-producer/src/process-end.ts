interface Process {
  on?(event: "beforeExit", listener: () => void): unknown;
}

const flushes = new Set<() => Promise<void>>();
let isListening = false;

/**
 * Calls back when a Node process has nothing more to do, once: what still waits keeps no process alive, but may be sent
 * before it ends.
 */
export function onProcessEnd(flush: () => Promise<void>): void {
  const { process } = globalThis as { readonly process?: Process };
  if (typeof process?.on !== "function") return;
  flushes.add(flush);
  if (isListening) return;
  isListening = true;
  process.on("beforeExit", () => {
    for (const one of flushes) {
      flushes.delete(one);
      void one();
    }
  });
}
