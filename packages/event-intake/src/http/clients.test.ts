import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { post, type RunningIntake, startIntake, writeSchemas } from "../../test/running-intake.ts";

const directory = writeSchemas({
  "t/1.0.0.json": {
    title: "t",
    type: "object",
    properties: {
      $schema: { type: "string" },
      meta: { type: "object", properties: { stream: { type: "string" } } },
      n: { type: "number" },
    },
  },
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const event = (more: object = {}) => ({ $schema: "/t/1.0.0", meta: { stream: "s" }, ...more });
const streamsText = (limits: string, more = "") =>
  `version: 1\nstreams: { s: {} }\nintake: { limits: { ${limits} } ${more} }\n`;

let intake: RunningIntake;
const sockets: Socket[] = [];
const wait = (ms: number) => new Promise((later) => setTimeout(later, ms));

function open(): Socket {
  const socket = connect(Number(new URL(intake.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  sockets.push(socket);
  return socket;
}

/** Everything that a connection receives until it is closed. */
function exchange(bytes: string | Buffer): Promise<string> {
  const socket = open();
  return new Promise((done) => {
    let received = "";
    socket.on("data", (chunk) => (received += String(chunk)));
    socket.on("close", () => done(received));
    socket.write(bytes);
  });
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await intake.close();
});

const run = promisify(execFile);

/** What a program prints; undefined: it is not installed, and that is said. */
async function runIfThere(program: string, options: readonly string[]): Promise<string | undefined> {
  try {
    return (await run(program, options)).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    console.log(`skipped: there is no ${program}`);
    return undefined;
  }
}

/** By Node's own client, which reads no answer once its connection is reset. */
function postByNode(body: string, headers: Record<string, string> = {}): Promise<number | string> {
  return new Promise((done) => {
    const sent = request(
      `${intake.url}/v1/events`,
      { method: "POST", headers: { "content-type": "application/json", ...headers } },
      (response) => {
        response.resume();
        response.on("end", () => done(response.statusCode ?? 0));
      },
    );
    sent.on("error", ({ message }) => done(message));
    sent.end(body);
  });
}

describe.each(["addendum", "eventgate-1.8"] as const)("a body that is too large, %s", (flavour) => {
  const status = flavour === "addendum" ? 413 : 500;
  const body = JSON.stringify(event({ text: "x".repeat(9 * 1024 * 1024) }));
  beforeEach(async () => {
    intake = await startIntake({ schemas: directory, flavour });
  });

  test("is answered, whoever sends it", async () => {
    const statuses: (number | string)[] = [];
    for (let round = 0; round < 20; round++) {
      const sent = body.slice(0, body.length - 200_000 * round);
      statuses.push((await post(intake, sent)).status);
      statuses.push(await postByNode(sent));
      // Its length is not said before.
      statuses.push(await postByNode(sent, { "transfer-encoding": "chunked" }));
      statuses.push(await postByNode(sent, { connection: "close" }));
    }
    expect(statuses).toEqual(Array<number>(80).fill(status));
  });

  test("is answered to Python", async () => {
    const python = `
import http.client, sys
for n in range(20):
    c = http.client.HTTPConnection("127.0.0.1", ${new URL(intake.url).port})
    c.request("POST", "/v1/events", b"x" * (5000000 + 200000 * n), {"content-type": "application/json"})
    r = c.getresponse(); r.read(); print(r.status)
`;
    const answers = await runIfThere("python3", ["-c", python]);
    if (answers === undefined) return;
    expect(answers.trim().split("\n")).toEqual(Array<string>(20).fill(String(status)));
  });

  test("is answered to curl, which waits to be told to go on, or does not", async () => {
    const directory = mkdtempSync(join(tmpdir(), "addendum-large-"));
    const file = join(directory, "body");
    writeFileSync(file, body);
    const request = [
      "-sS",
      "-w",
      "%{http_code}\n",
      "-o",
      "/dev/null",
      "-H",
      "content-type: application/json",
    ];
    try {
      for (const expectation of [[], ["-H", "Expect:"], ["-H", "Transfer-Encoding: chunked"]]) {
        // Ten requests over one connection, as far as that stays open.
        const urls = Array.from({ length: 10 }, () => ["-o", "/dev/null", `${intake.url}/v1/events`]).flat();
        const answers = await runIfThere("curl", [
          ...request,
          ...expectation,
          "--data-binary",
          `@${file}`,
          ...urls.slice(2),
        ]);
        if (answers === undefined) return;
        expect(answers.trim().split("\n")).toEqual(Array<string>(10).fill(String(status)));
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test("is answered in the end, and cut off, if it never ends", async () => {
    const head = `POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{`;
    const socket = open();
    socket.write(head);
    const began = Date.now();
    const answer = await new Promise<string>((done) => socket.once("data", (chunk) => done(String(chunk))));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(Date.now() - began).toBeLessThan(15_000);
    await new Promise((closed) => socket.once("close", closed));
  });
});

describe("ending", () => {
  test("takes no longer than it may, whatever connections are open", async () => {
    intake = await startIntake({ schemas: directory, streamsText: streamsText("drainSeconds: 3") });
    expect((await post(intake, event())).status).toBe(201);
    // Idle, half a head, half a body, and answers that nobody reads.
    open();
    open().write("POST /v1/events HTTP/1.1\r\nhost: x\r\nconte");
    open().write(
      'POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"a":',
    );
    const refused = JSON.stringify(Array.from({ length: 2000 }, () => event({ n: "x".repeat(1500) })));
    const unread = open();
    unread.pause();
    unread.write(
      `POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${refused.length}\r\n\r\n${refused}`,
    );
    await wait(1500);
    const began = Date.now();
    await intake.close();
    expect(Date.now() - began).toBeLessThan(3500);
    // What was accepted is written.
    expect(intake.log.join()).toContain("requests were cancelled");
  });

  test("is done at once where nothing is under way", async () => {
    intake = await startIntake({ schemas: directory, streamsText: streamsText("drainSeconds: 30") });
    open();
    open().write("GET /healthz HTTP/1.1\r\nho");
    await wait(200);
    const began = Date.now();
    await intake.close();
    expect(Date.now() - began).toBeLessThan(2000);
  });
});

describe("memory", () => {
  const used = () => process.memoryUsage().rss / 1024 / 1024;

  test("is not taken by compressed bodies that do not end", async () => {
    intake = await startIntake({ schemas: directory });
    const packed = gzipSync(`[${" ".repeat(4 * 1024 * 1024 - 10)}`);
    const before = used();
    for (let number = 0; number < 300; number++) {
      const socket = open();
      socket.write(
        `POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 999999\r\n\r\n`,
      );
      socket.write(packed);
    }
    await wait(1500);
    expect(used() - before).toBeLessThan(150);
    expect((await post(intake, event())).status).toBe(201);
  });

  test("is not taken by bodies that are being received, all together", async () => {
    intake = await startIntake({ schemas: directory, streamsText: streamsText("receivingBytes: 10000000") });
    const piece = Buffer.alloc(3_000_000, " ");
    for (let number = 0; number < 40; number++) {
      const socket = open();
      socket.write(
        `POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4000000\r\n\r\n`,
      );
      socket.write(piece);
    }
    await wait(1500);
    // A small one needs none of it, and a large one hears soon that there is no room.
    expect((await post(intake, event())).status).toBe(201);
    const large = await post(intake, event({ text: "x".repeat(3_500_000) }));
    expect([large.status, large.headers.get("retry-after")]).toEqual([503, "1"]);
  });

  test("is not taken by answers that nobody reads", async () => {
    intake = await startIntake({ schemas: directory });
    const refused = JSON.stringify(Array.from({ length: 300 }, () => event({ n: "x".repeat(12_000) })));
    const head = `POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${refused.length}\r\n\r\n`;
    let closed = 0;
    const count = 60;
    for (let number = 0; number < count; number++) {
      const socket = open();
      socket.pause();
      socket.on("close", () => closed++);
      socket.write(head + refused);
      await wait(40);
    }
    await wait(4000);
    expect((await post(intake, event())).status).toBe(201);
    const metrics = await (await fetch(`${intake.url}/metrics`)).text();
    expect(Number(/addendum_unread_answers_bytes\{[^}]*\} (\d+)/.exec(metrics)?.[1])).toBeLessThan(
      64 * 1024 * 1024 + 1,
    );
  });
});

describe("what is sent", () => {
  beforeEach(async () => {
    intake = await startIntake({ schemas: directory });
  });
  const ask = async (path: string, method: string, body?: string) => {
    const response = await fetch(intake.url + path, {
      method,
      ...(body !== undefined && { body, headers: { "content-type": "application/json" } }),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };

  test.each(["/v1/events/", "/V1/EVENTS", "/v1/Events/?hasty=", "/v1//events//"])(
    "to %s is taken",
    async (path) => {
      expect((await ask(path, "POST", JSON.stringify(event()))).status).toBe(201);
    },
  );

  test.each([
    ["/v1/events", "POST"],
    ["/healthz", "GET,HEAD"],
    ["/readyz", "GET,HEAD"],
    ["/_info/name", "GET,HEAD"],
    ["/robots.txt", "GET,HEAD"],
    ["/?spec", "GET,HEAD"],
    ["/v1/stream-configs/a", "GET,HEAD"],
    ["/_info", "GET,HEAD"],
  ])("OPTIONS and HEAD are answered at %s", async (path, allow) => {
    const options = await ask(path, "OPTIONS");
    expect([options.status, options.headers.get("allow"), options.text]).toEqual([200, allow, allow]);
    const [head, get] = [await ask(path, "HEAD"), await ask(path, "GET")];
    expect(head.text).toBe("");
    if (path !== "/readyz") expect(head.status).toBe(get.status);
  });

  test.each([
    ["", 201],
    ["Identity", 201],
    [" gzip ", 201],
    ["X-GZIP", 201],
    ["compress", 400],
  ])("with the content encoding “%s”", async (encoding, status) => {
    const text = JSON.stringify(event());
    const body = /gzip/i.test(encoding) ? gzipSync(text) : Buffer.from(text);
    const head = `POST /v1/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`;
    const answer = await exchange(Buffer.concat([Buffer.from(head), body]));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  test("that was cut off before its end is refused, compressed or not", async () => {
    const packed = gzipSync(JSON.stringify(event({ text: "x".repeat(5000) })));
    for (const missing of [1, 8, 20, packed.length - 1]) {
      const body = packed.subarray(0, packed.length - missing);
      const head = `POST /v1/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`;
      const answer = await exchange(Buffer.concat([Buffer.from(head), body]));
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain("the body cannot be decompressed");
    }
    expect(intake.lines()).toEqual([]);
  });

  test.each([
    ["application/x-www-form-urlencoded", "not “application/x-www-form-urlencoded”"],
    ["text/html", "not “text/html”"],
    ["json", "not “json”"],
    ["application/json, text/plain", "not “application/json, text/plain”"],
    ["multipart/form-data; boundary=x", "not “multipart/form-data; boundary=x”"],
    ["*/*;", "not “*/*;”"],
    ["", "the request has none"],
  ])("as %s is told what it may be", async (type, detail) => {
    const text = JSON.stringify(event());
    const line = type === "" ? "" : `content-type: ${type}\r\n`;
    const answer = await exchange(
      `POST /v1/events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${line}content-length: ${text.length}\r\n\r\n${text}`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain("Content-Type must be application/json, text/plain or application/reports+json");
    expect(answer).toContain(detail);
  });

  test.each([
    ["a number beyond the doubles", '{"$schema":"/t/1.0.0","meta":{"stream":"s"},"n":1e400}'],
    ["deep nesting", `{"$schema":"/t/1.0.0","a":${"[".repeat(70)}${"]".repeat(70)}}`],
    ["very deep nesting", `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
    ["a very long text", `{"a":"${"x".repeat(1024 * 1024 + 1)}"}`],
  ])("%s in one event of a batch costs that event only", async (_, one) => {
    const good = JSON.stringify(event());
    const answer = await post(intake, `[${good},${one},${good}]`);
    expect(answer.status).toBe(207);
    expect(answer.reason).toContain("2 out of 3 events were accepted");
    expect(answer.body).toMatchObject({ invalid: [{ status: "invalid" }], error: [] });
    expect(intake.lines().filter(({ $schema }) => $schema === "/t/1.0.0").length).toBe(2);
  });

  test.each([
    "nonsense\r\n\r\n",
    "GET / HTTP/9\r\n\r\n",
    `GET / HTTP/1.1\r\nx: ${"y".repeat(40_000)}\r\n\r\n`,
  ])("what is no HTTP is refused in a way that a page may read", async (text) => {
    const answer = await exchange(text);
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(answer).toContain("access-control-allow-origin: *");
  });

  test.each(["GET /v1/schemas", "POST /v1/events", "OPTIONS /v1/events", "GET /nothing"])(
    "%s without a Host header is refused in a way that a page may read",
    async (line) => {
      const body = line.startsWith("POST") ? JSON.stringify(event()) : "";
      const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
      const answer = await exchange(`${line} HTTP/1.1\r\n${head}\r\n\r\n${body}`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain("access-control-allow-origin: *");
      expect(answer).toContain("the request has no Host header");
      expect(intake.lines()).toEqual([]);
    },
  );

  test("HTTP/1.0, which has no Host header, is answered", async () => {
    const body = JSON.stringify(event());
    const head = `content-type: application/json\r\ncontent-length: ${body.length}`;
    expect(await exchange(`POST /v1/events HTTP/1.0\r\n${head}\r\n\r\n${body}`)).toMatch(/^HTTP\/1.1 201 /);
  });
});

test("origins that are allowed may send cookies along", async () => {
  intake = await startIntake({
    schemas: directory,
    streamsText: streamsText("batch: 100", ', allowedOrigins: ["https://www.example.org"]'),
  });
  const ask = (origin: string, method: string) =>
    fetch(`${intake.url}/v1/events`, {
      method,
      headers: { origin, "content-type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify(event()) }),
    });
  for (const method of ["OPTIONS", "POST"]) {
    const allowed = (await ask("https://www.example.org", method)).headers;
    expect(allowed.get("access-control-allow-origin")).toBe("https://www.example.org");
    expect(allowed.get("access-control-allow-credentials")).toBe("true");
    expect(allowed.get("vary")).toBe("origin");
    const other = (await ask("https://other.example.org", method)).headers;
    expect(other.get("access-control-allow-origin")).toBe("*");
    expect(other.get("access-control-allow-credentials")).toBeNull();
    expect(allowed.get("access-control-allow-headers")).toMatch(/content-encoding, traceparent/);
  }
});
