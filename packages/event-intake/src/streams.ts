// What `streams.yaml` is, for those who start no intake.
export { streamConfigs } from "./streams/stream-configs.ts";
export {
  findStream,
  openConfiguration,
  parseStreams,
  type StreamsConfiguration,
} from "./streams/streams-configuration.ts";
export type { StreamSettings } from "./streams/stream-settings.ts";
export { streamsSchema } from "./streams/streams-schema.ts";
