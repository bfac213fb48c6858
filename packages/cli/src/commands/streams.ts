import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { hasPlaceFor } from "@addendum/event-fields";
import { streamConfigs, type StreamsConfiguration } from "@addendum/streams";
import { type DataObject, resolvePointer } from "@addendum/json-schema";
import { equalButForLineEnds, type TypesSettings } from "@addendum/schema-repository";
import { type OpenRepository, UserError, VersionSchemas, writePlan } from "@addendum/workspace";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { loadStreams } from "../run/streams-file.ts";

export const streams = defineCommand({
  name: "streams",
  usage: "",
  summary: "checks streams.yaml, and prints it as others read it",
  description:
    "Prints the configuration in the format of MediaWiki’s stream configuration API, with defaults merged. With --constants it writes a TypeScript module for producers instead: each stream’s schema, sample and type.",
  options: [
    { name: "constants", kind: "string", value: "FILE", help: "write the module there" },
    {
      name: "check",
      kind: "boolean",
      help: "with --constants: write nothing, and fail if it is outdated",
    },
    { name: "streams", kind: "string", value: "FILE", help: "the configuration (default: streams.yaml)" },
  ],
  examples: [
    { line: "addendum streams", does: "for EventGate’s stream_config_uri and the like" },
    { line: "addendum streams --constants src/streams.ts", does: "for createProducer" },
    { line: "addendum streams --constants src/streams.ts --check", does: "in CI" },
  ],
  run(invocation): ExitCode {
    if (invocation.positionals.length > 0) throw new UserError("streams takes no paths.");
    const { repository, streams: configuration, file } = loadStreams(invocation);
    if (file === undefined) throw new UserError("there is no streams.yaml here.");
    const opened = openWorkTree(repository, { kind: "base-branch-if-known" });
    const newest = newestVersions(configuration, opened);
    for (const [name, { title }] of configuration.streams) {
      if (title === undefined || newest.has(title)) continue;
      throw new UserError(
        `${file}: the stream “${name}” has the schema “${title}”, which has no version here.`,
      );
    }
    const target = invocation.value("constants");
    if (target === undefined) {
      if (invocation.flag("check")) return 0;
      invocation.terminal.out(`${JSON.stringify(streamConfigs(configuration), null, 2)}\n`);
      return 0;
    }
    const text = renderConstants(configuration, newest, repository.settings.types);
    const path = resolve(target);
    if (existsSync(path) && equalButForLineEnds(readFileSync(path, "utf8"), text)) return 0;
    if (invocation.flag("check")) {
      invocation.terminal.error(`${target} is outdated; run it without --check to rewrite it.`);
      return 1;
    }
    writePlan(dirname(path), [{ kind: "file", path: basename(path), text }], false);
    return 0;
  },
});

function newestVersions(configuration: StreamsConfiguration, repository: OpenRepository): Newest {
  const titles = [...configuration.streams.values()].flatMap(({ title }) => title ?? []);
  const schemas = new VersionSchemas(repository);
  return new Map(
    [...new Set(titles)].flatMap((title) => {
      const newest = schemas.newest(title);
      return newest === undefined ? [] : [[title, newest] as const];
    }),
  );
}

/** What a producer sets in an event beside `$schema`, where its schema declares it. */
const setByProducers = ["dt", "meta.stream", "meta.id"];

type Newest = ReadonlyMap<string, { readonly version: string; readonly schema: DataObject }>;

/** Whether a schema has a place for the sample that an event is of: `sample`, with a rate. */
function recordsSample(schema: DataObject): boolean {
  return resolvePointer(schema, "/properties/sample/properties/rate") !== undefined;
}

/** A module for a producer: what each stream's events are, and who sends them. */
function renderConstants(
  { streams }: StreamsConfiguration,
  newest: Newest,
  types: TypesSettings | undefined,
): string {
  const named = [...streams].flatMap(([name, { title, sample }]) => {
    const found = title === undefined ? undefined : newest.get(title);
    if (title === undefined || found === undefined) return [];
    const { version, schema } = found;
    const sets = setByProducers.filter((path) => hasPlaceFor(schema, path.split(".")));
    return [{ name, uri: `/${title}/${version}`, sets, sample, isRecorded: recordsSample(schema) }];
  });
  const values = named.map(({ name, uri, sets, sample, isRecorded }) => {
    const record = isRecorded ? ", isRecorded: true" : "";
    const sampled = sample && `, sample: { unit: "${sample.unit}", rate: ${sample.rate}${record} }`;
    // All of them is what a producer assumes.
    const isAll = sets.length === setByProducers.length;
    const set = isAll ? "" : `, sets: [${sets.map((path) => JSON.stringify(path)).join(", ")}]`;
    return `  ${JSON.stringify(name)}: { schema: ${JSON.stringify(uri)}${set}${sampled ?? ""} },
`;
  });
  const module = types?.package;
  const members = named.map(
    ({ name, uri }) => `  readonly ${JSON.stringify(name)}: EventBySchema[${JSON.stringify(uri)}];\n`,
  );
  const typed =
    module === undefined
      ? ""
      : `import type { EventBySchema } from ${JSON.stringify(module)};\n\n/** The events of each stream. */\nexport interface Streams {\n${members.join("")}}\n\n`;
  return `// Generated by Addendum from streams.yaml. Do not edit.\n\n${typed}/** Each stream's schema, and whose events are sent. */\nexport const streams = {\n${values.join("")}} as const;\n`;
}
