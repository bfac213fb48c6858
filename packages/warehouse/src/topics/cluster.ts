import type { Admin, KafkaConfig } from "kafkajs";
import { EngineError, loadPart } from "../engine.ts";

/** A topic as its cluster describes it. */
export interface Topic {
  readonly partitions: number;
  readonly replicas: number;
  /** Undefined: messages are stored without end. */
  readonly retentionMs: number | undefined;
  /** `delete`, `compact`, or both with a comma between. */
  readonly cleanupPolicy: string;
}

/** A topic that is to be made. What is undefined is the cluster's to decide. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly replicas: number | undefined;
  readonly retentionMs: number;
}

/** How a cluster is reached, as kafkajs takes it. */
export interface ClusterAccess {
  readonly brokers: readonly string[];
  readonly ssl?: NonNullable<KafkaConfig["ssl"]>;
  readonly sasl?: NonNullable<KafkaConfig["sasl"]>;
}

/** A Kafka cluster whose topics are examined and made. Everything rejects with {@link EngineError}. */
export interface Cluster {
  /** Those that exist. */
  describe(names: readonly string[]): Promise<ReadonlyMap<string, Topic>>;
  /** Whether it was made; false: it is there already. */
  create(topic: NewTopic): Promise<boolean>;
  close(): Promise<void>;
}

/** The kind of resource whose configuration is asked for. Source: Kafka, `ConfigResource.Type`. */
const topicResource = 2;

/** Connects to a cluster. Rejects with {@link EngineError} within some seconds where no broker answers. */
export async function openCluster({ brokers, ssl, sasl }: ClusterAccess): Promise<Cluster> {
  const kafkajs = await loadPart("kafkajs", () => import("kafkajs"));
  const kafka = new kafkajs.Kafka({
    clientId: "addendum-deploy",
    brokers: [...brokers],
    ...(ssl !== undefined && { ssl }),
    ...(sasl !== undefined && { sasl }),
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 4 },
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const where = brokers.join(", ");
  const admin = kafka.admin();
  try {
    await admin.connect();
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    throw new EngineError(
      `Kafka at ${where} cannot be reached: ${(error as Error).message}`,
      undefined,
      error,
    );
  }
  return new KafkaCluster(admin, where);
}

class KafkaCluster implements Cluster {
  private readonly admin: Admin;
  private readonly where: string;

  constructor(admin: Admin, where: string) {
    this.admin = admin;
    this.where = where;
  }

  async describe(names: readonly string[]): Promise<ReadonlyMap<string, Topic>> {
    return this.ask(async () => {
      // Asking for the metadata of a topic that is not there would make it.
      const there = new Set(await this.admin.listTopics());
      const topics = names.filter((name) => there.has(name));
      if (topics.length === 0) return new Map<string, Topic>();
      const { topics: described } = await this.admin.fetchTopicMetadata({ topics });
      const { resources } = await this.admin.describeConfigs({
        includeSynonyms: false,
        resources: topics.map((name) => ({
          type: topicResource,
          name,
          configNames: ["retention.ms", "cleanup.policy"],
        })),
      });
      const configurations = new Map(
        resources.map(({ resourceName, configEntries }) => [
          resourceName,
          new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
        ]),
      );
      return new Map(
        described.map(({ name, partitions }) => {
          const settings = configurations.get(name);
          const retention = Number(settings?.get("retention.ms") ?? -1);
          const topic: Topic = {
            partitions: partitions.length,
            replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
            retentionMs: retention < 0 ? undefined : retention,
            cleanupPolicy: settings?.get("cleanup.policy") ?? "delete",
          };
          return [name, topic];
        }),
      );
    });
  }

  create({ name, partitions, replicas, retentionMs }: NewTopic): Promise<boolean> {
    return this.ask(() =>
      this.admin.createTopics({
        // The topic is made when its controller answers; who writes to it waits for leaders.
        waitForLeaders: false,
        timeout: 10_000,
        topics: [
          {
            topic: name,
            ...(partitions !== undefined && { numPartitions: partitions }),
            ...(replicas !== undefined && { replicationFactor: replicas }),
            configEntries: [{ name: "retention.ms", value: String(retentionMs) }],
          },
        ],
      }),
    );
  }

  async close(): Promise<void> {
    await this.admin.disconnect().catch(() => undefined);
  }

  private async ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await question();
    } catch (error) {
      // What a broker says of a topic is inside of an error about several.
      const { errors: [first] = [] } = error as { errors?: readonly Error[] };
      throw new EngineError(
        `Kafka at ${this.where}: ${(first ?? (error as Error)).message}`,
        undefined,
        error,
      );
    }
  }
}
