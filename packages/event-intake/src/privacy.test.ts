import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { post, type RunningIntake, startIntake, writeSchemas } from "../test/running-intake.ts";

const ip = { type: "string", privacy: { kind: "ip-address" } };
const directory = writeSchemas({
  "visit/1.0.0.json": {
    title: "visit",
    type: "object",
    required: ["wiki"],
    properties: {
      $schema: { type: "string" },
      meta: { type: "object", properties: { stream: { type: "string" }, id: { type: "string" } } },
      wiki: { type: "string" },
      http: { type: "object", properties: { client_ip: ip, status: { type: "integer" } } },
      headers: { type: "object", additionalProperties: ip },
      byPattern: { type: "object", patternProperties: { "^ip_": ip } },
      node: { $ref: "#/definitions/node" },
      fragment: { $ref: "/fragment/1.0.0" },
    },
    definitions: { node: { type: "object", properties: { ip, next: { $ref: "#/definitions/node" } } } },
  },
  "fragment/1.0.0.json": { title: "fragment", type: "object", properties: { ip } },
  "error/1.0.0.json": {
    title: "error",
    type: "object",
    properties: {
      $schema: { type: "string" },
      meta: { type: "object", properties: { stream: { type: "string" } } },
      message: { type: "string" },
      raw_event: { type: "string" },
    },
  },
});
const secret = "192.0.2.77";
let intake: RunningIntake;
beforeAll(async () => {
  intake = await startIntake({
    schemas: directory,
    streamsText: `
version: 1
streams:
  visits: { title: visit, privacy: { ip-address: drop } }
  other: { title: visit }
intake: { errorStream: errors }
`,
  });
});
afterAll(async () => {
  await intake.close();
  rmSync(directory, { recursive: true, force: true });
});

const event = (more: object) => ({ $schema: "/visit/1.0.0", meta: { stream: "visits" }, ...more });
const holding = {
  http: { client_ip: secret, status: 200 },
  headers: { "x-real-ip": secret },
  byPattern: { ip_1: secret },
  node: { ip: secret, next: { next: { ip: secret } } },
  fragment: { ip: secret },
};

test("marks behind patterns, maps and references are honoured", async () => {
  expect((await post(intake, event({ wiki: "kept", ...holding }))).status).toBe(201);
  const written = intake.lines().find(({ wiki }) => wiki === "kept");
  expect(JSON.stringify(written)).not.toContain(secret);
  expect(written).toMatchObject({ http: { status: 200 }, node: { next: { next: {} } } });
});

test.each<[string, object]>([
  ["what is marked", holding],
  ["a text where an object should be", { http: secret }],
  ["a list where an object should be", { http: [secret] }],
  [
    "another spelling of a name",
    { http: { clientIp: secret }, client_ip: secret, Http: { client_ip: secret } },
  ],
  ["the name of a map’s member", { headers: { [secret]: 5 } }],
  ["another shape behind a reference", { node: { next: secret }, fragment: [secret] }],
])("a refused event’s %s reaches neither the error stream nor the log nor the metrics", async (_, more) => {
  const marker = `marker ${Math.random()}`;
  // Without wiki, it is not valid.
  expect((await post(intake, { ...event(more), meta: { stream: "visits", id: marker } })).status).toBe(400);
  const told = () => intake.lines().find(({ raw_event: raw }) => String(raw).includes(marker));
  for (let attempt = 0; attempt < 100 && told() === undefined; attempt++)
    await new Promise((later) => setTimeout(later, 20));
  expect(told()).toBeDefined();
  expect(JSON.stringify(intake.lines())).not.toContain(secret);
  expect(intake.log.join("\n")).not.toContain(secret);
  expect(await (await fetch(`${intake.url}/metrics`)).text()).not.toContain(secret);
});

test("a stream that keeps all has the refused event as it came", async () => {
  const sent = { $schema: "/visit/1.0.0", meta: { stream: "other" }, http: secret, more: "undeclared" };
  expect((await post(intake, sent)).status).toBe(400);
  const told = () => intake.lines().some(({ raw_event: raw }) => raw === JSON.stringify(sent));
  for (let attempt = 0; attempt < 100 && !told(); attempt++)
    await new Promise((later) => setTimeout(later, 20));
  expect(told()).toBe(true);
});

describe("what an intake for development shows", () => {
  let dev: RunningIntake;
  beforeAll(async () => {
    dev = await startIntake({
      schemas: directory,
      isDevelopment: true,
      streamsText: `
version: 1
defaults: { privacy: { ip-address: drop } }
streams:
  visits: { title: visit }
  hashed: { title: visit, privacy: { ip-address: hash } }
  other: { title: visit, privacy: { ip-address: keep } }
intake: { errorStream: errors, duplicates: { window: 1 hour, drop: true } }
`,
    });
  });
  afterAll(() => dev.close());

  async function shown(): Promise<
    { status: string; stream: string; schema: string; event: object | null }[]
  > {
    const answer = (await (await fetch(`${dev.url}/v1/_dev/events`)).json()) as { events: [] };
    await fetch(`${dev.url}/v1/_dev/reset`, { method: "POST" });
    return answer.events;
  }

  const undeclared = { [secret]: 1, other: secret };
  test.each<[string, string, unknown]>([
    ["a valid event", "valid", event({ wiki: "w", ...holding })],
    ["a refused one", "invalid", event(holding)],
    ["a hashed one", "invalid", { ...event(holding), meta: { stream: "hashed" } }],
    ["a refused one of another shape", "invalid", event({ http: { clientIp: secret }, ...undeclared })],
    ["the names of a map’s members", "invalid", event({ wiki: 5, headers: { [secret]: 5 } })],
    ["one of an unknown stream", "invalid", { ...event(holding), meta: { stream: "none" } }],
    [
      "one of another schema’s stream",
      "invalid",
      { $schema: "/visit/1.0.0", meta: { stream: "errors" }, ...holding },
    ],
    ["one of an unknown schema", "invalid", { ...event(holding), $schema: "/none/1.0.0" }],
    ["one without a schema", "invalid", { meta: { stream: "visits" }, ...holding }],
    ["one that is no object", "invalid", [secret, [secret]]],
    [
      "one beyond a limit",
      "invalid",
      event({ wiki: "w", ...holding, deep: JSON.parse("[".repeat(90) + "]".repeat(90)) }),
    ],
  ])("holds nothing that the stream drops: %s", async (_, status, sent) => {
    await post(dev, [sent, event({ wiki: "beside" })]);
    const list = await shown();
    expect(list.map((one) => one.status)).toEqual([status, "valid"]);
    expect(JSON.stringify(list)).not.toContain(secret);
  });

  test("an event that is sent again", async () => {
    const sent = { ...event({ wiki: "w", ...holding }), meta: { stream: "visits", id: "again" } };
    await post(dev, sent);
    await post(dev, sent);
    const list = await shown();
    expect(list.map(({ status }) => status)).toEqual(["valid", "valid"]);
    expect(JSON.stringify(list)).not.toContain(secret);
  });

  test("says what the event is, and shows all of it where the stream keeps all", async () => {
    await post(dev, { ...event(holding), $schema: "/none/1.0.0" });
    await post(dev, { $schema: "/visit/1.0.0", meta: { stream: "other" }, http: secret });
    expect(await shown()).toMatchObject([
      {
        stream: "visits",
        schema: "/none/1.0.0",
        event: { $schema: "/none/1.0.0", meta: { stream: "visits" } },
      },
      { stream: "other", event: { http: secret } },
    ]);
  });
});
