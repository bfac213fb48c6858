import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnsOf, declare } from "@addendum/event-fields";
import { Kafka, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KafkaBroker, whyNoKafka } from "../../../event-intake/test/kafka-broker.ts";
import { skipBecause, whyNoEngines } from "../../test/server.ts";
import { openDuckDb } from "../engines/duckdb.ts";
import { loadEvents, type LoadOptions } from "./load.ts";

const { columns } = columnsOf(
  declare({
    type: "object",
    properties: {
      meta: { type: "object", properties: { id: { type: "string" }, dt: { type: "string" } } },
      n: { type: "integer" },
    },
  }),
);
const now = Date.parse("2026-11-26T12:00:00Z");

describe.skipIf(skipBecause("Kafka", whyNoEngines() ?? whyNoKafka()))("loading topics", () => {
  let directory: string;
  let broker: KafkaBroker;
  let options: LoadOptions;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "addendum-topics-"));
    broker = await KafkaBroker.start();
    options = {
      lake: join(directory, "lake"),
      events: { brokers: [broker.address], topics: ["clicks", "missing"] },
      route: () => ({ name: "t", columns, retentionDays: undefined }),
      now,
      batchBytes: 5000,
    };
  }, 120_000);
  afterAll(async () => {
    await broker?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  async function send(values: readonly (object | string)[]): Promise<void> {
    const kafka = new Kafka({ brokers: [broker.address], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: "clicks",
      messages: values.map((value, index) => ({
        value: typeof value === "string" ? value : JSON.stringify(value),
        partition: index % 2,
        timestamp: String(Date.parse("2026-11-26T09:30:00Z")),
      })),
    });
    await producer.disconnect();
  }

  async function rows(): Promise<unknown[]> {
    const engine = await openDuckDb();
    const found = await engine.query(
      `SELECT count(*), count(DISTINCT n), min(hour), max(hour) FROM read_parquet('${options.lake}/t/**/*.parquet', hive_partitioning = true)`,
    );
    await engine.close();
    return found.rows[0] as unknown[];
  }

  const events = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ meta: { id: `id-${from + index}` }, n: from + index }));

  it(
    "reads each message once, at the broker's time where it has none of its own",
    { timeout: 120_000 },
    async () => {
      await send([...events(0, 500), "nonsense", { meta: { dt: "2026-11-26T10:00:00Z" }, n: 500 }]);
      expect(await loadEvents(options)).toMatchObject({ events: 502, loaded: 501, rejected: 1 });
      expect(await rows()).toEqual([501, 501, 9, 10]);
      expect(await loadEvents(options)).toMatchObject({ events: 0 });
      // Sent again: the same ids.
      await send(events(490, 20));
      expect(await loadEvents(options)).toMatchObject({ events: 20, loaded: 10, duplicates: 10 });
      expect(await rows()).toEqual([511, 510, 9, 10]);
    },
  );

  it("says that brokers do not answer, and loses nothing", { timeout: 120_000 }, async () => {
    await broker.stop("SIGKILL");
    await expect(loadEvents(options)).rejects.toThrow(/^Kafka at .* cannot be read: /);
    await broker.resume();
    await send(events(1000, 5));
    expect(await loadEvents(options)).toMatchObject({ loaded: 5 });
  });
});
