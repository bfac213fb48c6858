// `addendum replay --invalid --resubmit`: refused events come back, once.
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { command, ScratchRepository } from "./scratch-repository.ts";

const servers = new Set<Server>();
afterEach(() => {
  for (const server of servers) server.close();
  servers.clear();
});

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
interface Sent {
  readonly headers: IncomingMessage["headers"];
  readonly events: readonly Record<string, unknown>[];
}

/** An intake that answers as the test says. */
async function intake(answer: (sent: Sent, request: number) => Answer) {
  const all: Sent[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const events = JSON.parse(Buffer.concat(chunks).toString()) as Sent["events"];
      const sent = { headers: request.headers, events };
      all.push(sent);
      const { status, headers = {}, body } = answer(sent, all.length);
      response.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));
    });
  });
  servers.add(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { all, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events` };
}

const schema = (version: string, wiki: string) =>
  `title: click\n$id: /click/${version}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  meta: { type: object, properties: { stream: { type: string }, id: { type: string }, dt: { type: string } } }\n  wiki: ${wiki}\n`;

/** A repository whose newest version takes what its first one did not. */
function mended(files: Readonly<Record<string, string | Buffer>>): ScratchRepository {
  const scratch = ScratchRepository.withGit();
  scratch.write("addendum.yaml", "version: 1\n");
  scratch.write("schemas/click/current.yaml", schema("1.0.0", "{ type: string }"));
  scratch.addendum("materialize");
  scratch.write("schemas/click/current.yaml", schema("1.1.0", "{ type: [string, integer] }"));
  scratch.addendum("materialize");
  for (const [name, content] of Object.entries(files)) scratch.write(`events/${name}`, content);
  return scratch;
}

const click = (wiki: unknown, meta: object = {}) => ({
  $schema: "/click/1.0.0",
  meta: { stream: "click", ...meta },
  wiki,
});
const refused = (id: string, raw: object | string) =>
  `${JSON.stringify({
    $schema: "/error/2.1.0",
    dt: "2026-11-02T09:00:00.000Z",
    meta: { stream: "error", id, dt: "2026-11-02T09:00:00.000Z" },
    errored_stream_name: "click",
    errored_schema_uri: "/click/1.0.0",
    raw_event: typeof raw === "string" ? raw : JSON.stringify(raw),
  })}\n`;

function replay(
  scratch: ScratchRepository,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [command, "replay", "--invalid", "--events", "events", ...args], {
    cwd: scratch.root,
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  return new Promise((done) => child.on("close", (code) => done({ code, out, err })));
}

const file = "2026-11-02T09.1.ndjson";

describe("refused events come back", () => {
  test("with an identifier by which they can be told, and the time at which they came", async () => {
    const scratch = mended({
      [file]:
        refused("e1", click(5)) + refused("e2", click(6, { id: "own", dt: "2026-11-01T00:00:00.000Z" })),
    });
    const { all, url } = await intake(() => ({ status: 201 }));
    for (let round = 0; round < 2; round++) {
      expect(await replay(scratch, "--resubmit", url)).toMatchObject({
        code: 0,
        out: `2 of 2 rejected events would be accepted now. 2 accepted by ${url}.\n`,
      });
    }
    const [first, again] = all.map(({ events }) => events);
    expect(first).toMatchObject([
      {
        $schema: "/click/1.1.0",
        wiki: 5,
        meta: {
          stream: "click",
          id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
          dt: "2026-11-02T09:00:00.000Z",
        },
      },
      { wiki: 6, meta: { id: "own", dt: "2026-11-01T00:00:00.000Z" } },
    ]);
    // An intake that drops what was sent twice can tell.
    expect(again).toEqual(first);
    expect(all[0]?.headers["user-agent"] ?? "").toBe("");
  });

  test("not if they are recorded as accepted since, in a compressed file, too", async () => {
    const raws =
      refused("e1", click(5)) + refused("e2", click(6, { id: "own" })) + refused("e3", click("x", { id: 7 }));
    const scratch = mended({ [file]: raws });
    const { all, url } = await intake(() => ({ status: 201 }));
    await replay(scratch, "--resubmit", url);
    const [sent] = all;
    // What the intake would have written.
    const [one, other] = (sent?.events ?? []).map((event) => `${JSON.stringify(event)}\n`);
    scratch.write("events/2026-11-02T10.1.ndjson", one ?? "");
    scratch.write("events/2026-11-02T11.1.ndjson.gz", gzipSync(other ?? ""));
    const { code, out } = await replay(scratch, "--resubmit", url);
    expect(out).toContain(
      "0 of 3 rejected events would be accepted now. 2 were recorded as accepted since. 0 accepted",
    );
    // The third is refused still.
    expect([code, all.length]).toEqual([1, 1]);
    // The same identifier in another stream is another event.
    scratch.write("events/2026-11-02T11.1.ndjson.gz", gzipSync((other ?? "").replace('"click"', '"other"')));
    expect((await replay(scratch)).out).toContain("1 of 3 rejected events");
  });

  test("once, although they were refused more than once", async () => {
    const scratch = mended({
      [file]:
        refused("e1", click(5, { id: "a" })) + refused("e2", click(5, { id: "a" })) + refused("e3", click(5)),
      "2026-11-02T10.1.ndjson":
        refused("e4", click(true, { id: "b" })) + refused("e5", click(7, { id: "b" })),
    });
    const { all, url } = await intake(() => ({ status: 201 }));
    const { out } = await replay(scratch, "--resubmit", url);
    expect(out).toContain("3 of 3 rejected events would be accepted now. 2 were rejected more than once.");
    expect(all.flatMap(({ events }) => events).map(({ wiki }) => wiki)).toEqual([5, 5, 7]);
  });

  test("what their request said of them is not lost, and what nobody said is not made up", async () => {
    const scratch = mended({
      [file]:
        refused("e1", { wiki: 5 }) +
        refused("e2", { $schema: "/click/1.0.0", wiki: 5 }).replace(
          '"errored_stream_name":"click"',
          '"errored_stream_name":"unknown"',
        ) +
        refused("e3", { $schema: "/click/1.0.0", meta: { id: "x" }, wiki: 5 }),
    });
    const { all, url } = await intake(() => ({ status: 201 }));
    await replay(scratch, "--resubmit", url);
    expect(all[0]?.events.map(({ meta }) => (meta as { readonly stream?: string }).stream)).toEqual([
      "click",
      undefined,
      "click",
    ]);
  });

  test("what cannot be read is counted, and why", async () => {
    const scratch = mended({
      [file]:
        refused("e1", '{"$schema":"/click/1.0.0","wik') +
        refused("e2", "raw-events/gone") +
        refused("e3", '{"wiki":5}').replace("/click/1.0.0", "unknown") +
        refused("e4", "[1]") +
        '{"raw_event": torn',
    });
    const { code, out } = await replay(scratch);
    expect(out).toContain("2 × cannot be read: the error event contains only its beginning\n");
    expect(out).toMatch(/1 × cannot be read: .*raw-events does not contain it\n/);
    expect(out).toContain("1 × cannot be read: it does not name a schema\n");
    expect(out).toContain("0 of 0 rejected events would be accepted now. 4 events cannot be read.");
    expect(code).toBe(0);
    const more = JSON.parse((await replay(scratch, "--format", "json")).out) as object;
    expect(more).toMatchObject({ valid: 0, invalid: 0, unreadable: 4, acceptedSince: 0, repeated: 0 });
  });

  test("where there are none, it says what they depend on", async () => {
    const scratch = mended({ [file]: `${JSON.stringify(click("x"))}\n` });
    const { code, out } = await replay(scratch);
    expect([code, out]).toEqual([
      0,
      "There are no error events. An intake writes them if its schemas include one with the title `error`.\n",
    ]);
  });

  test("a little later, where an intake is too busy", async () => {
    const scratch = mended({ [file]: refused("e1", click(5)) });
    const busy = (status: number): Answer => ({ status, headers: { "retry-after": "1" } });
    const { all, url } = await intake((_, request) =>
      request === 1 ? busy(503) : request === 2 ? busy(429) : { status: 201 },
    );
    const began = performance.now();
    expect(await replay(scratch, "--resubmit", url)).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 accepted by"),
    });
    expect([all.length, performance.now() - began > 2000]).toEqual([3, true]);
  });

  test("not at all, where it stays away: the rest is left, and said", async () => {
    const events = Array.from({ length: 250 }, (_, index) => refused(`e${index}`, click(index))).join("");
    const scratch = mended({ [file]: events });
    const { all, url } = await intake((_, request) => ({ status: request === 1 ? 201 : 500 }));
    const { code, out, err } = await replay(scratch, "--resubmit", url);
    expect(out).toContain(
      `100 accepted by ${url}. 150 events not sent: run it again once the intake accepts events.`,
    );
    expect(err).toContain(`${url}: it answered 500`);
    // The third request is not made.
    expect([code, new Set(all.map(({ events: sent }) => JSON.stringify(sent))).size]).toEqual([1, 2]);
    for (const server of servers) server.close();
    const silent = await replay(scratch, "--resubmit", "http://127.0.0.1:9/v1/events");
    expect(silent.out).toContain("0 accepted by http://127.0.0.1:9/v1/events. 250 events not sent");
    const wrong = await replay(scratch, "--resubmit", "127.0.0.1:8192");
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringContaining("--resubmit takes the URL of an intake’s /v1/events"),
    ]);
  }, 60_000);

  test("in requests that an intake takes, however large they are", async () => {
    const large = (index: number) => ({ ...click(index), text: "x".repeat(900_000) });
    const scratch = mended({
      [file]: Array.from({ length: 6 }, (_, index) => refused(`e${index}`, large(index))).join(""),
    });
    const { all, url } = await intake(() => ({ status: 201 }));
    expect((await replay(scratch, "--resubmit", url)).out).toContain("6 accepted by");
    expect(Math.max(...all.map(({ events }) => JSON.stringify(events).length))).toBeLessThan(2 * 1024 * 1024);
    expect(all.flatMap(({ events }) => events).length).toBe(6);
  });
});
