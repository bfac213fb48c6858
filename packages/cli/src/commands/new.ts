import { loadSettings, UserError, writePlan } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { placeForTitle } from "../run/titles.ts";

export const newSchema = defineCommand({
  name: "new",
  usage: "TITLE",
  summary: "writes a first current from a template",
  options: [],
  examples: [
    {
      line: "addendum new analytics/search/click",
      does: "begin a schema at schemas/analytics/search/click/current.yaml",
    },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    if (argument === undefined || rest.length > 0)
      throw new UserError("new takes one TITLE, such as analytics/search/click.");
    const { root, settings } = loadSettings(invocation);
    const { title, path } = placeForTitle(argument, root, settings);
    const isJson = settings.currentName.endsWith(".json");
    writePlan(root, [{ kind: "file", path, text: isJson ? jsonTemplate(title) : yamlTemplate(title) }]);
    invocation.terminal.out(`${path}\n`);
    invocation.terminal.note("Describe the event there, then commit: the hook writes version 1.0.0.");
    return 0;
  },
});

/** Fields that the producer and the intake set in every event, so a closed schema must declare them. */
const common = {
  dt: "When the event happened, by the clock of the machine that sent it.",
  meta: {
    stream: "The stream that the event belongs to.",
    id: "Identifies this event; an event that is sent twice has the same id both times.",
    dt: "When the intake received the event.",
  },
};

function yamlTemplate(title: string): string {
  return `title: ${title}
description: What happened, in one sentence.
$id: /${title}/1.0.0
$schema: http://json-schema.org/draft-07/schema#
type: object
required:
  - $schema
properties:
  $schema:
    type: string
    description: The URI of this event's schema and version.
  dt:
    type: string
    format: date-time
    maxLength: 64
    description: ${common.dt}
  meta:
    type: object
    description: Metadata of the event. A common fragment can replace this.
    properties:
      stream:
        type: string
        description: ${common.meta.stream}
      id:
        type: string
        format: uuid
        description: ${common.meta.id}
      dt:
        type: string
        format: date-time
        maxLength: 64
        description: ${common.meta.dt}
  # Add the event's own fields here. New ones must stay optional, because recorded events lack them.
examples:
  - $schema: { $ref: "#/$id" }
`;
}

function jsonTemplate(title: string): string {
  const time = (description: string) => ({ type: "string", format: "date-time", maxLength: 64, description });
  const schema = {
    title,
    description: "What happened, in one sentence.",
    $id: `/${title}/1.0.0`,
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["$schema"],
    properties: {
      $schema: { type: "string", description: "The URI of this event's schema and version." },
      dt: time(common.dt),
      meta: {
        type: "object",
        description: "Metadata of the event. A common fragment can replace this.",
        properties: {
          stream: { type: "string", description: common.meta.stream },
          id: { type: "string", format: "uuid", description: common.meta.id },
          dt: time(common.meta.dt),
        },
      },
    },
    examples: [{ $schema: { $ref: "#/$id" } }],
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
