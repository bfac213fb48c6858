import type { IntakeLimits } from "@addendum/streams";

/** The description of the intake's API, as OpenAPI 3.0. */
export function openApi(
  info: { readonly name: string; readonly version: string; readonly description: string },
  limits: IntakeLimits,
  isCompatible: boolean,
): object {
  const event = {
    type: "object",
    required: ["$schema"],
    properties: { $schema: { type: "string", example: "/test/event/1.0.0" } },
  };
  const content = (schema: object) => ({ "application/json": { schema } });
  const entry = {
    type: "object",
    properties: {
      status: { type: "string", enum: ["invalid", "error"] },
      event: {},
      context: {
        type: "object",
        properties: {
          errors: { type: "array", items: { type: "object" } },
          errorsText: { type: "string" },
          message: { type: "string" },
        },
      },
    },
  };
  const failures = {
    type: "object",
    properties: { invalid: { type: "array", items: entry }, error: { type: "array", items: entry } },
  };
  const problem = {
    type: "object",
    properties: {
      status: { type: "integer" },
      type: { type: "string" },
      title: { type: "string" },
      detail: { type: "string" },
      method: { type: "string" },
      uri: { type: "string" },
    },
  };
  const answer = (description: string, schema?: object) => ({
    description,
    ...(schema && { content: content(schema) }),
  });
  return {
    openapi: "3.0.3",
    info: { title: info.name, version: info.version, description: info.description },
    paths: {
      "/v1/events": {
        post: {
          summary: "Submits an event, or an array of events.",
          description: `Up to ${limits.batch} events in ${limits.bodyBytes} bytes, after decompression.`,
          parameters: [
            {
              name: "hasty",
              in: "query",
              schema: { type: "string" },
              description: "Any text: answer at once, before the events are processed.",
            },
          ],
          requestBody: {
            required: true,
            content: Object.fromEntries(
              ["application/json", "text/plain", "application/reports+json"].map((type) => [
                type,
                { schema: { oneOf: [event, { type: "array", items: event }] } },
              ]),
            ),
          },
          responses: {
            "201": answer("All events were accepted."),
            "202": answer("The events were received; the answer does not say whether they are valid."),
            "207": answer("Some events were accepted.", failures),
            "400": answer("All events are invalid, or there are none.", failures),
            ...(isCompatible
              ? {}
              : { "413": answer("The body is too large, or has too many events.", problem) }),
            "429": answer("Too many requests.", problem),
            "500": answer("No event was accepted, for reasons other than being invalid.", failures),
            "503": answer("More events arrive than can be processed.", problem),
          },
        },
      },
      "/v1/_test/events": {
        get: {
          summary: "Submits the configured test events.",
          responses: { "201": answer("They were accepted.") },
        },
      },
      "/v1/stream-configs": {
        get: { summary: "The configured streams.", responses: { "200": answer("Streams.") } },
      },
      "/v1/stream-configs/{streams}": {
        get: {
          summary: "Names of streams, separated by “,” or “|”.",
          parameters: [{ name: "streams", in: "path", required: true, schema: { type: "string" } }],
          responses: { "200": answer("The streams among them that are configured.") },
        },
      },
      "/_info": { get: { summary: "Name and version.", responses: { "200": answer("About the intake.") } } },
      "/healthz": {
        get: { summary: "Whether the intake is alive.", responses: { "200": answer("It does.") } },
      },
      "/readyz": {
        get: {
          summary: "Whether the intake accepts events.",
          responses: { "200": answer("It does."), "503": answer("It does not.") },
        },
      },
      "/metrics": { get: { summary: "Metrics for Prometheus.", responses: { "200": answer("As text.") } } },
    },
  };
}
