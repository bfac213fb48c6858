import type { Terminal } from "./terminal.ts";

/** A line on the terminal that counts, once the work has lasted a second; nothing where there is no terminal. */
export function showProgress(
  what: string,
  terminal: Terminal,
): ((done: number, total: number) => void) | undefined {
  if (process.stderr.isTTY !== true) return undefined;
  const start = Date.now();
  let shownAt = 0;
  return (done, total) => {
    const now = Date.now();
    if (now - start < 1000) return;
    if (done === total) process.stderr.write("\r\u001b[K");
    else if (now - shownAt > 100) {
      shownAt = now;
      process.stderr.write(`\r\u001b[K${terminal.paint("dim", `${what} ${done} of ${total}`)}`);
    }
  };
}
