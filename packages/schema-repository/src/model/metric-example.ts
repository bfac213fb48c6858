import type { RuleExample } from "./rule.ts";

const file = "metrics/toggles.yaml";

const complete: Readonly<Record<string, string>> = {
  name: "toggles",
  description: "How often highlighting is switched.",
  question: "Do people keep what they try?",
  owner: "Product Analytics",
  ticket: "T1",
  initiator: "A user presses the button.",
  collector: "toggle.ts",
  source: "{ stream: ui.toggle, aggregation: count }",
  path: "Example.toggles",
};

const schema = `title: ui/toggle
$id: /ui/toggle/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  enabled: { type: boolean }
  editor: { type: string, enum: [old, new] }
  skin: { type: string, maxLength: 64 }
  seconds: { type: integer, minimum: 0, maximum: 86400 }
  sides: { type: array, items: { type: string } }
  session_id: { type: string, privacy: { kind: session-token, retention: 90 days } }
  user_name: { type: string, privacy: { kind: user-id, retention: 90 days } }
  edit_count: { type: integer, privacy: { kind: edit-count, retention: 90 days } }
  edit_count_bucket: { type: string, enum: [0 edits, 1-4 edits], privacy: { kind: edit-count } }
  meta: { type: object, properties: { stream: { type: string }, domain: { type: string } } }
`;

/** The files of an example beside its metric: a schema and its streams. */
export const metricFiles: Readonly<Record<string, string>> = {
  "schemas/ui/toggle/1.0.0.yaml": schema,
  "streams.yaml": `version: 1
streams:
  ui.toggle: { title: ui/toggle }
  ui.sampled: { title: ui/toggle, sample: { unit: pageview, rate: 0.1 } }
  ui.any: {}
`,
};

/** Files of a second stream, of page views, whole and in a sample. */
export const pageFiles: Readonly<Record<string, string>> = {
  "schemas/ui/page/1.0.0.yaml": `title: ui/page
$id: /ui/page/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  skin: { type: string, maxLength: 64 }
  session_id: { type: string, privacy: { kind: session-token, retention: 90 days } }
`,
  "streams.yaml": `version: 1
streams:
  ui.toggle: { title: ui/toggle }
  ui.sampled: { title: ui/toggle, sample: { unit: pageview, rate: 0.1 } }
  ui.page: { title: ui/page }
  ui.page_sampled: { title: ui/page, sample: { unit: pageview, rate: 0.1 } }
`,
};

/** The text of a metric. @param changes key → its value as YAML; undefined: the key is not there */
export function metricText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  return Object.entries({ ...complete, ...changes })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}\n`]))
    .join("");
}

/**
 * An example of one metric.
 * @param changes what its file has otherwise than a complete one
 * @param findings pointer → message id, in the order in which they are found
 */
export function metricExample(
  name: string,
  changes: Readonly<Record<string, string | undefined>>,
  findings: Readonly<Record<string, string>> = {},
  more: Pick<RuleExample, "today"> & { readonly others?: Readonly<Record<string, string>> } = {},
): RuleExample {
  const { others, ...rest } = more;
  return {
    name,
    files: { ...metricFiles, [file]: metricText(changes), ...others },
    findings: Object.entries(findings).map(([pointer, messageId]) => ({ file, pointer, messageId })),
    ...rest,
  };
}
