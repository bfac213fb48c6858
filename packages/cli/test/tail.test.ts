// `addendum tail` over what an intake does to its files.
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { command, ScratchRepository } from "./scratch-repository.ts";

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

const line = (id: number, more: object = {}) => JSON.stringify({ id, meta: { stream: "click" }, ...more });

/** A directory of events, and what `tail` prints of it. */
class Tailed {
  readonly directory: string;
  private readonly repository = new ScratchRepository();
  private printed = "";

  constructor(files: Readonly<Record<string, string | Buffer>>) {
    this.repository.write("addendum.yaml", "version: 1\n");
    this.directory = join(this.repository.root, "events");
    mkdirSync(this.directory);
    for (const [name, content] of Object.entries(files)) writeFileSync(this.path(name), content);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  async start(...args: readonly string[]): Promise<this> {
    const child = spawn(process.execPath, [command, "tail", ...args], { cwd: this.repository.root });
    running.add(child);
    child.stdout.on("data", (chunk) => (this.printed += String(chunk)));
    // It has begun once it prints what comes.
    const mark = "0000-00-00T00.1.ndjson";
    for (let id = 1; !this.printed.includes(`"mark"`); id++) {
      appendFileSync(this.path(mark), `${line(-id, { mark: true, raw_event: "mark" })}\n`);
      await new Promise((later) => setTimeout(later, 100));
    }
    unlinkSync(this.path(mark));
    return this;
  }

  get ids(): readonly unknown[] {
    const lines = this.printed.split("\n").filter((text) => text !== "" && !text.includes('"mark"'));
    return lines.map((text) => (JSON.parse(text) as { readonly id: unknown }).id);
  }

  async prints(ids: readonly number[]): Promise<void> {
    for (let attempt = 0; attempt < 100 && this.ids.length < ids.length; attempt++) await pause(50);
    // Nothing comes after that.
    await pause(500);
    expect(this.ids).toEqual(ids);
  }
}

const pause = (ms: number) => new Promise((later) => setTimeout(later, ms));

test("what was written just before a file was compressed is printed, and nothing twice", async () => {
  const name = "2026-11-02T09.1.ndjson";
  const tailed = await new Tailed({ [name]: `${line(1)}\n` }).start();
  appendFileSync(tailed.path(name), `${line(2)}\n`);
  await tailed.prints([2]);
  // In one go, between two looks: another line, and the compressed copy in the file's place.
  const text = `${line(1)}\n${line(2)}\n${line(3)}\n`;
  writeFileSync(tailed.path(`${name}.gz.part`), gzipSync(text));
  renameSync(tailed.path(`${name}.gz.part`), tailed.path(`${name}.gz`));
  unlinkSync(tailed.path(name));
  // A file that was begun, finished and compressed since.
  writeFileSync(tailed.path("2026-11-02T09.2.ndjson.gz"), gzipSync(`${line(4)}\n`));
  appendFileSync(tailed.path("2026-11-02T10.1.ndjson"), `${line(5)}\n`);
  await tailed.prints([2, 3, 4, 5]);
});

test("half a line is no line, whoever finishes it or cuts it off", async () => {
  const [torn, begun] = ["2026-11-02T08.1.ndjson", "2026-11-02T09.1.ndjson"];
  const tailed = await new Tailed({ [torn]: `${line(1)}\n{"id":`, [begun]: `${line(2)}\n{"id":` }).start();
  // The next start moves it beside.
  truncateSync(tailed.path(torn), line(1).length + 1);
  writeFileSync(tailed.path(`${torn}.torn`), '{"id":');
  // What was being written when it was first looked at.
  appendFileSync(tailed.path(begun), `3}\n${line(4)}\n{"id"`);
  await tailed.prints([4]);
  appendFileSync(tailed.path(begun), ":5}\n");
  await tailed.prints([4, 5]);
  truncateSync(tailed.path(begun), line(2).length + 1);
  await pause(500);
  appendFileSync(tailed.path(begun), `${line(6)}\n`);
  await tailed.prints([4, 5, 6]);
});

test("--all begins with compressed files, in the order in which they were written", async () => {
  const tailed = new Tailed({
    "2026-11-02T09.10.ndjson": `${line(3)}\n`,
    "2026-11-02T09.2.ndjson.gz": gzipSync(`${line(2)}\n`),
    "2026-11-02T09.1.ndjson.gz": gzipSync(`${line(1)}\n`),
    "2026-11-02T09.3.ndjson.torn": "{",
  });
  await (await tailed.start("--all")).prints([1, 2, 3]);
});

test("a directory that is removed and made again is followed", async () => {
  const tailed = await new Tailed({}).start();
  rmSync(tailed.directory, { recursive: true });
  await pause(500);
  mkdirSync(tailed.directory);
  writeFileSync(tailed.path("2026-11-02T09.1.ndjson"), `${line(1)}\n`);
  await tailed.prints([1]);
});

test("--invalid and --stream choose", async () => {
  const name = "2026-11-02T09.1.ndjson";
  const tailed = await new Tailed({ [name]: "" }).start("--invalid", "--stream", "click");
  const error = (id: number, stream: string) =>
    JSON.stringify({ id, meta: { stream: "error" }, errored_stream_name: stream, raw_event: "{}" });
  appendFileSync(tailed.path(name), `${line(1)}\n${error(2, "click")}\n${error(3, "other")}\nnot JSON\n`);
  await tailed.prints([2]);
});
