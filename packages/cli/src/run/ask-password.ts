import { Writable } from "node:stream";

/** Whether a person can be prompted. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** The password that a person types; it is not shown. */
export async function askPassword(prompt: string): Promise<string> {
  // Every command would wait some milliseconds for it.
  const { createInterface } = await import("node:readline");
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    lines.question("", (answer) => {
      lines.close();
      process.stderr.write("\n");
      resolve(answer);
    });
  });
}
