import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KafkaBroker, whyNoKafka } from "../../test/kafka-broker.ts";
import { post, type RunningIntake, startIntake, writeSchemas } from "../../test/running-intake.ts";

const reason = whyNoKafka();
if (reason !== undefined && process.env["CI"]) throw new Error(reason);

const schemas = () =>
  writeSchemas({
    "click/1.0.0.json": {
      title: "click",
      type: "object",
      properties: {
        $schema: { type: "string" },
        meta: {
          type: "object",
          properties: { stream: { type: "string" }, id: { type: "string" }, dt: { type: "string" } },
        },
        page: { type: "object", properties: { id: { type: "integer" } } },
      },
    },
  });

const event = (id: number, more: object = {}) => ({
  $schema: "/click/1.0.0",
  meta: { stream: "clicks", ...more },
  page: { id },
});

interface Read {
  readonly value: string;
  readonly key: string | undefined;
  readonly timestamp: string;
}

/** Everything that a topic holds. */
async function readTopic(broker: KafkaBroker, topic: string): Promise<Read[]> {
  const kafka = new Kafka({
    brokers: [broker.address],
    logLevel: logLevel.NOTHING,
    // A broker that has just begun coordinates no groups yet.
    retry: { retries: 30, maxRetryTime: 1000 },
  });
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const expected = offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const read: Read[] = [];
  if (expected === 0) return read;
  const consumer = kafka.consumer({ groupId: `reader-${Math.random()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`${read.length} of ${expected} messages`)), 60_000);
    void consumer.run({
      eachMessage: ({ message: { value, key, timestamp } }) => {
        read.push({ value: String(value), key: key?.toString(), timestamp });
        if (read.length === expected) {
          clearTimeout(timer);
          done();
        }
        return Promise.resolve();
      },
    });
  });
  await consumer.disconnect();
  return read;
}

describe.skipIf(reason !== undefined)(
  `a real Kafka${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    let broker: KafkaBroker;
    let intake: RunningIntake;
    beforeAll(async () => {
      broker = await KafkaBroker.start();
      const streamsText = `
version: 1
defaults: { sink: main, topicPrefixes: [dc1., dc2.] }
streams:
  clicks: { title: click, messageKeyFields: { page: page.id } }
  eventlogging_Clicks: { title: click }
sinks: { main: { kind: kafka, brokers: ["${broker.address}"], bufferBytes: 100000 } }
`;
      intake = await startIntake({ schemas: schemas(), streamsText });
    });
    afterAll(async () => {
      await intake?.close();
      await broker?.remove();
    });

    test("holds events under their stream’s topic, with key and time", async () => {
      const sent = event(7, { dt: "2026-01-02T03:04:05.678Z" });
      expect((await post(intake, sent)).status).toBe(201);
      const [message] = await readTopic(broker, "dc1.clicks");
      expect(message).toMatchObject({
        key: '{"page":7}',
        timestamp: String(Date.parse("2026-01-02T03:04:05.678Z")),
      });
      expect(JSON.parse(message?.value ?? "")).toMatchObject(sent);
    });

    test("legacy streams have no prefix", async () => {
      expect((await post(intake, { ...event(1), meta: { stream: "eventlogging_Clicks" } })).status).toBe(201);
      expect(await readTopic(broker, "eventlogging_Clicks")).toHaveLength(1);
    });

    test("a message that the broker refuses fails alone", async () => {
      const large = { ...event(1), text: "x".repeat(900_000), more: "x".repeat(900_000) };
      // Reading the large one may take so long that what arrives with it is sent away.
      const patiently = async (one: object) => {
        for (;;) {
          const answer = await post(intake, one);
          if (answer.status !== 503) return answer;
        }
      };
      const answers = await Promise.all([event(2), large, event(3)].map(patiently));
      expect(answers.map(({ status }) => status)).toEqual([201, 500, 201]);
    });

    test("one message of a request that the broker refuses fails alone, and says why", async () => {
      const large = { ...event(4), text: "x".repeat(900_000), more: "x".repeat(900_000) };
      const answer = await post(intake, [event(5), large, event(6)]);
      expect(answer.status).toBe(207);
      expect(answer.reason).toContain("2 out of 3 events were accepted");
      expect(answer.body).toMatchObject({
        error: [
          {
            event: { page: { id: 4 } },
            context: { message: expect.stringContaining("larger than the broker") },
          },
        ],
      });
    });

    test("it is reached with TLS and SASL, and messages are compressed", async () => {
      const secure = (password: string) => `
version: 1
defaults: { sink: main }
streams: { secured: { title: click } }
sinks:
  main:
    kind: kafka
    brokers: ["${broker.secureAddress}"]
    compression: gzip
    patienceSeconds: 4
    tls: { caFile: ${broker.certificate} }
    sasl: { mechanism: plain, username: anna, passwordVariable: ${password} }
`;
      process.env["TEST_KAFKA_RIGHT"] = "secret";
      process.env["TEST_KAFKA_WRONG"] = "guessed";
      const right = await startIntake({ schemas: schemas(), streamsText: secure("TEST_KAFKA_RIGHT") });
      const sent = { ...event(9), meta: { stream: "secured" } };
      expect(
        (
          await post(
            right,
            Array.from({ length: 50 }, () => sent),
          )
        ).status,
      ).toBe(201);
      expect(await readTopic(broker, "secured")).toHaveLength(50);
      await right.close();
      const wrong = await startIntake({ schemas: schemas(), streamsText: secure("TEST_KAFKA_WRONG") });
      expect((await post(wrong, sent)).status).toBe(500);
      expect((await fetch(`${wrong.url}/readyz`)).status).toBe(503);
      await wrong.close();
    });

    test("while it hangs, requests are answered in time, readiness says so, and ending takes no longer than it may", async () => {
      const streamsText = `
version: 1
defaults: { sink: main }
streams: { hanging: { title: click } }
sinks: { main: { kind: kafka, brokers: ["${broker.address}"], patienceSeconds: 3 } }
intake: { limits: { drainSeconds: 4 } }
`;
      const hung = await startIntake({ schemas: schemas(), streamsText });
      const ready = async () => (await fetch(`${hung.url}/readyz`)).status;
      const sent = { ...event(1), meta: { stream: "hanging" } };
      while ((await ready()) !== 200) await new Promise((later) => setTimeout(later, 100));
      expect((await post(hung, sent)).status).toBe(201);
      broker.freeze(true);
      try {
        const began = Date.now();
        const statuses = await Promise.all(
          Array.from({ length: 12 }, async (_, number) => {
            await new Promise((later) => setTimeout(later, 100 * number));
            const asked = Date.now();
            const { status } = await post(hung, sent);
            return [status, Date.now() - asked] as const;
          }),
        );
        for (const [status, took] of statuses) {
          expect(status).toBe(500);
          expect(took).toBeLessThan(9000);
        }
        expect(Date.now() - began).toBeLessThan(12_000);
        expect(await ready()).toBe(503);
        const metrics = await (await fetch(`${hung.url}/metrics`)).text();
        expect(metrics).toMatch(/addendum_sink_lag_seconds\{service="addendum-intake",sink="main"\} [1-9]/);
        const ended = Date.now();
        await hung.close();
        expect(Date.now() - ended).toBeLessThan(8000);
      } finally {
        broker.freeze(false);
      }
    });

    test("nothing is accepted that a stopped broker does not hold", async () => {
      const accepted: number[] = [];
      const statuses = new Set<number>();
      let next = 1000;
      const over = new AbortController();
      const client = async () => {
        while (!over.signal.aborted) {
          const ids = Array.from({ length: 10 }, () => next++);
          const { status } = await post(
            intake,
            ids.map((id) => event(id)),
          );
          statuses.add(status);
          if (status === 201) accepted.push(...ids);
          else await new Promise((later) => setTimeout(later, 20));
        }
      };
      const clients = Array.from({ length: 20 }, client);
      const wait = (ms: number) => new Promise((later) => setTimeout(later, ms));
      await wait(1500);
      // Not the orderly way.
      await broker.stop("SIGKILL");
      const before = accepted.length;
      await wait(Number(process.env["KAFKA_DOWN_MS"] ?? 9000));
      const memory = process.memoryUsage().heapUsed;
      expect(accepted.length - before).toBeLessThan(1000);
      await broker.resume();
      const resumed = accepted.length;
      for (let attempt = 0; attempt < 150 && accepted.length < resumed + 200; attempt++) await wait(200);
      over.abort();
      await Promise.all(clients);
      // Some were refused, and it goes on afterwards.
      expect([...statuses].some((status) => status === 500 || status === 503)).toBe(true);
      expect(accepted.length).toBeGreaterThanOrEqual(resumed + 200);
      expect(memory).toBeLessThan(1024 ** 3);
      const held = new Set(
        (await readTopic(broker, "dc1.clicks")).map(
          ({ value }) => (JSON.parse(value) as ReturnType<typeof event>).page.id,
        ),
      );
      expect(accepted.filter((id) => !held.has(id))).toEqual([]);
    });
  },
);
