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
