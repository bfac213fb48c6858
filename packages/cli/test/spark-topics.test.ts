import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KafkaBroker, whyNoKafka } from "../../event-intake/test/kafka-broker.ts";
import { deleteMessages, sendMessages } from "../../warehouse/test/broker-messages.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { kafkaSource, runSparkJob } from "../../warehouse/test/spark-job.ts";
import { whyNoSpark } from "../../warehouse/test/spark.ts";
import { rejections, rowsOf } from "./lake-rows.ts";
import { ScratchRepository } from "./scratch-repository.ts";

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

const event = (stream: string, id: number, meta: object = {}) =>
  JSON.stringify({
    $schema: "/click/1.0.0",
    meta: { stream, id: `${stream}-${id}`, dt: ago(id % 30), ...meta },
    n: id,
  });

/** What two partitions of a topic get, with a duplicate, an event without a time, a canary and a line that is none. */
const messages = (stream: string, from: number) => [
  ...Array.from({ length: 40 }, (_, index) => ({ value: event(stream, from + index), partition: index % 2 })),
  { value: event(stream, from), partition: 0 },
  { value: event(stream, from + 100, { dt: undefined }), partition: 1 },
  { value: event(stream, from + 101, { domain: "canary" }), partition: 1 },
  { value: "nonsense", partition: 0 },
];

describe.skipIf(skipBecause("Spark and Kafka", whyNoSpark() ?? whyNoKafka()))("the Spark job", () => {
  it(
    "reads topics as load does, and goes on where it was, also after a run that was killed",
    { timeout: 1_800_000 },
    async () => {
      const broker = await KafkaBroker.start();
      try {
        const repository = new ScratchRepository();
        repository.write("addendum.yaml", "version: 1\n");
        repository.write(
          "schemas/click/1.0.0.yaml",
          "title: click\n$id: /click/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  meta:\n    type: object\n    properties: { stream: { type: string }, id: { type: string }, dt: { type: string } }\n  n: { type: integer }\n",
        );
        repository.write(
          "streams.yaml",
          `version: 1\ndefaults: { sink: main, title: click }\nstreams: { one: {}, two: {} }\nsinks: { main: { kind: kafka, brokers: ["${broker.address}"] } }\n`,
        );
        repository.addendum("load", "--model", "model.json");
        const lake = repository.path("spark");
        const settings = { "spark.jars": kafkaSource().join(",") };
        const lists = () => readdirSync(join(lake, "_loaded")).filter((name) => name.endsWith(".json"));
        const seen = new Set<string>();
        for (const [round, from] of [1000, 2000].entries()) {
          for (const topic of ["one", "two"])
            await sendMessages(broker.address, topic, messages(topic, from));
          const { out } = repository.addendum("load", "--kafka", "main", "--format", "json");
          const { canaryProblems: _, ...report } = JSON.parse(out) as Record<string, unknown>;
          expect(report).toMatchObject({ events: 88, canaries: 2, duplicates: 2, rejected: 2 });
          const args = ["--model", "model.json", "--kafka", broker.address, "--topics", "one,none,two"];
          const load = () => runSparkJob(repository.root, [...args, "--lake", lake], settings);
          expect(load()).toEqual(report);
          const list = lists().find((name) => !seen.has(name)) ?? "";
          seen.add(list);
          const { sources } = JSON.parse(readFileSync(join(lake, "_loaded", list), "utf8")) as {
            readonly sources: object;
          };
          // How far, and from where: 22 messages of each partition in each round.
          const wanted = ["one", "two"].flatMap((topic) =>
            [0, 1].map((partition) => [`kafka:${topic}:${partition}`, [22 * (round + 1), 22 * round]]),
          );
          expect(sources).toEqual(Object.fromEntries(wanted));
          const isSame = async () => {
            expect(await rowsOf(lake)).toEqual(await rowsOf(repository.path("lake")));
            expect(rejections(lake)).toEqual(rejections(repository.path("lake")));
          };
          await isSame();
          if (round === 0) continue;
          // A run that was killed before it wrote its list; the broker has deleted what the one before loaded.
          rmSync(join(lake, "_loaded", list));
          await deleteMessages(broker.address, "one", 5);
          expect(load()).toEqual(report);
          await isSame();
          expect(lists().sort()).toEqual([...seen].sort());
        }
      } finally {
        await broker.remove();
      }
    },
  );
});
