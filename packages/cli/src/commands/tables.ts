import { resolve } from "node:path";
import { showSteps } from "@addendum/event-fields";
import { findStream, type StreamsConfiguration } from "@addendum/streams";
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
  type MajorTable,
  placeOf,
  planTable,
  printers,
  shortcomings,
  type TablePlan,
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
import { wantedTables } from "../deploy/plan-tables.ts";
import { onTablesEngine } from "../events/engines.ts";
import { lakeOptions, withWarehouse } from "../events/lake.ts";
import { plural } from "../report/count.ts";
import { printResult } from "../run/print-result.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { loadStreams } from "../run/streams-file.ts";
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
  summary: "prints the tables of events, and the statements that widen them",
  description:
    "With titles, or with --engine, it prints the statements that create their tables, one for each stream of streams.yaml that has a title. --from VERSION prints the statements that widen that version’s table to the newest; --from table looks at the table on its engine (`warehouse:` says how to reach it) and prints what it lacks. No statement is run. Otherwise it writes the definitions that `tables:` in addendum.yaml lists, as a commit does. Tables only gain columns: none is dropped, renamed or retyped.",
  options: [
    {
      name: "engine",
      kind: "string",
      value: "ENGINE",
      choices: printers.map(({ engine }) => engine),
      help: `the engine (default: those of the configuration, else ${printers[0]?.engine ?? ""})`,
    },
    {
      name: "from",
      kind: "string",
      value: "VERSION",
      help: "the version that the table has now, or “table”: as it is on the engine",
    },
    {
      name: "stream",
      kind: "string",
      value: "NAME",
      help: "print only the tables of this stream",
    },
    lakeOptions[1],
    {
      name: "out",
      kind: "string",
      value: "DIR",
      help: "the directory of the definitions (default: tables.out)",
    },
    { name: "check", kind: "boolean", help: "write nothing, and fail if something would be written" },
  ],
  examples: [
    { line: "addendum tables", does: "writes the definitions of the engines in addendum.yaml" },
    { line: "addendum tables analytics/codemirror/toggle --engine hive", does: "prints Hive's CREATE TABLE" },
    {
      line: "addendum tables analytics/codemirror/toggle --engine trino-iceberg --from 1.0.0",
      does: "prints what a table of 1.0.0 lacks",
    },
    { line: "addendum tables --engine hive --from table", does: "prints what the tables on Hive lack" },
    { line: "addendum tables --engine hive --stream ui.toggle", does: "prints the tables of one stream" },
    { line: "addendum tables --check", does: "in CI: fail if the definitions do not match the schemas" },
  ],
  run(invocation): ExitCode | Promise<ExitCode> {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const engine = invocation.value("engine");
    const configured = loaded.settings.tables ?? fallback;
    const settings = engine === undefined ? configured : { ...configured, engines: [engine] };
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    const from = invocation.value("from");
    const isPrinted =
      invocation.positionals.length > 0 ||
      invocation.value("stream") !== undefined ||
      from !== undefined ||
      (engine !== undefined && invocation.value("out") === undefined);
    if (!isPrinted) return writeTables(invocation, loaded, repository, settings);
    if (invocation.flag("check") || invocation.value("out") !== undefined) {
      throw new UserError("--check and --out cannot be combined with titles, --stream or --from.");
    }
    const all = () => findTitles(repository.snapshot, repository.settings);
    const streams = streamsOf(invocation);
    const titles = selectTitles(invocation.positionals, all, loaded);
    const schemas = new VersionSchemas(repository);
    const { tables: ofStreams, notes } = wantedTables(
      streams.asked,
      { titles, versionsOf: (title) => schemas.all(title) },
      settings,
    );
    for (const note of notes) invocation.terminal.note(note);
    // A title without a stream has a table of its own name: `deploy` makes none.
    const others = titles.filter((title) => !ofStreams.some((held) => held.title === title));
    const ofTitles = others.flatMap((title) =>
      tablesOf(title, schemas.all(title), settings).map((major): TitleMajor => ({ title, ...major })),
    );
    const majors = [...ofStreams, ...(streams.isOne ? [] : ofTitles)];
    if (from === "table") return printFromTables(invocation, loaded, majors, settings);
    if (from === undefined) return printDefinitions(invocation, majors, settings);
    const [title] = titles;
    if (title === undefined || titles.length !== 1) {
      throw new UserError("--from VERSION needs one title.");
    }
    return printFromVersion(invocation, from, title, majors, settings);
  },
});

/** The streams whose tables are asked for. Throws {@link UserError} for one that has no tables. */
function streamsOf(invocation: Invocation): {
  readonly asked: StreamsConfiguration;
  readonly isOne: boolean;
} {
  const { streams } = loadStreams(invocation);
  const name = invocation.value("stream");
  if (name === undefined) return { asked: streams, isOne: false };
  const settings = findStream(streams, name);
  if (settings?.title === undefined) {
    throw new UserError(`streams.yaml names no stream “${name}” with a title, so it has no table.`);
  }
  return { asked: { ...streams, streams: new Map([[name, settings]]) }, isOne: true };
}

interface TitleMajor extends MajorTable {
  readonly title: string;
}

/** What makes the tables. */
function printDefinitions(
  { terminal }: Invocation,
  majors: readonly TitleMajor[],
  settings: TablesSettings,
): ExitCode {
  const definition = definitionSettings(settings);
  const texts = majors.flatMap((held) =>
    definition.engines.map((printer) => {
      const plan = planTable(printer, held.table, undefined, placeOf(held.table.name, definition));
      const subject = `${printer.engine}, ${held.title}, major ${held.major} to ${newestOf(held)}`;
      return definitionText(subject, plan, shortcomings(held, printer));
    }),
  );
  terminal.out(texts.join("\n"));
  return 0;
}

/** Prints how a version's table is widened to the newest. Throws {@link UserError} if there is no such version. */
function printFromVersion(
  { terminal }: Invocation,
  from: string,
  title: string,
  majors: readonly TitleMajor[],
  settings: TablesSettings,
): ExitCode {
  const held = majors.filter(({ history }) => history.some(({ version }) => version === from));
  if (held.length === 0) throw new UserError(`${title} has no version ${from}.`);
  const definition = definitionSettings(settings);
  const texts = held.flatMap(({ table, history }) => {
    const present = history.find(({ version }) => version === from)?.columns ?? [];
    return definition.engines.map((printer) => {
      const columns = present.map((column) => ({ ...column, type: printer.store(column.type) }));
      const plan = planTable(printer, table, columns, placeOf(table.name, definition));
      const subject = `${printer.engine}, ${title}, from ${from} to ${history.at(-1)?.version ?? ""}`;
      return definitionText(subject, plan) + allThere(plan, `The table of ${from}`);
    });
  });
  terminal.out(texts.join("\n"));
  return 0;
}

/** What the tables lack, as their engines describe them. */
async function printFromTables(
  { terminal }: Invocation,
  loaded: LoadedSettings,
  majors: readonly TitleMajor[],
  settings: TablesSettings,
): Promise<ExitCode> {
  const definition = definitionSettings(settings);
  const texts: string[] = [];
  for (const printer of definition.engines) {
    await withWarehouse(() =>
      onTablesEngine(printer.engine, loaded, async (engine) => {
        for (const held of majors) {
          const { name } = held.table;
          const place = placeOf(name, definition);
          const present = await engine.describeTable(place.database, name);
          const plan = planTable(printer, held.table, present, place);
          const state = present === undefined ? "which does not exist" : "as it is";
          const subject = `${printer.engine}, ${held.title}, from the table ${name}, ${state}, to ${newestOf(held)}`;
          const others = plan.conflicts.map(
            ({ at, has, declared }) =>
              `${showSteps(at)} is ${printer.writeType(has)} in the table and ${printer.writeType(declared)} in the schema: it stays, and values that do not fit are rejected when they are loaded.`,
          );
          const notes = present === undefined ? shortcomings(held, printer) : others;
          texts.push(definitionText(subject, plan, notes) + allThere(plan, `The table ${name}`));
        }
      }),
    );
  }
  terminal.out(texts.join("\n"));
  return 0;
}

function newestOf({ history }: MajorTable): string {
  return history.at(-1)?.version ?? "";
}

function allThere({ statements, cannot }: TablePlan, table: string): string {
  return statements.length === 0 && cannot.length === 0 ? `-- ${table} has all columns.\n` : "";
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
      "addendum.yaml names no engines. Add `tables: { engines: [duckdb] }` to it, or name titles to print their definitions.",
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
