export { createIntake, type Intake, type IntakeOptions } from "./intake.ts";
export type { Flavour } from "./event-schema.ts";
export { streamConfigs } from "./streams/stream-configs.ts";
export {
  findStream,
  openConfiguration,
  parseStreams,
  type StreamsConfiguration,
} from "./streams/streams-configuration.ts";
export { streamsSchema } from "./streams/streams-schema.ts";
