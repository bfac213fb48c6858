import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { RawClient } from "../test/raw-client.ts";
import { post, startIntake, writeSchemas } from "../test/running-intake.ts";
import { FileSink } from "./sinks/file-sink.ts";

const directory = writeSchemas({
  "t/1.0.0.json": {
    title: "t",
    type: "object",
    properties: {
      $schema: { type: "string" },
      meta: {
        type: "object",
        properties: {
          stream: { type: "string" },
          id: { type: "string" },
          dt: { type: "string", format: "date-time", maxLength: 30 },
        },
      },
      n: { type: "integer" },
      text: { type: "string", maxLength: 20, pattern: "^(a|b|ab)*$" },
      list: { type: "array", items: { type: "number" } },
    },
  },
});
afterAll(() => rmSync(directory, { recursive: true }));

const event = { $schema: "/t/1.0.0", meta: { stream: "s" }, n: 1, text: "ab", list: [1, 2.5] };

/** As many as `npm run fuzz -- --bodies` asks for. */
const bodies = Number(process.env["INTAKE_FUZZ_BODIES"] ?? 8000);
const seed = Number(process.env["INTAKE_FUZZ_SEED"] ?? 1);

/** Source: Marsaglia, Xorshift RNGs, 2003. */
function randomOf(start: number): (below: number) => number {
  let state = start * 2_654_435_761 + 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const snippets = [
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":1},',
  '"toJSON":1,',
  '"n":1,"n":2,',
  "1e999",
  "-1e999",
  "9".repeat(400),
  "\\ud800",
  "\\u0000",
  "\u2028",
  "[".repeat(300),
  "{".repeat(30),
  '"$schema":"/../t/1.0.0",',
  '"$schema":"file:///etc/passwd",',
  '"$schema":"/t/latest",',
  "null",
  "\\",
  '"',
  "\r\n\r\n",
  "ab".repeat(2000),
  '"meta":null,',
  '"meta":{"stream":{"a":1}},',
];

function randomBody(random: (below: number) => number): Buffer {
  let text = JSON.stringify(random(3) === 0 ? Array.from({ length: random(4) }, () => event) : event);
  for (let count = random(4); count > 0; count--) {
    const at = random(text.length + 1);
    const snippet = snippets[random(snippets.length)] as string;
    const end = random(2) === 0 ? at : Math.min(text.length, at + random(12));
    text = text.slice(0, at) + (random(4) === 0 ? "" : snippet) + text.slice(end);
  }
  const bytes = Buffer.from(text);
  if (random(5) === 0)
    for (let count = random(4); count > 0; count--) bytes[random(bytes.length + 1)] = random(256);
  return bytes;
}

describe.each(["addendum", "eventgate-1.8"] as const)("random bodies, %s", (flavour) => {
  test("are answered, told apart, and nothing of this machine is in an answer", async () => {
    const intake = await startIntake({ schemas: directory, flavour });
    const port = Number(new URL(intake.url).port);
    const types = ["application/json", "text/plain;charset=UTF-8", "application/reports+json", "text/html"];
    const statuses = new Map<number, number>();
    let accepted = 0;
    let next = 0;
    const client = async (number: number) => {
      const random = randomOf(seed * 1000 + number);
      const raw = new RawClient(port);
      while (next++ < bodies) {
        let body = randomBody(random);
        const headers: Record<string, string> = { "content-type": types[random(40)] ?? "application/json" };
        if (random(20) === 0) {
          headers["content-encoding"] = "gzip";
          if (random(4) > 0) body = gzipSync(body);
        }
        const answer = await raw.post(random(50) === 0 ? "/v1/events?hasty=1" : "/v1/events", headers, body);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const count = /^(?:All )?(\d+) (?:out of \d+ events were accepted|events hastily)/.exec(
          answer.reason,
        );
        if (answer.status === 201 || answer.status === 207) accepted += Number(count?.[1]);
        if (answer.body !== "") JSON.parse(answer.body);
        expect(answer.body).not.toContain(directory);
        expect(answer.body).not.toMatch(/node_modules|at \S+ \(|\.ts:\d/);
      }
      raw.close();
    };
    await Promise.all(Array.from({ length: 8 }, (_, number) => client(number)));
    expect(
      [...statuses.keys()].filter((status) => ![201, 202, 207, 400, 413, 500, 503].includes(status)),
    ).toEqual([]);
    // Of each kind there were some, or nothing was tried.
    for (const status of [201, 202, 207, 400, 500]) expect(statuses.get(status) ?? 0).toBeGreaterThan(10);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    const health = await post(intake, event);
    expect(health.status).toBe(201);
    const written = intake.lines().filter(({ $schema }) => String($schema).startsWith("/t/"));
    // Hasty ones are among the written, too.
    expect(written.length).toBeGreaterThanOrEqual(accepted + 1);
    expect(intake.log.filter((line) => line.includes("a request failed"))).toEqual([]);
    await intake.close();
  });
});

describe("slow clients", () => {
  test("keep nobody else waiting, and are sent away", async () => {
    const streamsText = "version: 1\nstreams: { s: {} }\nintake: { limits: { requestSeconds: 5 } }\n";
    const intake = await startIntake({ schemas: directory, streamsText });
    const port = Number(new URL(intake.url).port);
    const count = Number(process.env["INTAKE_SLOW_CLIENTS"] ?? 2000);
    const request =
      "POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{";
    const closed = new Set<Socket>();
    const sockets: Socket[] = [];
    const timers: NodeJS.Timeout[] = [];
    for (let number = 0; number < count; number++) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.on("close", () => closed.add(socket));
      // Half of them never get beyond the head.
      let at = 0;
      const text = number % 2 === 0 ? request : `${request.slice(0, -4)}x`;
      timers.push(setInterval(() => socket.writable && socket.write(text[at++] ?? " "), 1000));
      sockets.push(socket);
      if (number % 500 === 499) await new Promise((later) => setTimeout(later, 20));
    }
    for (let round = 0; round < 50; round++) expect((await post(intake, event)).status).toBe(201);
    // They were answered while the others still had their time.
    expect(closed.size).toBeLessThan(count);
    for (let attempt = 0; attempt < 300 && closed.size < sockets.length; attempt++)
      await new Promise((later) => setTimeout(later, 100));
    for (const timer of timers) clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    expect(closed.size).toBe(count);
    await intake.close();
  });
});

describe("the clock", () => {
  test("may be set back: no file is continued or overwritten", async () => {
    const out = mkdtempSync(join(tmpdir(), "addendum-clock-"));
    let now = Date.parse("2026-11-02T10:30:00Z");
    const sink = await FileSink.open({
      directory: out,
      fsync: "each",
      rotateBytes: 1_000_000,
      bufferBytes: 1_000_000,
      now: () => now,
    });
    const record = (line: string) => ({ line, topic: "t", key: undefined, timestamp: now });
    for (const [time, line] of [
      ["2026-11-02T10:30:00Z", "1"],
      ["2026-11-02T09:10:00Z", "2"],
      ["2026-11-02T10:10:00Z", "3"],
      ["1969-12-31T23:00:00Z", "4"],
    ] as const) {
      now = Date.parse(time);
      await sink.write([record(line)]);
    }
    await sink.close();
    const files = readdirSync(out).sort();
    expect(files).toEqual([
      "1969-12-31T23.1.ndjson",
      "2026-11-02T09.1.ndjson",
      "2026-11-02T10.1.ndjson",
      "2026-11-02T10.2.ndjson",
    ]);
    expect(files.map((name) => readFileSync(join(out, name), "utf8"))).toEqual(["4\n", "2\n", "1\n", "3\n"]);
    rmSync(out, { recursive: true });
  });
});
