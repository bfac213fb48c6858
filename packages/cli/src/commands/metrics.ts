import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { declare } from "@addendum/event-fields";
import {
  type KnownMetric,
  newMetric,
  type QueryType,
  renderConstants,
  renderMarkdown,
} from "@addendum/metrics";
import {
  type LoadedSettings,
  loadSettings,
  type OpenRepository,
  UserError,
  VersionSchemas,
  writePlan,
} from "@addendum/workspace";
import { equalButForLineEnds, type Write } from "@addendum/schema-repository";
import { examineCatalogue } from "../metrics/catalogue.ts";
import { planDirectory } from "../metrics/plan-directory.ts";
import { reportsOf } from "../metrics/reports-of.ts";
import { formats } from "../report/formats.ts";
import { plural } from "../report/count.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { printResult } from "../run/print-result.ts";
import { loadStreams } from "../run/streams-file.ts";

/** The types of reports, as engines are called elsewhere. */
const engines: Readonly<Record<string, QueryType>> = {
  duckdb: "duckdb",
  hive: "hive",
  trino: "trino",
  mariadb: "sql",
};

export const metrics = defineCommand({
  name: "metrics",
  usage: "[new NAME --from TITLE]",
  summary: "lists and checks the metrics of the catalogue, starts new ones, and writes their queries",
  description:
    "The catalogue is metrics/**/*.yaml, one file per metric. `new` writes a first file for the events of a title. With --format markdown, the catalogue is printed as a template for tickets and wiki pages instead of a list.",
  options: [
    { name: "from", kind: "string", value: "TITLE", help: "with new: the schema whose events are counted" },
    {
      name: "reports",
      kind: "string",
      value: "DIR",
      help: "write a config.yaml and queries there, which `addendum report DIR` runs",
    },
    {
      name: "engine",
      kind: "string",
      value: "ENGINE",
      choices: Object.keys(engines),
      help: "with --reports: duckdb, which is the lake (default), hive, trino or mariadb",
    },
    {
      name: "constants",
      kind: "string",
      value: "FILE",
      help: "write a TypeScript module with the names of counters, gauges and timings",
    },
    {
      name: "check",
      kind: "boolean",
      help: "with --reports or --constants: write nothing, and fail if they are outdated",
    },
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
    { line: "addendum metrics --reports reports", does: "queries for the lake, then `addendum report`" },
    { line: "addendum metrics --constants src/metrics.ts", does: "names for createMetrics" },
    { line: "addendum metrics --format markdown", does: "for a ticket or a wiki page" },
  ],
  run(invocation): ExitCode {
    const [verb, name, ...rest] = invocation.positionals;
    const loaded = loadSettings(invocation);
    const isNew = verb === "new" && name !== undefined && rest.length === 0;
    if (verb !== undefined && !isNew)
      throw new UserError("metrics takes no paths; only `metrics new NAME --from TITLE` takes a name.");
    if (isNew) return begin(name, invocation, loaded);
    if (invocation.value("from") !== undefined) throw new UserError("--from goes with `metrics new NAME`.");
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    const { metrics: known, findings } = examineCatalogue(repository);
    const { format, terminal } = invocation;
    const isGenerating = ["reports", "constants"].some((option) => invocation.value(option) !== undefined);
    if (isGenerating && !findings.some(({ severity }) => severity === "error"))
      return generate(known, invocation, repository);
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

/** Writes what follows from the catalogue, or says that it is outdated. */
function generate(
  known: readonly KnownMetric[],
  invocation: Invocation,
  repository: OpenRepository,
): ExitCode {
  const { terminal } = invocation;
  const { root } = repository;
  const plan: Write[] = [];
  const directory = invocation.value("reports");
  if (directory !== undefined) {
    const type = engines[invocation.value("engine") ?? "duckdb"] ?? "duckdb";
    const reports = reportsOf(known, type, repository);
    if (repository.git?.isShallow === true)
      terminal.note(
        "The clone is shallow, so samples that streams.yaml named before its first commit are unknown.",
      );
    for (const { name, reason } of reports.without) terminal.note(`${name} has no query: ${reason}.`);
    plan.push(...planDirectory(root, resolve(directory), reports.files, [".sql", ".hql"]));
  }
  const constants = invocation.value("constants");
  if (constants !== undefined) {
    const path = resolve(constants);
    const text = renderConstants(known);
    const isCurrent = existsSync(path) && equalButForLineEnds(readFileSync(path, "utf8"), text);
    if (!isCurrent) plan.push({ kind: "file", path: relative(root, path).replaceAll("\\", "/"), text });
  }
  if (invocation.flag("check")) {
    for (const { path } of plan) terminal.error(`${path} is outdated; run it without --check to rewrite it.`);
    return plan.length > 0 ? 1 : 0;
  }
  writePlan(root, plan, false);
  for (const { kind, path } of plan) terminal.out(`${kind === "removal" ? "removed " : ""}${path}\n`);
  return 0;
}

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
  if (existsSync(join(loaded.root, path))) throw new UserError(`${path} already exists.`);
  const title = from.replace(/^\/|\/$/g, "");
  const schemas = new VersionSchemas(openWorkTree(loaded, { kind: "base-branch-if-known" }));
  const newest = schemas.newest(title);
  if (newest === undefined) throw new UserError(`“${title}” has no version; commit the schema first.`);
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
  invocation.terminal.note("Describe there which question it answers, and add its ticket.");
  return 0;
}
