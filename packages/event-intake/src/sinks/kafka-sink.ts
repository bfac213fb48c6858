import type { Kafka, Message, Producer } from "kafkajs";
import { type Sink, SinkFull, type SinkRecord } from "./sink.ts";

export interface KafkaSinkOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly bufferBytes: number;
  /** Told of what hasty events were lost, and of the connection: for the log. */
  readonly onProblem?: (message: string) => void;
}

interface Waiting {
  readonly records: readonly SinkRecord[];
  readonly length: number;
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

/** How long one attempt may take in all before its events are answered as failed, in milliseconds. */
const patienceMs = 8000;
/** Batches that are on their way at once. */
const concurrency = 4;
/** Messages of one batch: brokers take a megabyte by default. */
const batchBytes = 512 * 1024;

/**
 * Produces to Kafka. A record counts as written when all in-sync replicas have it. The producer is not idempotent:
 * kafkajs's loses its sequence when a broker restarts. What is sent again may be there twice, with the same `meta.id`,
 * by which consumers tell.
 */
export class KafkaSink implements Sink {
  private readonly options: KafkaSinkOptions;
  private readonly kafka: Kafka;
  private readonly partitioner: typeof import("kafkajs").Partitioners.DefaultPartitioner;
  private producer: Producer | undefined;
  private connecting: Promise<Producer> | undefined;
  private queue: Waiting[] = [];
  private waiting = 0;
  private sending = 0;
  private isScheduled = false;
  private readonly running = new Set<Promise<void>>();

  /** Connects when there is something to send. */
  static async open(options: KafkaSinkOptions): Promise<KafkaSink> {
    // Loaded where it is used only: most intakes write files.
    return new KafkaSink(options, await import("kafkajs"));
  }

  private constructor(options: KafkaSinkOptions, kafkajs: typeof import("kafkajs")) {
    this.options = options;
    this.partitioner = kafkajs.Partitioners.DefaultPartitioner;
    this.kafka = new kafkajs.Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      connectionTimeout: 2000,
      requestTimeout: 5000,
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 6 },
      logLevel: kafkajs.logLevel.NOTHING,
    });
  }

  get isFull(): boolean {
    return this.waiting > this.options.bufferBytes;
  }

  async write(records: readonly SinkRecord[], isHasty: boolean): Promise<void> {
    if (this.isFull) throw new SinkFull();
    const length = records.reduce((sum, { line }) => sum + line.length, 0);
    this.waiting += length;
    const written = new Promise<void>((done, fail) => {
      this.queue.push({ records, length, done, fail });
    });
    this.schedule();
    if (!isHasty) return written;
    written.catch((error: unknown) =>
      this.options.onProblem?.(`hasty events lost: ${(error as Error).message}`),
    );
  }

  async close(): Promise<void> {
    while (this.queue.length > 0 || this.running.size > 0) {
      this.send();
      await Promise.all(this.running);
    }
    await this.producer?.disconnect();
    this.producer = undefined;
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private send(): void {
    while (this.queue.length > 0 && this.sending < concurrency) {
      const batch = this.take();
      this.sending++;
      const attempt = this.deliver(batch).finally(() => {
        this.sending--;
        this.running.delete(attempt);
        if (this.queue.length > 0) this.schedule();
      });
      this.running.add(attempt);
    }
  }

  private take(): Waiting[] {
    let length = 0;
    let count = 0;
    for (const one of this.queue) {
      if (count > 0 && length + one.length > batchBytes) break;
      length += one.length;
      count++;
    }
    return this.queue.splice(0, count);
  }

  private async deliver(batch: readonly Waiting[]): Promise<void> {
    const attempt = this.produce(batch.flatMap(({ records }) => records));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error("the broker did not answer in time")), patienceMs);
    });
    try {
      await Promise.race([attempt, late]);
      for (const { done } of batch) done();
    } catch (error) {
      if (batch.length > 1 && (error as { retriable?: boolean }).retriable === false) {
        // One message that is too large, say, fails those that travel with it.
        for (const one of batch) await this.deliver([one]);
        return;
      }
      const failure = new Error(`Kafka: ${(error as Error).message}`, { cause: error });
      for (const { fail } of batch) fail(failure);
    } finally {
      clearTimeout(timer);
    }
    // However late: until then the client library holds them in memory.
    await attempt.catch(() => undefined);
    for (const { length } of batch) this.waiting -= length;
  }

  private async produce(records: readonly SinkRecord[]): Promise<void> {
    const byTopic = new Map<string, Message[]>();
    for (const { topic, key, line, timestamp } of records) {
      let messages = byTopic.get(topic);
      if (messages === undefined) byTopic.set(topic, (messages = []));
      messages.push({ key: key ?? null, value: line, timestamp: String(timestamp) });
    }
    const producer = this.producer ?? (await this.connect());
    await producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
    });
  }

  private connect(): Promise<Producer> {
    this.connecting ??= (async () => {
      const producer = this.kafka.producer({
        allowAutoTopicCreation: true,
        idempotent: false,
        createPartitioner: this.partitioner,
      });
      try {
        await producer.connect();
        this.producer = producer;
        return producer;
      } finally {
        this.connecting = undefined;
      }
    })();
    return this.connecting;
  }
}
