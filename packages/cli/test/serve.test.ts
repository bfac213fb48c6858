import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
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

/** Not synchronously: the intake runs in a process of its own, and the answers take their time. */
async function addendum(
  repository: ScratchRepository,
  ...args: string[]
): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [program, ...args], { cwd: repository.root });
  running.add(child);
  let out = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  return { code: await exit(child), out };
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

  test("ends in time although connections are open", async () => {
    const repository = withSchema();
    repository.write(
      "streams.yaml",
      "version: 1\nstreams: { a: {} }\nintake: { limits: { drainSeconds: 2 } }\n",
    );
    const { child, url } = await serve(repository);
    const port = Number(new URL(url).port);
    const texts = [
      "",
      "POST /v1/eve",
      "POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 99\r\n\r\n{",
    ];
    const sockets = texts.map((text) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(text);
      return socket;
    });
    await new Promise((later) => setTimeout(later, 500));
    const began = Date.now();
    child.kill("SIGTERM");
    expect(await exit(child)).toBe(0);
    expect(Date.now() - began).toBeLessThan(6000);
    for (const socket of sockets) socket.destroy();
  });

  test("--dev shows what was sent, on loopback only", async () => {
    const repository = withSchema();
    const { url } = await serve(repository, "--dev");
    await send(url, [event(1), event(2)]);
    const answer = await fetch(url.replace("/events", "/_dev/events?status=valid"));
    expect(await answer.json()).toMatchObject({
      counts: { valid: 2, invalid: 0 },
      events: [{ event: event(1) }, {}],
    });
    const refused = repository.addendum("serve", "--dev", "--host", "0.0.0.0");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("only on loopback addresses")]);
  });

  test("a key file that protects nobody is refused", () => {
    const repository = withSchema();
    repository.write("key", "short");
    repository.write(
      "streams.yaml",
      "version: 1\nstreams: { a: {} }\nintake: { hashing: { keyFile: key } }\n",
    );
    const { code, err } = repository.addendum("serve");
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^addendum: the intake cannot start: the key file .*key has 5 bytes/),
    ]);
  });

  test("tail prints what arrives, and refused events come back after a fix", async () => {
    const repository = withSchema();
    const error =
      "title: error\n$id: /error/1.0.0\n$schema: http://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  meta: { type: object, properties: { stream: { type: string } } }\n  message: { type: string }\n  raw_event: { type: string, maxLength: 300 }\n  errored_stream_name: { type: string }\n";
    repository.write("schemas/error/current.yaml", error);
    repository.addendum("materialize");
    const { url } = await serve(repository);
    await send(url, event(1));
    const child = spawn(process.execPath, [program, "tail", "--invalid"], { cwd: repository.root });
    running.add(child);
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += String(chunk)));
    await new Promise((later) => setTimeout(later, 2500));
    const refused = [
      { ...event(2), wiki: 5 },
      { ...event(3), id: "three" },
      { ...event(4), wiki: 6, long: "x".repeat(500) },
    ];
    expect(await send(url, [event(5), ...refused])).toBe(207);
    for (let attempt = 0; attempt < 200 && printed.split("\n").length < 4; attempt++)
      await new Promise((later) => setTimeout(later, 50));
    const lines = printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({
      raw_event: JSON.stringify(refused[0]),
      message: "'.wiki' should be string",
    });
    child.kill("SIGTERM");
    expect(await exit(child)).toBe(0);

    expect(repository.addendum("replay", "--invalid", "--events", "events").out).toContain(
      "0 of 3 rejected events",
    );
    const current = repository.read("schemas/click/current.yaml").replace("/click/1.0.0", "/click/1.1.0");
    repository.write(
      "schemas/click/current.yaml",
      current.replace("wiki: { type: string }", "wiki: { type: [string, integer] }"),
    );
    repository.addendum("materialize");
    const { code, out } = await addendum(
      repository,
      "replay",
      "--invalid",
      "--events",
      "events",
      "--resubmit",
      url,
    );
    expect(out).toContain("click: /id must be integer");
    expect(out).toMatch(/2 of 3 rejected events would be accepted now\..* 2 accepted by http/);
    // One is refused still.
    expect(code).toBe(1);
    expect(
      numbers(join(repository.root, "events"))
        .filter((id) => id === 2 || id === 4)
        .sort(),
    ).toEqual([2, 4]);
  });

  test("says what is wrong with streams.yaml, and where", () => {
    const repository = withSchema();
    const cases = [
      [
        "version: 1\nstreams:\n  a: { sample: { rate: 0.1 } }\n",
        ":3:8: “streams.a.sample” lacks “unit”. What is sampled as a whole, such as a session. Without it",
      ],
      [
        "version: 1\nstreams:\n  a: { sample: { unit: session, rate: 15 } }\n",
        "“streams.a.sample.rate” must be at most 1, not 15. The fraction that sends events, above 0 and up to 1",
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
    expect(err).toContain(`port ${port} is in use; choose another one with --port.`);
    expect(code).toBe(2);
  });

  const rounds = Number(process.env["INTAKE_KILLS"] ?? 20);
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
