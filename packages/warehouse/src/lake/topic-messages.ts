import { randomUUID } from "node:crypto";
import type { Consumer, KafkaConfig } from "kafkajs";
import { EngineError, loadPart } from "../engine.ts";

/** Topics of a Kafka cluster. */
export interface TopicSource {
  readonly brokers: readonly string[];
  /** How the connection is encrypted, and who reads, as kafkajs takes it. */
  readonly ssl?: NonNullable<KafkaConfig["ssl"]>;
  readonly sasl?: NonNullable<KafkaConfig["sasl"]>;
  /** Those that do not exist are left out. */
  readonly topics: readonly string[];
  /** The first offset that is wanted of a partition, by {@link partitionIdentity}; where it lacks, all there is. */
  readonly from: (identity: string) => number | undefined;
}

/** A message of a topic. */
export interface TopicMessage {
  readonly offset: number;
  readonly value: Buffer;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Messages of one partition, in their order. */
export interface TopicBlock {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly TopicMessage[];
  /** The offset after the last of them. */
  readonly upTo: number;
}

/** The name by which a partition is known in a lake's manifest. */
export function partitionIdentity(topic: string, partition: number): string {
  return `kafka:${topic}:${partition}`;
}

/** No message for so long, and a partition that has more to come is given up, in milliseconds. */
const patienceMs = 30_000;

/**
 * Reads topics up to where they end now, without committing anything to the broker: how far it was read is the lake's own
 * knowledge. Rejects with {@link EngineError} where the brokers do not answer.
 * @param take is awaited before more is read
 */
export async function readTopics(
  source: TopicSource,
  take: (block: TopicBlock) => Promise<void>,
): Promise<void> {
  const kafkajs = await loadPart("kafkajs", () => import("kafkajs"));
  const kafka = new kafkajs.Kafka({
    clientId: "addendum-load",
    brokers: [...source.brokers],
    ...(source.ssl !== undefined && { ssl: source.ssl }),
    ...(source.sasl !== undefined && { sasl: source.sasl }),
    connectionTimeout: 3000,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 5 },
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  /** Partitions with something new: the first offset that is wanted, and the one after the last. */
  const wanted = new Map<string, { topic: string; partition: number; next: number; readonly end: number }>();
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    for (const topic of source.topics) {
      if (!existing.has(topic)) continue;
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        const identity = partitionIdentity(topic, partition);
        // What the broker has deleted meanwhile cannot be read any more.
        const next = Math.max(Number(low), source.from(identity) ?? 0);
        if (next < Number(high)) wanted.set(identity, { topic, partition, next, end: Number(high) });
      }
    }
  } catch (error) {
    throw unreachable(source, error);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
  if (wanted.size === 0) return;
  const consumer = kafka.consumer({
    groupId: `addendum-load-${randomUUID()}`,
    maxWaitTimeInMs: 200,
    // A broker that has just started takes its time before it has a coordinator for a group.
    retry: { initialRetryTime: 300, maxRetryTime: 5000, retries: 10 },
  });
  try {
    await consume(consumer, wanted, take);
  } catch (error) {
    throw error instanceof EngineError ? error : unreachable(source, error);
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
}

function consume(
  consumer: Consumer,
  wanted: Map<string, { topic: string; partition: number; next: number; readonly end: number }>,
  take: (block: TopicBlock) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error("no message arrived for half a minute")), patienceMs);
    };
    const end = (error?: Error) => {
      clearTimeout(timer);
      if (error === undefined) resolve();
      else reject(error);
    };
    wait();
    consumer.on(consumer.events.CRASH, ({ payload }) => end(payload.error));
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const { topic, partition, next } of wanted.values()) {
        consumer.seek({ topic, partition, offset: String(next) });
      }
    });
    const run = async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: [...new Set([...wanted.values()].map(({ topic }) => topic))] });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
          wait();
          const identity = partitionIdentity(batch.topic, batch.partition);
          const state = wanted.get(identity);
          if (state === undefined) return;
          const messages = batch.messages
            .map(({ offset, value, timestamp }) => ({
              offset: Number(offset),
              value: value ?? Buffer.alloc(0),
              timestamp: Number(timestamp),
            }))
            .filter(({ offset }) => offset >= state.next && offset < state.end);
          // The broker's own records have offsets, too, and no consumer receives them.
          const upTo = Math.min(state.end, Number(batch.lastOffset()) + 1);
          if (upTo <= state.next) return;
          clearTimeout(timer);
          try {
            await take({ topic: batch.topic, partition: batch.partition, messages, upTo });
          } catch (error) {
            end(error as Error);
            return;
          }
          state.next = upTo;
          resolveOffset(batch.lastOffset());
          await heartbeat();
          if (upTo >= state.end) wanted.delete(identity);
          if (wanted.size === 0) end();
          else wait();
        },
      });
    };
    run().catch(end);
  });
}

function unreachable({ brokers }: TopicSource, error: unknown): EngineError {
  return new EngineError(
    `Kafka at ${brokers.join(", ")} cannot be read: ${(error as Error).message}`,
    undefined,
    error,
  );
}
