import type { KafkaSinkSettings, StreamsConfiguration } from "@addendum/streams";
import { topicNames } from "@addendum/streams";
import type { Topic } from "@addendum/warehouse";
import { showDuration, type Step, stepOf } from "./step.ts";

/** A topic that is needed after a merge. For undefined numbers, the cluster's defaults apply. */
export interface WantedTopic {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly replicas: number | undefined;
  readonly retentionMs: number;
}

/** The topics of a Kafka sink. */
export interface WantedTopics {
  /** The sink's name. */
  readonly sink: string;
  readonly settings: KafkaSinkSettings;
  readonly topics: readonly WantedTopic[];
}

/** Messages must stay long enough to be loaded, however short the stream's retention is. */
const leastRetentionMs = 3_600_000;

/**
 * The topics of every stream that is named and has a Kafka sink, one for each prefix. Messages are stored as long as the
 * sink says, but never longer than the stream's events.
 * @param isProduced whether events of a title are still produced
 * @param milliseconds of a retention; throws for one that cannot be read
 */
export function wantedTopics(
  { streams, sinks }: StreamsConfiguration,
  isProduced: (title: string | undefined) => boolean,
  milliseconds: (text: string, where: string) => number,
): readonly WantedTopics[] {
  return [...sinks].flatMap(([sink, settings]) => {
    if (settings.kind !== "kafka") return [];
    const topics: WantedTopic[] = [];
    const ofSink = milliseconds(settings.topics.retention, `the sink ${sink}`);
    for (const [stream, { title, sink: used, retention, topicPrefixes, partitions }] of streams) {
      if (used !== sink || !isProduced(title)) continue;
      const ofStream = retention === undefined ? Infinity : milliseconds(retention, stream);
      for (const name of topicNames(stream, topicPrefixes)) {
        topics.push({
          name,
          partitions: partitions ?? settings.topics.partitions,
          replicas: settings.topics.replicas,
          retentionMs: Math.max(leastRetentionMs, Math.round(Math.min(ofSink, ofStream))),
        });
      }
    }
    return topics.length === 0 ? [] : [{ sink, settings, topics }];
  });
}

/** How a step names a sink's cluster. */
export function clusterName({ sink, settings: { brokers } }: WantedTopics): string {
  return `kafka ${sink} (${brokers.join(", ")})`;
}

/**
 * The step for a topic.
 * @param present as the cluster describes it; undefined if there is none
 */
export function planTopic(system: string, wanted: WantedTopic, present: Topic | undefined): Step {
  const of = { kind: "topic", system, name: wanted.name } as const;
  if (present === undefined) return stepOf(of, "due", `create it with ${describeTopic(wanted)}`);
  return stepOf(of, "in-step", "it exists", { differences: topicDifferences(wanted, present) });
}

export function describeTopic({ partitions, replicas, retentionMs }: WantedTopic): string {
  const count = (number: number | undefined, one: string, many: string) =>
    number === undefined
      ? `the cluster’s default number of ${many}`
      : `${number} ${number === 1 ? one : many}`;
  const parts = [
    count(partitions, "partition", "partitions"),
    ...(replicas === undefined ? [] : [count(replicas, "replica", "replicas")]),
  ];
  return `${parts.join(", ")}; messages are stored for ${showDuration(retentionMs)}`;
}

function topicDifferences(wanted: WantedTopic, present: Topic): readonly string[] {
  const differs = (what: string, has: number, wants: number | undefined) =>
    wants === undefined || wants === has ? [] : [`It has ${has} ${what} and should have ${wants}.`];
  const { retentionMs, cleanupPolicy } = present;
  const stored = retentionMs === undefined ? "without end" : `for ${showDuration(retentionMs)}`;
  return [
    ...differs("partitions", present.partitions, wanted.partitions),
    ...differs("replicas", present.replicas, wanted.replicas),
    ...(retentionMs === wanted.retentionMs
      ? []
      : [`It stores messages ${stored}, and should store them for ${showDuration(wanted.retentionMs)}.`]),
    ...(cleanupPolicy === "delete"
      ? []
      : [
          `Its cleanup.policy is ${cleanupPolicy}, so messages are not only deleted when their retention is over.`,
        ]),
  ];
}
