export { accept, type Acceptance } from "./acceptance.ts";
export type { IntakeLimits } from "./intake-settings.ts";
export { type KafkaAccess, readKafkaAccess, type Secrets } from "./kafka-access.ts";
export { parseSchemaUri, type SchemaUri } from "./schema-uri.ts";
export type { KafkaSinkSettings, SinkSettings, TopicSettings } from "./sink-settings.ts";
export { streamConfigs, streamsLimit } from "./stream-configs.ts";
export type { StreamSettings, Treatment } from "./stream-settings.ts";
export {
  findStream,
  openConfiguration,
  parseStreams,
  type StreamsConfiguration,
  type StreamsResult,
} from "./streams-configuration.ts";
export { streamsSchema } from "./streams-schema.ts";
export { topicNames, topicOf, topicsOf } from "./topics.ts";
