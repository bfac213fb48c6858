import type { DataObject } from "@addendum/json-schema";
import { intakeSchema } from "./intake-settings.ts";
import { sinkSchema } from "./sink-settings.ts";
import { streamSchema } from "./stream-settings.ts";

/** The JSON Schema of `streams.yaml`, version 1. Its published form is docs/reference/streams.schema.json. */
export const streamsSchema: DataObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "streams.yaml",
  description: "The streams of a schema repository, and the intake that receives them.",
  type: "object",
  required: ["version"],
  additionalProperties: false,
  properties: {
    version: { const: 1, description: "The version of this format." },
    defaults: { ...streamSchema, description: "Settings of every stream that does not set them itself." },
    streams: {
      type: "object",
      additionalProperties: streamSchema,
      description: "Name, or /regular expression/ of names → settings of the stream.",
    },
    services: {
      type: "object",
      additionalProperties: { type: "string", pattern: "^https?://" },
      description: "Name → the URL of an intake's /v1/events, to which canaries are sent.",
    },
    sinks: {
      type: "object",
      additionalProperties: sinkSchema,
      description: "Name → where events are written. `file` and `stdout` exist without being listed.",
    },
    intake: intakeSchema,
  },
};
