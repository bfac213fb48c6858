import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createEventLog, type EventLogOptions } from "./mw.ts";

const received: Record<string, unknown>[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += String(chunk)));
  request.on("end", () => {
    received.push(...(JSON.parse(body) as Record<string, unknown>[]));
    response.writeHead(201).end();
  });
});
let serviceUri = "";
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  serviceUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events`;
});
afterAll(() => server.close());
beforeEach(() => {
  received.length = 0;
});

function eventLog(more: Partial<EventLogOptions> = {}) {
  const warnings: string[] = [];
  const log = createEventLog({
    serviceUri,
    streamConfigs: { known: {}, rare: { sample: { unit: "session", rate: 1e-9 } } },
    serverName: "en.wiki.example.org",
    wiki: "enwiki",
    schemas: { CodeMirrorUsage: "/analytics/legacy/codemirrorusage/1.1.0" },
    queueLingerSeconds: 0.01,
    warn: (message) => warnings.push(message),
    ...more,
  });
  return { log, warnings };
}

/** Until so many events have arrived; where none may, for a while. */
async function sent(count: number): Promise<void> {
  for (let attempt = 0; attempt < 400 && (count === 0 ? attempt < 10 : received.length < count); attempt++) {
    await new Promise((later) => setTimeout(later, 20));
  }
}

test("sets what EventLogging sets", async () => {
  const { log } = eventLog();
  log.submit("known", { $schema: "/a/1.0.0", dt: "2020-01-01T00:00:00Z", meta: { request_id: "r" }, a: 1 });
  await sent(1);
  expect(received).toEqual([
    {
      $schema: "/a/1.0.0",
      a: 1,
      dt: expect.stringMatching(/^20\d\d-(?!01-01T00:00:00Z)/),
      meta: { request_id: "r", stream: "known", domain: "en.wiki.example.org", id: expect.any(String) },
    },
  ]);
});

test("warns of what it cannot send, and drops it", async () => {
  const { log, warnings } = eventLog();
  log.submit("known", { a: 1 });
  log.submit("unknown", { $schema: "/a/1.0.0" });
  log.submit("constructor", { $schema: "/a/1.0.0" });
  log.submit("rare", { $schema: "/a/1.0.0" });
  await sent(0);
  expect(received).toEqual([]);
  expect(warnings).toEqual([
    expect.stringContaining("without $schema"),
    expect.stringContaining("not configured"),
    expect.stringContaining("not configured"),
  ]);
});

test("without stream configurations, everything is sent", async () => {
  const { log } = eventLog({ streamConfigs: false });
  log.submit("whatever", { $schema: "/a/1.0.0" });
  await sent(1);
  expect(received).toHaveLength(1);
});

test("events of the old kind are wrapped, and carry no dt", async () => {
  const { log } = eventLog({ streamConfigs: { eventlogging_CodeMirrorUsage: {} } });
  await log.logEvent("CodeMirrorUsage", { editor: "wikitext" });
  await sent(1);
  expect(received).toEqual([
    {
      event: { editor: "wikitext" },
      schema: "CodeMirrorUsage",
      webHost: "en.wiki.example.org",
      wiki: "enwiki",
      $schema: "/analytics/legacy/codemirrorusage/1.1.0",
      client_dt: expect.any(String),
      meta: expect.objectContaining({
        stream: "eventlogging_CodeMirrorUsage",
        domain: "en.wiki.example.org",
      }),
    },
  ]);
  expect([log.sessionInSample(1), log.sessionInSample(0), log.pageviewInSample(1)]).toEqual([
    true,
    false,
    true,
  ]);
});
