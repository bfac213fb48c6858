import { resolve } from "node:path";
import {
  Findings,
  findTitles,
  Materializer,
  runGenerator,
  type TablesSettings,
} from "@addendum/schema-repository";
import {
  definitionSettings,
  definitionText,
  planTable,
  type Printer,
  printers,
  shortcomings,
  tablesGenerator,
  tablesOf,
} from "@addendum/tables";
import {
  directorySnapshot,
  type LoadedSettings,
  loadSettings,
  type OpenRepository,
  UserError,
  VersionSchemas,
  writePlan,
} from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { printResult } from "../run/print-result.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { selectTitles } from "../run/titles.ts";

const fallback: TablesSettings = {
  out: "tables",
  engines: ["duckdb"],
  database: undefined,
  location: undefined,
  timestamps: "string",
  misfits: "omit",
};

export const tables = defineCommand({
  name: "tables",
  usage: "[TITLE…]",
  summary: "defines the tables of events, and the statements that widen them",
  description:
    "With titles, or with --engine, it prints what makes their tables; --from VERSION prints what leads from that version's table to the newest. Otherwise it writes the definitions that `tables:` of the configuration asks for, as a commit does. Tables only ever get columns: none is dropped, renamed or retyped.",
  options: [
    {
      name: "engine",
      kind: "string",
      value: "ENGINE",
      choices: printers.map(({ engine }) => engine),
      help: `the engine (default: those of the configuration, else ${printers[0]?.engine ?? ""})`,
    },
    { name: "from", kind: "string", value: "VERSION", help: "the version that the table has now" },
    {
      name: "out",
      kind: "string",
      value: "DIR",
      help: "the directory that holds the definitions (default: tables.out)",
    },
    { name: "check", kind: "boolean", help: "write nothing, and fail where something would be written" },
  ],
  examples: [
    { line: "addendum tables", does: "writes the definitions that the configuration asks for" },
    { line: "addendum tables analytics/codemirror/toggle --engine hive", does: "prints Hive's CREATE TABLE" },
    {
      line: "addendum tables analytics/codemirror/toggle --engine trino-iceberg --from 1.0.0",
      does: "prints what a table of 1.0.0 lacks",
    },
    { line: "addendum tables --check", does: "in CI: fail if the definitions do not match the schemas" },
  ],
  run(invocation): ExitCode {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const engine = invocation.value("engine");
    const configured = loaded.settings.tables ?? fallback;
    const settings = engine === undefined ? configured : { ...configured, engines: [engine] };
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    const isPrinted =
      invocation.positionals.length > 0 ||
      invocation.value("from") !== undefined ||
      (engine !== undefined && invocation.value("out") === undefined);
    return isPrinted
      ? printTables(invocation, loaded, repository, settings)
      : writeTables(invocation, loaded, repository, settings);
  },
});

function printTables(
  invocation: Invocation,
  loaded: LoadedSettings,
  repository: OpenRepository,
  settings: TablesSettings,
): ExitCode {
  if (invocation.flag("check") || invocation.value("out") !== undefined) {
    throw new UserError("--check and --out go without titles and without --from.");
  }
  const all = () => findTitles(repository.snapshot, repository.settings);
  const titles = selectTitles(invocation.positionals, all, loaded);
  const from = invocation.value("from");
  if (from !== undefined && titles.length !== 1) throw new UserError("--from goes with one title.");
  const schemas = new VersionSchemas(repository);
  const texts: string[] = [];
  for (const title of titles) {
    const versions = schemas.all(title);
    const majors = tablesOf(title, versions, settings);
    for (const held of majors) {
      const { major, table, history } = held;
      const present = from === undefined ? undefined : history.find(({ version }) => version === from);
      if (from !== undefined && present === undefined) continue;
      for (const printer of engines(settings)) {
        const place = placeFor(table.name, settings);
        const columns = present?.columns.map((column) => ({ ...column, type: printer.store(column.type) }));
        const plan = planTable(printer, table, columns, place);
        const newest = history.at(-1)?.version ?? "";
        const subject = `${printer.engine}, ${title}, ${from === undefined ? `major ${major}` : `from ${from}`} to ${newest}`;
        const nothing =
          plan.statements.length === 0 ? `-- The table of ${from ?? newest} has all columns.\n` : "";
        const notes = from === undefined ? shortcomings(held, printer) : [];
        texts.push(definitionText(subject, plan, notes) + nothing);
      }
    }
  }
  if (from !== undefined && texts.length === 0) {
    throw new UserError(`${titles[0] ?? ""} has no version ${from}.`);
  }
  invocation.terminal.out(texts.join("\n"));
  return 0;
}

function engines(settings: TablesSettings): readonly Printer[] {
  return definitionSettings(settings).engines;
}

function placeFor(table: string, settings: TablesSettings) {
  const { database, location } = definitionSettings(settings);
  return { database, ...(location !== undefined && { location: location.replaceAll("{table}", table) }) };
}

function writeTables(
  invocation: Invocation,
  loaded: LoadedSettings,
  opened: OpenRepository,
  settings: TablesSettings,
): ExitCode {
  const given = invocation.value("out");
  if (given === undefined && loaded.settings.tables === undefined) {
    throw new UserError(
      "the configuration asks for no tables. Set `tables: { engines: [duckdb] }`, or name titles to print their definitions.",
    );
  }
  const out = given?.replace(/(?<=.)\/+$/, "") ?? settings.out;
  const directory = resolve(given === undefined ? loaded.root : ".", out);
  const repository = {
    ...opened,
    settings: { ...opened.settings, tables: { ...settings, out } },
    snapshot: directorySnapshot(opened.snapshot, out, directory),
  };
  const titles = findTitles(repository.snapshot, repository.settings);
  const ignored = new Findings(repository.settings);
  const { findings, drift, writes } = runGenerator({
    repository,
    generator: tablesGenerator,
    titles,
    isWhole: true,
    all: () => titles,
    materializer: new Materializer(
      repository.snapshot,
      repository.settings,
      ignored,
      new Set(),
      repository.remote,
    ),
    planned: new Map(),
  });
  const isCheck = invocation.flag("check");
  if (!isCheck) {
    writePlan(
      directory,
      writes.map((write) => ({ ...write, path: write.path.slice(out.length + 1) })),
      false,
    );
  }
  const state =
    writes.length === 0
      ? "all up to date"
      : `${plural(writes.length, "file")} ${isCheck ? "would be written" : "written"}`;
  return printResult(invocation, {
    command: "tables",
    findings: isCheck ? [...findings.list, ...drift.list] : findings.list,
    titles: titles.length,
    done: `Tables of ${plural(titles.length, "schema")} in ${out}; ${state}.`,
    more: { files: writes.map(({ path, kind }) => ({ path, kind })) },
    read: (file) => repository.snapshot.read(file),
  });
}
