import { appendFileSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { post, type RunningIntake, startIntake, writeSchemas } from "../test/running-intake.ts";

const meta = {
  type: "object",
  required: ["stream"],
  properties: {
    stream: { type: "string" },
    id: { type: "string", format: "uuid" },
    dt: { type: "string", format: "date-time" },
    request_id: { type: "string" },
    domain: { type: "string" },
  },
};
const http = {
  type: "object",
  properties: {
    client_ip: { type: "string", maxLength: 45, privacy: { kind: "ip-address" } },
    request_headers: {
      type: "object",
      additionalProperties: { type: "string" },
      privacy: { kind: "user-agent" },
    },
  },
};
const click = {
  title: "click",
  type: "object",
  required: ["$schema", "meta", "wiki"],
  properties: {
    $schema: { type: "string" },
    meta,
    http,
    wiki: { type: "string", maxLength: 20 },
    count: { type: "integer", default: 1 },
    user_id: { type: "integer", privacy: { kind: "user-id" } },
  },
};
const error = {
  title: "error",
  type: "object",
  required: ["$schema", "meta", "message"],
  properties: {
    $schema: { type: "string" },
    meta,
    message: { type: "string", maxLength: 30 },
    raw_event: { type: "string", maxLength: 500 },
    errored_stream_name: { type: "string" },
    errored_schema_uri: { type: "string" },
    error_type: { type: "string" },
  },
};
const schemas = () =>
  writeSchemas({
    "click/1.0.0.json": click,
    "click/1.1.0.json": { ...click, properties: { ...click.properties, extra: { type: "string" } } },
    "click/1.0.0": "a link’s text",
    "error/1.0.0.json": error,
    "hostile/1.0.0.json":
      '{"title":"hostile","type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"}}}',
    "broken/1.0.0.json": "{",
  });

const event = (more: object = {}) => ({
  $schema: "/click/1.0.0",
  meta: { stream: "clicks" },
  wiki: "enwiki",
  ...more,
});

/** What was accepted: error events come some time after what they tell of. */
function eventsOf(intake: RunningIntake): Record<string, unknown>[] {
  return intake.lines().filter(({ $schema }) => !String($schema).startsWith("/error/"));
}

/** Until it holds: what happens after an answer. */
async function eventually(check: () => void | Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await check();
      return;
    } catch (failure) {
      if (attempt === 100) throw failure;
      await new Promise((later) => setTimeout(later, 20));
    }
  }
}

describe("an intake", () => {
  let intake: RunningIntake;
  beforeAll(async () => {
    intake = await startIntake({ schemas: schemas() });
  });
  afterAll(() => intake.close());
  const last = () => eventsOf(intake).at(-1) as ReturnType<typeof event> & { meta: Record<string, string> };

  test("fills in what it knows, where the schema has a place for it", async () => {
    const before = new Date().toISOString();
    const headers = {
      "x-request-id": "r".repeat(500),
      "user-agent": "Browser/1",
      "x-forwarded-for": "192.0.2.7, 10.0.0.1",
    };
    expect(await post(intake, event(), { headers })).toMatchObject({ status: 201, body: null });
    const written = last();
    expect(written).toEqual({
      $schema: "/click/1.0.0",
      meta: {
        stream: "clicks",
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        dt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        request_id: "r".repeat(400),
      },
      http: { client_ip: "192.0.2.7", request_headers: { "user-agent": "Browser/1" } },
      wiki: "enwiki",
      count: 1,
    });
    expect(String(written.meta["dt"]) >= before).toBe(true);
  });

  test("overwrites nothing", async () => {
    const given = {
      id: "9bf502b7-e287-456d-80a9-2ba1aca511ad",
      dt: "2020-01-01T00:00:00Z",
      request_id: "mine",
    };
    await post(
      intake,
      event({ meta: { stream: "clicks", ...given }, http: { client_ip: "192.0.2.1" }, count: 5 }),
    );
    expect(last()).toMatchObject({ meta: given, http: { client_ip: "192.0.2.1" }, count: 5 });
  });

  test("takes stream and schema from the query where the event has none", async () => {
    const query = "?stream=clicks&schema_uri=/click/1.1.0";
    expect((await post(intake, { wiki: "enwiki" }, { query })).status).toBe(201);
    expect(last()).toMatchObject({ $schema: "/click/1.1.0", meta: { stream: "clicks" } });
  });

  test("writes the version that latest stood for", async () => {
    expect((await post(intake, event({ $schema: "/click/latest" }))).status).toBe(201);
    expect(last().$schema).toBe("/click/1.1.0");
  });

  test("says why an event is not valid, as Ajv 6 would", async () => {
    const { status, reason, body } = await post(intake, [event({ wiki: 5 }), event()]);
    expect({ status, reason }).toEqual({
      status: 207,
      reason: "1 out of 2 events were accepted, but 1 failed (1 invalid and 0 errored).",
    });
    expect(body).toMatchObject({
      invalid: [
        {
          status: "invalid",
          event: { wiki: 5, count: 1 },
          context: {
            errors: [
              {
                keyword: "type",
                dataPath: ".wiki",
                schemaPath: "#/properties/wiki/type",
                params: { type: "string" },
                message: "should be string",
                instancePath: "/wiki",
              },
            ],
            errorsText: "'.wiki' should be string",
          },
        },
      ],
      error: [],
    });
  });

  test("tells the error stream, once", async () => {
    const sent = event({ wiki: "x".repeat(30), count: "many" });
    // As it came: without what was filled in.
    const told = () => intake.lines().filter((line) => line["raw_event"] === JSON.stringify(sent));
    await post(intake, sent);
    await eventually(() => expect(told().length).toBe(1));
    expect(told()[0]).toEqual({
      $schema: "/error/1.0.0",
      meta: expect.objectContaining({ stream: "addendum-intake.error.validation" }),
      message: "'.wiki' should NOT be longer t",
      raw_event: JSON.stringify(sent),
      errored_stream_name: "clicks",
      errored_schema_uri: "/click/1.0.0",
      error_type: "ValidationError",
    });
    await new Promise((later) => setTimeout(later, 100));
    expect(told().length).toBe(1);
  });

  test.each([
    ["application/json", 201],
    ["text/plain;charset=UTF-8", 201],
    ["application/reports+json", 201],
    ["application/x-www-form-urlencoded", 400],
  ])("reads %s: %i", async (type, status) => {
    expect((await post(intake, event(), { headers: { "content-type": type } })).status).toBe(status);
  });

  test("reads compressed bodies, up to the limit of what is in them", async () => {
    const headers = { "content-encoding": "gzip" };
    const packed = (text: string) => new Uint8Array(gzipSync(text));
    expect((await post(intake, packed(JSON.stringify(event())), { headers })).status).toBe(201);
    const bomb = packed(JSON.stringify(event({ extra: "x".repeat(50_000_000) })));
    expect((await post(intake, bomb, { headers })).status).toBe(413);
    expect((await post(intake, "no gzip", { headers })).status).toBe(400);
    expect((await post(intake, "{}", { headers: { "content-encoding": "zip" } })).status).toBe(400);
  });

  test.each([
    ["malformed", "{", 400],
    ["no event", "5", 400],
    ["infinite", '{"$schema":"/click/1.0.0","count":1e999}', 400],
    ["very many digits", `{"$schema":"/click/1.0.0","count":${"9".repeat(400)}}`, 400],
    ["deep", `{"a":${"[".repeat(200)}${"]".repeat(200)}}`, 400],
    ["very deep", "[".repeat(100_000) + "]".repeat(100_000), 400],
    ["a long string", JSON.stringify({ a: "x".repeat(1024 * 1024 + 1) }), 400],
    ["many events", `[${Array<string>(10_001).fill("{}").join(",")}]`, 413],
    ["a large body", `"${"x".repeat(5 * 1024 * 1024)}"`, 413],
  ])("refuses what is %s", async (_, body, status) => {
    const answer = await post(intake, body);
    expect(answer).toMatchObject({ status, body: { status, method: "POST", uri: "/v1/events" } });
  });

  test("takes a last duplicate, and names like __proto__ as data", async () => {
    const body =
      '{"$schema":"/hostile/1.0.0","a":1,"a":2,"__proto__":"own","constructor":3,"text":"\\ud800"}';
    expect((await post(intake, body)).status).toBe(201);
    const text = JSON.stringify(last());
    expect(JSON.parse(text)).toEqual(
      JSON.parse('{"$schema":"/hostile/1.0.0","a":2,"__proto__":"own","constructor":3,"text":"\\ud800"}'),
    );
    expect(text).toContain('"__proto__":"own"');
    const refused = await post(intake, '{"$schema":"/hostile/1.0.0","__proto__":5}');
    expect(refused).toMatchObject({ status: 400 });
    expect((await post(intake, '{"$schema":"/hostile/1.0.0","constructor":"x"}')).status).toBe(400);
    expect(({} as Record<string, unknown>)["own"]).toBeUndefined();
  });

  test.each([
    "/broken/1.0.0",
    "/nope/1.0.0",
    "/../click/1.0.0",
    "/click/1.0",
    "click/1.0.0",
    "file:///click/1.0.0",
    "/.git/1.0.0",
    5,
    null,
    {},
  ])("has no schema at %j", async ($schema) => {
    const { status, body } = await post(intake, event({ $schema }));
    expect({ status, body }).toMatchObject({
      status: 500,
      body: { invalid: [], error: [{ status: "error" }] },
    });
    expect(JSON.stringify(body)).not.toMatch(/tmp|ENOENT/);
  });

  test("answers hasty requests at once, whatever is in them", async () => {
    const sent = [event({ wiki: "hastily" }), event({ wiki: 4711 })];
    expect(await post(intake, sent, { query: "?hasty=false" })).toMatchObject({
      status: 202,
      reason: "2 events hastily received.",
      body: null,
    });
    const text = () =>
      intake
        .lines()
        .map((line) => JSON.stringify(line))
        .join("\n");
    await eventually(() => expect(text()).toMatch(/"wiki":"hastily"/));
    await eventually(() => expect(text()).toMatch(/wiki\\":4711/));
  });

  test("counts what it does, by names that dashboards know", async () => {
    await post(intake, event({ "not declared": 1, meta: { stream: "counted" } }));
    const metrics = await (await fetch(`${intake.url}/metrics`)).text();
    const labels = 'service="addendum-intake",stream="counted",schema_uri="/click/1.0.0"';
    expect(metrics).toContain(`eventgate_events_produced_total{${labels}} 1`);
    expect(metrics).toContain(`addendum_undeclared_members_total{${labels},member="/not declared"} 1`);
    expect(metrics).toMatch(/eventgate_validation_errors_total\{.*error_type="ValidationError"\} [1-9]/);
    expect(metrics).toMatch(
      /express_router_request_duration_seconds_bucket\{le="0.01",path="\/v1\/events",method="POST",status="201"\} [1-9]/,
    );
    expect(intake.log.filter((line) => line.includes("/not declared"))).toHaveLength(1);
  });

  test("has the routes of EventGate", async () => {
    const get = async (path: string, method = "GET") => {
      const response = await fetch(intake.url + path, { method, redirect: "manual" });
      return { status: response.status, text: await response.text(), headers: response.headers };
    };
    expect(JSON.parse((await get("/_info")).text)).toMatchObject({
      name: "addendum-intake",
      version: "0.0.0",
    });
    expect(JSON.parse((await get("/_info/version")).text)).toEqual({ version: "0.0.0" });
    expect(JSON.parse((await get("/?spec")).text)).toMatchObject({ openapi: "3.0.3" });
    expect((await get("/robots.txt")).text).toContain("Disallow: /");
    expect((await get("/healthz")).status).toBe(200);
    expect((await get("/readyz")).status).toBe(200);
    expect((await get("/v1/_test/events")).status).toBe(404);
    const options = await get("/v1/events", "OPTIONS");
    expect([options.status, options.headers.get("allow")]).toEqual([200, "POST"]);
    expect(options.headers.get("access-control-allow-origin")).toBe("*");
    const missing = await get("/v1/events");
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  });
});

describe("with streams.yaml", () => {
  const streamsText = `
version: 1
defaults: { undeclared: report }
streams:
  clicks: { title: click, canary: true, privacy: { ip-address: hash, user-agent: hash, "*": drop } }
  strict: { title: click, undeclared: reject }
  /^test\\./: { title: click, undeclared: accept }
intake:
  name: here
  errorStream: failures
  testEvents: [{ $schema: /click/1.0.0, meta: { stream: clicks }, wiki: enwiki }]
`;
  let intake: RunningIntake;
  beforeAll(async () => {
    intake = await startIntake({ schemas: schemas(), streamsText });
  });
  afterAll(() => intake.close());

  test("a stream has to be listed, and takes its own schema only", async () => {
    expect((await post(intake, event({ meta: { stream: "other" } }))).status).toBe(500);
    expect((await post(intake, event({ $schema: "/error/1.0.0", message: "m" }))).status).toBe(500);
    expect((await post(intake, event({ meta: { stream: "test.any" }, more: 1 }))).status).toBe(201);
  });

  test("undeclared members are refused where that is said", async () => {
    const answer = await post(intake, event({ meta: { stream: "strict", more: 1 } }));
    expect(answer).toMatchObject({
      status: 400,
      body: { invalid: [{ context: { errorsText: "'.meta' should NOT have additional properties" } }] },
    });
    expect((await post(intake, event({ meta: { stream: "strict" } }))).status).toBe(201);
  });

  test("personal data is hashed or dropped before it is written", async () => {
    const headers = { "user-agent": "Browser/1", "x-client-ip": "192.0.2.9" };
    for (const _ of [1, 2]) await post(intake, event({ user_id: 7 }), { headers });
    const [one, other] = eventsOf(intake).slice(-2) as { http: Record<string, unknown> }[];
    expect(one).not.toHaveProperty("user_id");
    expect(one?.http).toEqual({
      client_ip: expect.stringMatching(/^[\w-]{22}$/),
      request_headers: { "user-agent": expect.stringMatching(/^[\w-]{22}$/) },
    });
    expect(other?.http).toEqual(one?.http);
    await post(intake, event({ user_id: 7, wiki: 4711 }), { headers });
    const told = () => intake.lines().find((line) => String(line["raw_event"]).includes("4711"));
    await eventually(() => expect(told()).toMatchObject({ meta: { stream: "failures" } }));
    expect(JSON.stringify(told())).not.toContain("user_id");
  });

  test("its own test events are submitted", async () => {
    const { status } = await fetch(`${intake.url}/v1/_test/events`);
    expect(status).toBe(201);
  });

  test("streams are shown in the shape of MediaWiki’s API", async () => {
    const get = async (path: string) =>
      (await (await fetch(`${intake.url}/v1/stream-configs${path}`)).json()) as {
        streams: Record<string, unknown>;
      };
    expect(Object.keys((await get("")).streams)).toEqual(["clicks", "strict", "/^test\\./"]);
    expect(await get("/clicks,nope")).toEqual({
      streams: {
        clicks: {
          stream: "clicks",
          schema_title: "click",
          destination_event_service: "local",
          topics: ["clicks"],
          canary_events_enabled: true,
        },
      },
    });
    expect(Object.keys((await get("?constraints=canary_events_enabled=1")).streams)).toEqual(["clicks"]);
  });

  test("the age of the last canary is shown", async () => {
    await post(intake, event({ meta: { stream: "clicks", domain: "canary" } }));
    const metrics = await (await fetch(`${intake.url}/metrics`)).text();
    expect(
      Number(/canary_age_seconds\{service="here",stream="clicks"\} ([\d.]+)/.exec(metrics)?.[1]),
    ).toBeLessThan(60);
  });
});

test("schemas are read again when they change", async () => {
  const directory = schemas();
  const intake = await startIntake({ schemas: directory });
  const changed = event({ wiki: 5 });
  expect((await post(intake, changed)).status).toBe(400);
  const properties = { ...click.properties, wiki: { type: "integer" } };
  writeFileSync(join(directory, "click/1.0.0.json"), JSON.stringify({ ...click, properties }));
  await new Promise((later) => setTimeout(later, 1100));
  expect((await post(intake, changed)).status).toBe(201);
  rmSync(join(directory, "click/1.0.0.json"));
  await new Promise((later) => setTimeout(later, 1100));
  expect((await post(intake, changed)).status).toBe(500);
  await intake.close();
});

test("requests are limited by address", async () => {
  const streamsText =
    "version: 1\nstreams: { clicks: {} }\nintake: { rateLimit: { requests: 2, seconds: 60 } }\n";
  const intake = await startIntake({ schemas: schemas(), streamsText });
  const statuses: number[] = [];
  // The leftmost forwarded address is anybody's word.
  for (const ip of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) {
    statuses.push((await post(intake, event(), { headers: { "x-forwarded-for": ip } })).status);
  }
  expect(statuses).toEqual([201, 201, 429]);
  await intake.close();
});

test("behind trusted proxies, the address that they saw is limited", async () => {
  const streamsText =
    "version: 1\nstreams: { clicks: {} }\nintake: { rateLimit: { requests: 1, seconds: 60 }, trustedProxies: [127.0.0.1] }\n";
  const intake = await startIntake({ schemas: schemas(), streamsText });
  const statuses: number[] = [];
  for (const ip of ["192.0.2.1", "192.0.2.2", "198.51.100.1, 192.0.2.2"]) {
    statuses.push((await post(intake, event(), { headers: { "x-forwarded-for": ip } })).status);
  }
  expect(statuses).toEqual([201, 201, 429]);
  await intake.close();
});

test("metrics may have a port of their own, and no page of another origin reads them", async () => {
  const shared = await startIntake({ schemas: schemas() });
  const answer = await fetch(`${shared.url}/metrics`);
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, null]);
  const text = await answer.text();
  for (const name of [
    "process_resident_memory_bytes",
    "nodejs_eventloop_lag_seconds",
    "addendum_requests_in_progress",
  ])
    expect(text).toContain(name);
  expect(text).toMatch(/addendum_sink_waiting_bytes\{service="addendum-intake",sink="file"\} 0/);
  await shared.close();
  const own = await startIntake({
    schemas: schemas(),
    streamsText: "version: 1\nstreams: { clicks: {} }\nintake: { metrics: { port: 0 } }\n",
  });
  expect((await fetch(`${own.url}/metrics`)).status).toBe(404);
  const address = /Metrics are at (\S+)\./.exec(own.log.join("\n"))?.[1] ?? "";
  expect(await (await fetch(address)).text()).toContain("process_resident_memory_bytes");
  await own.close();
  await expect(fetch(address)).rejects.toThrow();
});

test.each([
  [false, 2],
  [true, 1],
])("an event that is sent again is counted, and dropped where that is asked: %s", async (drop, lines) => {
  const streamsText = `version: 1\nstreams: { clicks: {}, others: {} }\nintake: { duplicates: { drop: ${String(drop)} } }\n`;
  const intake = await startIntake({ schemas: schemas(), streamsText });
  const meta = { stream: "clicks", id: "9bf502b7-e287-456d-80a9-2ba1aca511ad" };
  for (const _ of [1, 2]) expect((await post(intake, event({ meta }))).status).toBe(201);
  // Without an identifier of its sender's, and in another stream, it is another event.
  await post(intake, [event(), event(), event({ meta: { ...meta, stream: "others" } })]);
  expect(intake.lines().filter((line) => (line["meta"] as typeof meta).id === meta.id)).toHaveLength(
    lines + 1,
  );
  const metrics = await (await fetch(`${intake.url}/metrics`)).text();
  expect(metrics).toMatch(/addendum_duplicate_events_total\{service="addendum-intake",stream="clicks"\} 1/);
  await intake.close();
});

test("an intake for development shows what was sent, and forgets it", async () => {
  const intake = await startIntake({ schemas: schemas(), isDevelopment: true });
  const ask = async (path: string) =>
    (await (await fetch(`${intake.url}/v1/_dev/${path}`)).json()) as Record<string, unknown>;
  await post(intake, [event(), event({ wiki: 5 }), { $schema: "/nope/1.0.0", meta: { stream: "nope" } }]);
  expect(await ask("events?stream=clicks&status=valid")).toMatchObject({
    events: [
      { status: "valid", stream: "clicks", schema: "/click/1.0.0", event: { wiki: "enwiki", count: 1 } },
    ],
    counts: { valid: 1, invalid: 2 },
  });
  expect(await ask("events?status=invalid")).toMatchObject({
    events: [
      { status: "invalid", stream: "clicks", reason: "'.wiki' should be string" },
      { status: "invalid", stream: "nope", reason: expect.stringContaining("/nope/1.0.0") },
    ],
  });
  expect(await ask("counts")).toEqual({
    valid: 1,
    invalid: 2,
    streams: { clicks: { valid: 1, invalid: 1 }, nope: { valid: 0, invalid: 1 } },
  });
  expect((await fetch(`${intake.url}/v1/_dev/reset`, { method: "POST" })).status).toBe(200);
  expect(await ask("events")).toEqual({ events: [], counts: { valid: 0, invalid: 0 } });
  await intake.close();
  const other = await startIntake({ schemas: schemas() });
  expect((await fetch(`${other.url}/v1/_dev/events`)).status).toBe(404);
  await other.close();
});

test("a sink that cannot write makes the intake not ready", async () => {
  const intake = await startIntake({ schemas: schemas() });
  const ready = async () => await (await fetch(`${intake.url}/readyz`)).text();
  await eventually(async () => expect(await ready()).toContain("ok"));
  rmSync(intake.out, { recursive: true });
  // Where a directory should be.
  writeFileSync(intake.out, "");
  expect((await post(intake, event())).status).toBe(500);
  expect(await ready()).toContain("the sink “file” cannot write");
  await intake.close();
});

describe("files", () => {
  test("a removed file’s successor holds what comes", async () => {
    const intake = await startIntake({ schemas: schemas() });
    await post(intake, event());
    const [file] = filesOf(intake.out);
    unlinkSync(join(intake.out, file as string));
    expect((await post(intake, event())).status).toBe(201);
    expect(intake.lines()).toHaveLength(1);
    rmSync(intake.out, { recursive: true });
    expect((await post(intake, event())).status).toBe(201);
    expect(intake.lines()).toHaveLength(1);
    await intake.close();
  });

  test("are begun anew when they are large, and never continued", async () => {
    const streamsText =
      "version: 1\nstreams: { clicks: { sink: small } }\nsinks: { small: { kind: file, rotateBytes: 1024, fsync: each } }\n";
    const intake = await startIntake({ schemas: schemas(), streamsText });
    for (let count = 0; count < 20; count++) await post(intake, event());
    expect(filesOf(intake.out).length).toBeGreaterThan(3);
    expect(intake.lines()).toHaveLength(20);
    await intake.close();
  });

  test("are compressed once they are finished, where that is asked", async () => {
    const streamsText =
      "version: 1\nstreams: { clicks: { sink: small } }\nsinks: { small: { kind: file, rotateBytes: 1024, compress: true } }\n";
    const intake = await startIntake({ schemas: schemas(), streamsText });
    for (let count = 0; count < 20; count++) await post(intake, event());
    const packed = () => readdirSync(intake.out).filter((name) => name.endsWith(".ndjson.gz"));
    await eventually(() => expect(filesOf(intake.out)).toHaveLength(1));
    expect(packed().length).toBeGreaterThan(2);
    const lines = packed().flatMap((name) =>
      gunzipSync(readFileSync(join(intake.out, name)))
        .toString()
        .split("\n")
        .slice(0, -1),
    );
    expect(lines.length + intake.lines().length).toBe(20);
    expect(readdirSync(intake.out).filter((name) => name.endsWith(".part"))).toEqual([]);
    await intake.close();
  });

  test("hold refused events that are longer than error events may be, beside them", async () => {
    const intake = await startIntake({ schemas: schemas() });
    const sent = event({ wiki: "x".repeat(900) });
    await post(intake, sent);
    const told = () => intake.lines().find(({ raw_event: raw }) => String(raw).startsWith("raw-events/"));
    await eventually(() => expect(told()).toBeDefined());
    const directory = join(intake.out, "raw-events");
    const [stored] = readdirSync(directory).flatMap((name) =>
      readFileSync(join(directory, name), "utf8").split("\n"),
    );
    expect(JSON.parse(stored as string)).toEqual({
      id: String(told()?.["raw_event"]).slice("raw-events/".length),
      raw_event: JSON.stringify(sent),
    });
    await intake.close();
  });

  test("what a killed intake left half-written is moved aside, and nothing of others", async () => {
    const first = await startIntake({ schemas: schemas() });
    await post(first, event());
    const file = join(first.out, filesOf(first.out)[0] as string);
    appendFileSync(file, '{"half":');
    writeFileSync(join(first.out, "export.ndjson"), '{"a":1}\n{"b":2}');
    const second = await startIntake({ schemas: schemas(), out: first.out });
    expect(readFileSync(file, "utf8")).toMatch(/\}\n$/);
    expect(readFileSync(`${file}.torn`, "utf8")).toBe('{"half":');
    expect(second.log).toEqual([expect.stringContaining("incomplete line")]);
    expect(readFileSync(join(first.out, "export.ndjson"), "utf8")).toBe('{"a":1}\n{"b":2}');
    rmSync(join(first.out, "export.ndjson"));
    await post(second, event());
    expect(second.lines()).toHaveLength(2);
    await first.close();
    await second.close();
  });
});

function filesOf(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith(".ndjson"));
}
