import type { Terminal } from "./terminal.ts";

const barWidth = 24;

/** A progress bar of `width` characters. */
export function progressBar(done: number, total: number, width = barWidth): string {
  const full = total === 0 ? width : Math.floor((width * Math.min(done, total)) / total);
  return "█".repeat(full) + "░".repeat(width - full);
}

/** Shows a progress bar on the terminal after a second; does nothing without a terminal. */
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
      process.stderr.write(
        `\r\u001b[K${terminal.paint("dim", `${progressBar(done, total)} ${what} ${done} of ${total}`)}`,
      );
    }
  };
}
