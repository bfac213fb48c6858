import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { EndlessRow, parseRow, RowReader } from "../table/cells.ts";
import { FailedQuery, type Result } from "./source.ts";

/** How much of what a program says about a failure is shown. */
const tailCharacters = 2000;
/** Milliseconds between asking a program to end and ending it. */
const patience = 3000;

const running = new Set<number>();

/**
 * Runs a program that writes a result as TSV, with a header. Rejects with {@link FailedQuery}, also while rows are read:
 * it cannot be started, it fails, it is ended by the signal. What it started itself is ended with it.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Result> {
  if (args.some((argument) => argument.includes("\0")))
    throw new FailedQuery("an argument contains a NUL character");
  // A group of its own, so that the children of a script can be ended as well.
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const started = new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) =>
      reject(new FailedQuery(`${file} cannot be started: ${reason(error)}`, { cause: error })),
    );
  });
  await started;
  const pid = child.pid as number;
  running.add(pid);
  const end = () => endGroup(pid);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-tailCharacters);
  });
  const closed = new Promise<void>((resolve, reject) => {
    child.once("close", (code, by) => {
      running.delete(pid);
      signal.removeEventListener("abort", end);
      if (code === 0) resolve();
      else
        reject(new FailedQuery(`${by === null ? `exit status ${code}` : `ended by ${by}`}${lastLine(said)}`));
    });
  });
  closed.catch(() => undefined);
  const blocks = blocksOf(child, closed, signal);
  const first = await blocks.next();
  if (first.done === true) throw new FailedQuery("it wrote no output, not even a header");
  const [header = [], ...rows] = first.value;
  const all = async function* () {
    yield rows;
    yield* blocks;
  };
  return { header, blocks: all() };
}

/** Ends the programs that still run when this process ends. */
export function endPrograms(): void {
  for (const pid of running) kill(pid, "SIGTERM");
}

async function* blocksOf(
  child: ChildProcessByStdio<null, Readable, Readable>,
  closed: Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly string[])[]> {
  const reader = new RowReader();
  try {
    for await (const chunk of child.stdout) {
      const rows = [...reader.push((chunk as Buffer).toString("latin1"))].map(cellsOf);
      if (rows.length > 0) yield rows;
    }
    // A child that left the group may still hold the output of a script that has ended.
    await closed;
    const rest = [...reader.end()].map(cellsOf);
    if (rest.length > 0) yield rest;
  } catch (error) {
    if (error instanceof EndlessRow) throw new FailedQuery(error.message, { cause: error });
    if (signal.aborted) throw new FailedQuery("it was ended", { cause: error });
    throw error;
  } finally {
    if (child.exitCode === null && child.signalCode === null) endGroup(child.pid as number);
    child.stdout.destroy();
  }
}

function cellsOf(row: string): readonly string[] {
  if (row === "") throw new FailedQuery("its output has an empty line");
  return parseRow(row);
}

function endGroup(pid: number): void {
  kill(pid, "SIGTERM");
  setTimeout(() => kill(pid, "SIGKILL"), patience).unref();
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

function lastLine(said: string): string {
  const line = said.trim().split("\n").at(-1)?.trim() ?? "";
  return line === "" ? "" : `: ${line.slice(0, 300)}`;
}

function reason(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "the program, or the interpreter in its first line, does not exist",
    EACCES: "permission denied",
    ENOEXEC: "it is not an executable program",
    E2BIG: "its arguments are too long",
  };
  return reasons[code ?? ""] ?? error.message;
}
