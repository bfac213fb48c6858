import type { KafkaAccess } from "@addendum/streams";
import { UserError } from "@addendum/workspace";
import type { Admin, Kafka, Message, Producer } from "kafkajs";
import { RecordsRefused, type Sink, SinkFull, type SinkRecord } from "./sink.ts";

export interface KafkaSinkOptions {
  readonly access: KafkaAccess;
  readonly clientId: string;
  readonly bufferBytes: number;
  /** How long a write may take before it counts as failed. */
  readonly patienceSeconds: number;
  readonly compression: "none" | "gzip";
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  /** Is called with what hasty events were lost, and of the connection: for the log. */
  readonly onProblem?: (message: string) => void;
}

/** What one request wrote. */
class Write {
  readonly records: readonly SinkRecord[];
  readonly length: number;
  readonly since: number;
  /** Whether its sender still waits for an answer. */
  isOpen = true;
  readonly written: Promise<void>;
  private resolve: () => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private readonly timer: NodeJS.Timeout;
  private readonly refused = new Map<number, string>();

  constructor(
    records: readonly SinkRecord[],
    since: number,
    patienceMs: number,
    onLate: (error: Error) => void,
  ) {
    this.records = records;
    this.length = records.reduce((sum, { line }) => sum + line.length, 0);
    this.since = since;
    this.written = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.timer = setTimeout(() => {
      const late = new Error("the brokers did not answer in time");
      onLate(late);
      this.fail(new Error(`Kafka: ${late.message}`));
    }, patienceMs);
  }

  /** The broker takes everything else, but not this one. */
  refuse(record: SinkRecord, reason: string): void {
    this.refused.set(this.records.indexOf(record), reason);
  }

  finish(): void {
    if (this.refused.size > 0) this.fail(new RecordsRefused(this.refused));
    else this.end(() => this.resolve());
  }

  fail(error: Error): void {
    this.end(() => this.reject(error));
  }

  private end(tell: () => void): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearTimeout(this.timer);
    tell();
  }
}

/** Batches that are on their way at once. */
const concurrency = 4;
/** Messages of one batch: brokers take a megabyte by default. */
const batchBytes = 512 * 1024;
/** How often an unreachable broker is tried again without an event, in milliseconds. */
const retryMs = 2000;
const askMs = 2000;
/** So long a failure counts as one that continues, in milliseconds. */
const recentMs = 10_000;

/**
 * Produces to Kafka. A record counts as written when all in-sync replicas have it. The producer is not idempotent:
 * kafkajs's loses its sequence when a broker restarts. What is sent again may be there twice, with the same `meta.id`,
 * by which consumers tell.
 */
export class KafkaSink implements Sink {
  private readonly options: KafkaSinkOptions;
  private readonly kafka: Kafka;
  private readonly kafkajs: typeof import("kafkajs");
  private producer: Producer | undefined;
  private admin: Admin | undefined;
  private connecting: Promise<Producer> | undefined;
  private queue: Write[] = [];
  private readonly sent = new Set<Write>();
  private waiting = 0;
  private isScheduled = false;
  private isClosed = false;
  private readonly running = new Set<Promise<void>>();
  private failure: { readonly message: string; readonly at: number } | undefined;
  private lookedAt = -Infinity;

  /** Connects in the background. */
  static async open(options: KafkaSinkOptions): Promise<KafkaSink> {
    const sink = new KafkaSink(options, await loadKafka());
    sink.look();
    return sink;
  }

  private constructor(options: KafkaSinkOptions, kafkajs: typeof import("kafkajs")) {
    this.options = options;
    this.kafkajs = kafkajs;
    const { access, clientId, patienceSeconds } = options;
    this.kafka = new kafkajs.Kafka({
      clientId,
      brokers: access.brokers,
      ssl: access.ssl,
      ...(access.sasl !== undefined && { sasl: access.sasl }),
      connectionTimeout: Math.min(2000, patienceSeconds * 500),
      requestTimeout: Math.min(5000, patienceSeconds * 700),
      retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 6 },
      logLevel: kafkajs.logLevel.NOTHING,
    });
  }

  get isFull(): boolean {
    return this.waiting > this.options.bufferBytes;
  }

  get waitingBytes(): number {
    return this.waiting;
  }

  /** Since when the oldest write waits, in milliseconds that only grow. */
  get oldestSince(): number | undefined {
    for (const write of this.sent) return write.since;
    return this.queue[0]?.since;
  }

  async write(records: readonly SinkRecord[], isHasty: boolean): Promise<void> {
    if (this.isFull) throw new SinkFull();
    const { monotonic, patienceSeconds, onProblem } = this.options;
    const write = new Write(records, monotonic(), patienceSeconds * 1000, (late) => this.note(late));
    this.waiting += write.length;
    this.queue.push(write);
    this.schedule();
    if (!isHasty) return write.written;
    write.written.catch((error: unknown) => onProblem?.(`hasty events lost: ${(error as Error).message}`));
  }

  problem(): Promise<string | undefined> {
    this.look();
    const { failure } = this;
    const isRecent = failure !== undefined && this.options.monotonic() - failure.at < recentMs;
    if (this.producer === undefined) return Promise.resolve(failure?.message ?? "it is not connected yet");
    return Promise.resolve(isRecent ? failure.message : undefined);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    while (this.queue.length > 0 || this.running.size > 0) {
      this.send();
      await Promise.all(this.running);
    }
    await Promise.all([this.producer?.disconnect(), this.admin?.disconnect()]);
    this.producer = undefined;
  }

  /** Without a request it would go unnoticed that the brokers are back. */
  private look(): void {
    const now = this.options.monotonic();
    if (this.isClosed || now - this.lookedAt < retryMs) return;
    this.lookedAt = now;
    const asked = this.producer === undefined ? this.connect() : this.ask();
    asked.catch((error: unknown) => this.note(error as Error));
  }

  /** Whether the brokers still answer. */
  private async ask(): Promise<void> {
    const admin = (this.admin ??= this.kafka.admin());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error("the brokers do not answer")), askMs);
    });
    try {
      await Promise.race([admin.connect().then(() => admin.describeCluster()), late]);
    } catch (error) {
      if (this.admin === admin) this.admin = undefined;
      admin.disconnect().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private note({ message }: Error): void {
    if (this.failure === undefined) this.options.onProblem?.(`Kafka: ${message}`);
    this.failure = { message, at: this.options.monotonic() };
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
    while (this.queue.length > 0 && this.running.size < concurrency) {
      const batch = this.take();
      if (batch.length === 0) continue;
      const attempt = this.deliver(batch).finally(() => {
        this.running.delete(attempt);
        if (this.queue.length > 0) this.schedule();
      });
      this.running.add(attempt);
    }
  }

  /** Writes whose senders gave up waiting are not sent: these senders send them again. */
  private take(): Write[] {
    const batch: Write[] = [];
    let length = 0;
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      if (next.isOpen && batch.length > 0 && length + next.length > batchBytes) break;
      this.queue.shift();
      if (next.isOpen) {
        batch.push(next);
        this.sent.add(next);
        length += next.length;
      } else this.waiting -= next.length;
    }
    return batch;
  }

  private async deliver(batch: readonly Write[]): Promise<void> {
    try {
      await this.produceEach(batch.flatMap((write) => write.records.map((record) => ({ write, record }))));
      this.failure = undefined;
      for (const write of batch) write.finish();
    } catch (error) {
      this.note(error as Error);
      const failure = new Error(`Kafka: ${(error as Error).message}`, { cause: error });
      for (const write of batch) write.fail(failure);
    }
    // However late: until then the client library holds them in memory.
    for (const write of batch) {
      this.waiting -= write.length;
      this.sent.delete(write);
    }
  }

  /** One message that the broker does not take, since it is too large, say, must not cost others: it is looked for. */
  private async produceEach(
    messages: readonly { readonly write: Write; readonly record: SinkRecord }[],
  ): Promise<void> {
    try {
      await this.produce(messages.map(({ record }) => record));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [first] = messages;
      if (messages.length === 1 && first !== undefined) {
        first.write.refuse(first.record, refusalOf(error as Error));
        return;
      }
      const middle = Math.ceil(messages.length / 2);
      await this.produceEach(messages.slice(0, middle));
      await this.produceEach(messages.slice(middle));
    }
  }

  private async produce(records: readonly SinkRecord[]): Promise<void> {
    const byTopic = new Map<string, Message[]>();
    for (const { topic, key, line, timestamp } of records) {
      let messages = byTopic.get(topic);
      if (messages === undefined) byTopic.set(topic, (messages = []));
      messages.push({ key: key ?? null, value: line, timestamp: String(timestamp) });
    }
    const producer = this.producer ?? (await this.connect());
    const { CompressionTypes } = this.kafkajs;
    await producer.sendBatch({
      acks: -1,
      compression: this.options.compression === "gzip" ? CompressionTypes.GZIP : CompressionTypes.None,
      topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
    });
  }

  private connect(): Promise<Producer> {
    this.connecting ??= (async () => {
      const producer = this.kafka.producer({
        allowAutoTopicCreation: true,
        idempotent: false,
        createPartitioner: this.kafkajs.Partitioners.DefaultPartitioner,
      });
      try {
        await producer.connect();
        if (this.isClosed && this.queue.length === 0) await producer.disconnect();
        this.failure = undefined;
        this.producer = producer;
        return producer;
      } finally {
        this.connecting = undefined;
      }
    })();
    return this.connecting;
  }
}

/** What a broker refuses about single messages. Source: Kafka protocol, error codes. */
const refusals: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: "the event is larger than the broker accepts",
  RECORD_LIST_TOO_LARGE: "the event is larger than the broker accepts",
  INVALID_RECORD: "the broker rejects the event",
  INVALID_TIMESTAMP: "the event's time is outside what the broker accepts",
  INVALID_TOPIC_EXCEPTION: "the broker has no topic for the event's stream",
  TOPIC_AUTHORIZATION_FAILED: "the intake may not write to the topic of the event's stream",
};

function isRefusal(error: unknown): boolean {
  return typeOf(error) in refusals;
}

function refusalOf(error: Error): string {
  return refusals[typeOf(error)] ?? error.message;
}

/** Installed on request, since most intakes write files. Rejects with {@link UserError} where it is not. */
async function loadKafka(): Promise<typeof import("kafkajs")> {
  try {
    const loaded = (await import("kafkajs")) as typeof import("kafkajs") & {
      readonly default?: typeof import("kafkajs");
    };
    // Node finds only some of the names of a CommonJS module.
    return loaded.default ?? loaded;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw cause;
    throw new UserError(
      "The Kafka sink needs the package “kafkajs”, which is not installed. Install it with: npm install kafkajs",
      { cause },
    );
  }
}

/** kafkajs wraps what it has tried several times. */
function typeOf(error: unknown): string {
  const { type, cause } = (error ?? {}) as { readonly type?: unknown; readonly cause?: unknown };
  if (typeof type === "string") return type;
  return cause === undefined ? "" : typeOf(cause);
}
