import { existsSync } from "node:fs";
import { join } from "node:path";
import { declare } from "@addendum/event-fields";
import { type KnownMetric, newMetric, renderMarkdown } from "@addendum/metrics";
import { type LoadedSettings, loadSettings, UserError, VersionSchemas, writePlan } from "@addendum/workspace";
import { examineCatalogue } from "../metrics/catalogue.ts";
import { formats } from "../report/formats.ts";
import { plural } from "../report/count.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { printResult } from "../run/print-result.ts";
import { loadStreams } from "../run/streams-file.ts";

export const metrics = defineCommand({
  name: "metrics",
  usage: "[new NAME --from TITLE]",
  summary: "lists the metrics of the catalogue, checks them, and begins new ones",
  description:
    "The catalogue is metrics/**/*.yaml, a file for each metric. `new` writes a first file for the events of a title. With --format markdown the catalogue is printed as a template for tickets and wiki pages instead of a list.",
  options: [
    { name: "from", kind: "string", value: "TITLE", help: "with new: the schema whose events are counted" },
    {
      name: "format",
      kind: "string",
      value: "FORMAT",
      choices: formats,
      help: "text: a list (default); markdown: the template, filled in; json and the others: a document",
    },
  ],
  examples: [
    { line: "addendum metrics", does: "lists what is measured, and what is wrong with it" },
    {
      line: "addendum metrics new codemirror/toggles --from analytics/codemirror/toggle",
      does: "begin a metric at metrics/codemirror/toggles.yaml",
    },
    { line: "addendum metrics --format markdown", does: "for a ticket or a wiki page" },
  ],
  run(invocation): ExitCode {
    const [verb, name, ...rest] = invocation.positionals;
    const loaded = loadSettings(invocation);
    const isNew = verb === "new" && name !== undefined && rest.length === 0;
    if (verb !== undefined && !isNew)
      throw new UserError("metrics takes no paths, only `new NAME --from TITLE`.");
    if (isNew) return begin(name, invocation, loaded);
    if (invocation.value("from") !== undefined) throw new UserError("--from goes with `metrics new NAME`.");
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    const { metrics: known, findings } = examineCatalogue(repository);
    const { format, terminal } = invocation;
    if (format === "markdown") terminal.out(renderMarkdown(known));
    if (format === "text" && known.length > 0) terminal.out(renderList(known));
    const done = `${plural(known.length, "metric")}.`;
    if (format === "markdown") {
      const errors = findings.filter(({ severity }) => severity === "error").length;
      if (errors > 0) terminal.note(`${plural(errors, "error")}: \`addendum metrics\` lists them.`);
      return errors > 0 ? 1 : 0;
    }
    return printResult(invocation, {
      command: "metrics",
      findings,
      titles: 0,
      done,
      failed: done,
      more: { metrics: known.map(({ metric }) => metric) },
      read: (file) => repository.snapshot.read(file),
    });
  },
});

/** One line for each metric, in columns. */
function renderList(known: readonly KnownMetric[]): string {
  const rows = known.map(({ metric: { name, path, status, owner } }) => [name, path, status, owner ?? "–"]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`)
    .join("");
}

function begin(argument: string, invocation: Invocation, loaded: LoadedSettings): ExitCode {
  const from = invocation.value("from");
  if (from === undefined) throw new UserError("new needs --from TITLE, the schema whose events are counted.");
  const nodes = argument
    .replace(/^metrics\//, "")
    .replace(/\.yaml$/, "")
    .split("/");
  const bad = nodes.find((node) => !/^[A-Za-z][A-Za-z0-9_-]{0,99}$/.test(node));
  if (bad !== undefined)
    throw new UserError(`“${bad}” is not a valid name: letters, digits, “_” and “-”, a letter first.`);
  const path = `metrics/${nodes.join("/")}.yaml`;
  if (existsSync(join(loaded.root, path))) throw new UserError(`${path} exists already.`);
  const title = from.replace(/^\/|\/$/g, "");
  const schemas = new VersionSchemas(openWorkTree(loaded, { kind: "base-branch-if-known" }));
  const newest = schemas.newest(title);
  if (newest === undefined)
    throw new UserError(`there is no version of “${title}”; commit the schema first.`);
  const { streams } = loadStreams(invocation);
  const stream = [...streams.streams].find(([, settings]) => settings.title === title)?.[0];
  const text = newMetric(
    nodes.at(-1) as string,
    title,
    stream ?? title.replaceAll("/", "."),
    declare(newest.schema),
  );
  writePlan(loaded.root, [{ kind: "file", path, text }]);
  invocation.terminal.out(`${path}\n`);
  if (stream === undefined && streams.isClosed)
    invocation.terminal.note(`streams.yaml lists no stream of ${title}; add one.`);
  invocation.terminal.note("Say there what it answers, and add its ticket.");
  return 0;
}
