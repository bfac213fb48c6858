import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { RawClient } from "../test/raw-client.ts";
import { startIntake, writeSchemas } from "../test/running-intake.ts";

const titles = Array.from({ length: 40 }, (_, number) => `area/kind${number}`);
const schemaOf = (title: string) => ({
  title,
  type: "object",
  required: ["meta"],
  properties: {
    $schema: { type: "string" },
    meta: { type: "object", properties: { stream: { type: "string" } } },
    ...Object.fromEntries(
      Array.from({ length: 25 }, (_, number) => [
        `f${number}`,
        { type: "string", pattern: `^(a|b){0,${number}}$` },
      ]),
    ),
  },
});
const directory = writeSchemas(
  Object.fromEntries(
    titles.flatMap((title) =>
      ["1.0.0", "1.1.0"].map((version) => [`${title}/${version}.json`, schemaOf(title)]),
    ),
  ),
);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const wait = (ms: number) => new Promise((later) => setTimeout(later, ms));
const streamsText = `version: 1\nstreams: { ${titles.map((title, number) => `s${number}: { title: ${title} }`).join(", ")} }\n`;

test.each([1, 2])(
  "the first events and the first refusals of all schemas are answered, round %i",
  async () => {
    const intake = await startIntake({ schemas: directory, streamsText });
    const statuses = new Map<number, number>();
    const queue = titles.flatMap((title, number) =>
      [{}, { f1: 5 }].flatMap((more) =>
        ["1.1.0", "1.0.0"].map((version) => ({
          $schema: `/${title}/${version}`,
          meta: { stream: `s${number}` },
          ...more,
        })),
      ),
    );
    const client = async () => {
      const raw = new RawClient(Number(new URL(intake.url).port));
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        const body = Buffer.from(JSON.stringify(one));
        const { status } = await raw.post("/v1/events", { "content-type": "application/json" }, body);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      raw.close();
    };
    await Promise.all(Array.from({ length: 8 }, client));
    expect(Object.fromEntries(statuses)).toEqual({ 201: 80, 400: 80 });
    await intake.close();
  },
);

test("it is ready once the newest versions of its streams are compiled", async () => {
  const intake = await startIntake({ schemas: directory, streamsText });
  const statuses: number[] = [];
  while (statuses.at(-1) !== 200) {
    const response = await fetch(`${intake.url}/readyz`);
    statuses.push(response.status);
    if (response.status === 503) expect(await response.text()).toContain("compiles the schemas");
    await wait(5);
  }
  expect(statuses[0]).toBe(503);
  await intake.close();
});

test("beside a client with large batches, single events are taken", async () => {
  const intake = await startIntake({ schemas: directory });
  while ((await fetch(`${intake.url}/readyz`)).status !== 200) await wait(20);
  const event = { $schema: "/area/kind1/1.1.0", meta: { stream: "s" }, f3: "ab" };
  const port = Number(new URL(intake.url).port);
  const headers = { "content-type": "application/json" };
  const over = { isOver: false };
  const batch = Buffer.from(JSON.stringify(Array.from({ length: 8000 }, () => event)));
  const large = (async () => {
    const raw = new RawClient(port);
    while (!over.isOver) await raw.post("/v1/events", headers, batch);
    raw.close();
  })();
  const statuses = new Set<number>();
  const single = async () => {
    const raw = new RawClient(port);
    for (let round = 0; round < 25; round++) {
      statuses.add((await raw.post("/v1/events", headers, Buffer.from(JSON.stringify(event)))).status);
      await wait(5);
    }
    raw.close();
  };
  await Promise.all(Array.from({ length: 4 }, single));
  over.isOver = true;
  await large;
  expect([...statuses]).toEqual([201]);
  await intake.close();
});
