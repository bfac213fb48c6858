import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const program = join(import.meta.dirname, "../bin/addendum.cjs");
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

const event = (id: number) => ({ $schema: "/click/1.0.0", id, wiki: "enwiki" });

function withSchema(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write(
    "schemas/click/current.yaml",
    "title: click\n$id: /click/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  id: { type: integer }\n  wiki: { type: string }\n",
  );
  repository.addendum("materialize");
  return repository;
}

function serve(repository: ScratchRepository, ...args: string[]) {
  return start(repository, process.execPath, [program, "serve", "--port", "0", ...args]);
}

async function start(
  repository: ScratchRepository,
  file: string,
  args: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly url: string; readonly said: () => string }> {
  const child = spawn(file, args, {
    cwd: repository.root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let said = "";
  const url = await new Promise<string>((ready, fail) => {
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
      const match = /received at (http:\S+)/.exec(said);
      if (match !== null) ready(match[1] as string);
    });
    child.on("exit", () => fail(new Error(said)));
  });
  return { child, url, said: () => said };
}

async function send(url: string, events: object): Promise<number> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(events) });
  await response.text();
  return response.status;
}

/** How it ended, or will end: a process that has nothing left to do may be gone before anybody asks. */
function exit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => child.on("exit", (code) => done(code)));
}

function files(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".ndjson"))
    .map((name) => readFileSync(join(directory, name), "utf8"));
}

/** Numbers in whole lines; what is behind the last line break is no line. */
function numbers(directory: string): number[] {
  return files(directory)
    .flatMap((text) => text.split("\n").slice(0, -1))
    .map((line) => (JSON.parse(line) as { id: number }).id);
}

describe("addendum serve", () => {
  test("serves until it is told to end, and loses nothing", async () => {
    const repository = withSchema();
    const { child, url, said } = await serve(repository);
    expect(said()).toMatch(/written below .+\/events\. Ctrl-C ends it\./);
    const statuses: Promise<number>[] = [];
    for (let id = 0; id < 200; id++) statuses.push(send(url, event(id)).catch(() => 0));
    await Promise.race(statuses);
    child.kill("SIGTERM");
    const answered = (await Promise.all(statuses)).flatMap((status, id) => (status === 201 ? [id] : []));
    expect(await exit(child)).toBe(0);
    const written = new Set(numbers(join(repository.root, "events")));
    expect(answered.filter((id) => !written.has(id))).toEqual([]);
    expect(answered.length).toBeGreaterThan(0);
  });

  test("takes a new version that a commit brings, without a restart", async () => {
    const repository = withSchema();
    const { url } = await serve(repository);
    expect(await send(url, { ...event(1), $schema: "/click/1.1.0" })).toBe(500);
    const current = repository.read("schemas/click/current.yaml").replace("/click/1.0.0", "/click/1.1.0");
    repository.write("schemas/click/current.yaml", `${current}  more: { type: string }\n`);
    repository.addendum("materialize");
    expect(await send(url, { ...event(1), $schema: "/click/1.1.0" })).toBe(201);
  });

  test("says what is wrong with streams.yaml, and where", () => {
    const repository = withSchema();
    const cases = [
      [
        "version: 1\nstreams:\n  a: { sample: { rate: 0.1 } }\n",
        ":3:8: “streams.a.sample” lacks “unit”. What is in the sample or out of it as a whole. Without it",
      ],
      [
        "version: 1\nstreams:\n  a: { sample: { unit: session, rate: 15 } }\n",
        "“streams.a.sample.rate” does not fit: maximum 1. The share that sends, from above 0 to 1",
      ],
      ["version: 1\nstreams:\n  a: { titel: click }\n", ":3:8: unknown key “titel”; did you mean “title”?"],
      ["version: 1\nstreams:\n  a: { sink: kafka }\n", "there is no sink “kafka”"],
      ["version: 1\nstreams:\n  /(a/: {}\n", ":3:3: /(a/ cannot be used"],
      ["version: 1\nstreams: [\n", "not valid YAML"],
    ] as const;
    for (const [text, message] of cases) {
      repository.write("streams.yaml", text);
      const { code, err } = repository.addendum("serve");
      expect(err).toContain(message);
      expect(code).toBe(2);
    }
  });

  test("takes streams from the file that --config or --streams names", async () => {
    const repository = withSchema();
    repository.write("etc/streams.yaml", "version: 1\nstreams: { clicks: { title: click } }\n");
    for (const option of ["--config", "--streams"]) {
      const { child, url } = await serve(repository, option, "etc/streams.yaml");
      expect(await send(url, event(1))).toBe(500);
      expect(await send(url, { ...event(1), meta: { stream: "clicks" } })).toBe(201);
      child.kill("SIGTERM");
      expect(await exit(child)).toBe(0);
    }
  });

  test("says so when its port is taken", async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as { port: number };
    const { code, err } = withSchema().addendum("serve", "--port", String(port));
    server.close();
    expect(err).toContain(`port ${port} is taken; --port names another one.`);
    expect(code).toBe(2);
  });

  const rounds = Number(process.env["INTAKE_KILLS"] ?? 50);
  const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
  test.skipIf(!canMount)(
    `a full disk refuses events, and takes them again when there is room${canMount ? "" : " (skipped: nothing can be mounted here)"}`,
    async () => {
      const repository = withSchema();
      const out = mkdtempSync(join(tmpdir(), "addendum-disk-"));
      const script =
        'mount -t tmpfs -o size=512k tmpfs "$1" && head -c 200000 /dev/zero > "$1/filler" && exec "$2" "$3" serve --port 0 --out "$1"';
      const args = ["-m", "sh", "-c", script, "sh", out, process.execPath, program];
      const { child, url, said } = await start(repository, "unshare", args);
      // As the intake sees it: the disk is mounted there only.
      const disk = `/proc/${child.pid}/root${out}`;
      const accepted: number[] = [];
      let status = 201;
      for (let id = 0; status === 201; id++) {
        status = await send(url, { ...event(id), text: "x".repeat(20_000) });
        if (status === 201) accepted.push(id);
      }
      expect(status).toBe(500);
      expect(said()).toContain("events could not be written: ENOSPC");
      expect(await send(url, { ...event(1000), text: "x".repeat(20_000) })).toBe(500);
      rmSync(join(disk, "filler"));
      expect(await send(url, { ...event(1001), text: "x".repeat(20_000) })).toBe(201);
      expect(numbers(disk)).toEqual([...accepted, 1001]);
      for (const text of files(disk)) expect(text.endsWith("\n")).toBe(true);
      child.kill("SIGTERM");
      expect(await exit(child)).toBe(0);
      rmSync(out, { recursive: true });
    },
  );

  test(`killed ${rounds} times under load, it holds every event that it accepted`, async () => {
    const repository = withSchema();
    const out = mkdtempSync(join(tmpdir(), "addendum-killed-"));
    const accepted = new Set<number>();
    let next = 0;
    for (let round = 0; round < rounds; round++) {
      const { child, url } = await serve(repository, "--out", out);
      const killed = new AbortController();
      const client = async () => {
        while (!killed.signal.aborted) {
          const ids = Array.from({ length: 20 }, () => next++);
          const status = await send(url, ids.map(event)).catch(() => 0);
          if (status === 201) for (const id of ids) accepted.add(id);
        }
      };
      const before = accepted.size;
      const clients = Array.from({ length: 8 }, client);
      // However long a slow machine takes for the first.
      while (accepted.size === before) await new Promise((later) => setTimeout(later, 5));
      await new Promise((later) => setTimeout(later, (200 * round) / rounds));
      child.kill("SIGKILL");
      await exit(child);
      killed.abort();
      await Promise.all(clients);
      running.delete(child);
    }
    const written = new Set(numbers(out));
    expect([...accepted].filter((id) => !written.has(id))).toEqual([]);
    expect(accepted.size).toBeGreaterThanOrEqual(20 * rounds);
    // The next one cuts off what was half-written.
    const { child } = await serve(repository, "--out", out);
    for (const text of files(out)) expect(text === "" || text.endsWith("\n")).toBe(true);
    child.kill("SIGTERM");
    expect(await exit(child)).toBe(0);
    rmSync(out, { recursive: true });
  });
});
