import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type * as Warehouse from "@addendum/warehouse";
import { loadSettings, UserError } from "@addendum/workspace";
import { queryRemote, remoteEngines } from "../events/engines.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { lakeOptions, openLake, withWarehouse } from "../events/lake.ts";

/** A terminal shows so many rows; files and pipes get all. */
const shownRows = 1000;

type Value = Warehouse.Value;

export const query = defineCommand({
  name: "query",
  usage: '"SELECT …"',
  summary: "queries the lake in SQL",
  description:
    "Runs one SELECT with DuckDB. Each stream has a table (`ui.toggle` is ui_toggle) with the fields that its versions declare and year, month, day and hour. It can read only the lake. With --engine it queries a server instead, in that engine’s SQL; the result over several wikis has the wiki in its first column.",
  options: [
    {
      name: "format",
      kind: "string",
      value: "FORMAT",
      choices: ["text", "csv", "json", "parquet"],
      help: "output format: text (a table, the default), csv, json (one line per row) or parquet",
    },
    {
      name: "out",
      kind: "string",
      value: "FILE",
      help: "the file that --format parquet writes (default: standard output)",
    },
    {
      name: "engine",
      kind: "string",
      value: "ENGINE",
      choices: remoteEngines,
      help: "query this engine of `warehouse:` in addendum.yaml instead of the lake: trino, hive or mariadb",
    },
    {
      name: "wiki",
      kind: "string",
      value: "WIKIS",
      help: "with --engine mariadb: query the databases of these wikis (enwiki,dewiki), each on its shard",
    },
    ...lakeOptions,
  ],
  examples: [
    {
      line: 'addendum query "SELECT day, count(*) FROM analytics_codemirror_toggle GROUP BY day ORDER BY day"',
      does: "events a day",
    },
    { line: 'addendum query --format csv "SELECT * FROM test_event"', does: "all of a table, as CSV" },
    {
      line: 'addendum query --format parquet --out day.parquet "SELECT * FROM test_event WHERE day = 26"',
      does: "for another program",
    },
    {
      line: 'addendum query --engine mariadb --wiki enwiki,dewiki "SELECT count(*) FROM page"',
      does: "asks the replica of each wiki",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const [sql, ...others] = invocation.positionals;
    if (sql === undefined || others.length > 0)
      throw new UserError('query takes one SELECT: addendum query "SELECT …".');
    const { format, terminal } = invocation;
    const out = invocation.value("out");
    if (out !== undefined && format !== "parquet") throw new UserError("--out needs --format parquet.");
    if (format === "parquet" && out === undefined && process.stdout.isTTY)
      throw new UserError("a terminal cannot show Parquet: write it to a file with --out FILE.");
    const engine = remoteEngines.find((one) => one === invocation.value("engine"));
    const wikis = invocation
      .value("wiki")
      ?.split(",")
      .filter((wiki) => wiki !== "");
    if (wikis !== undefined && engine !== "mariadb") throw new UserError("--wiki needs --engine mariadb.");
    if (engine !== undefined && format === "parquet")
      throw new UserError("--format parquet works only with the lake; engines answer as text, csv or json.");
    return withWarehouse(async ({ queryLake }): Promise<ExitCode> => {
      const answer =
        engine === undefined
          ? await askLake(invocation, queryLake, sql)
          : asAnswer(await queryRemote({ engine, sql, wikis }, loadSettings(invocation)));
      if (format === "parquet") return 0;
      if (format === "text") {
        const rows: (readonly Value[])[] = [];
        let total = 0;
        for await (const block of answer.blocks) {
          total += block.length;
          rows.push(...block.slice(0, Math.max(0, shownRows - rows.length)));
        }
        terminal.out(textTable(answer.columns, rows));
        if (total > rows.length)
          terminal.note(`${rows.length} of ${total} rows; --format csv writes all of them.`);
        return 0;
      }
      if (format === "csv") terminal.out(csvLine(answer.columns));
      for await (const block of answer.blocks) {
        const lines = block.map((row) => (format === "csv" ? csvLine(row) : jsonLine(answer.columns, row)));
        terminal.out(lines.join(""));
      }
      return 0;
    });
  },
});

async function askLake(
  invocation: Invocation,
  queryLake: typeof Warehouse.queryLake,
  sql: string,
): Promise<Warehouse.LakeAnswer> {
  const { lake, tables } = openLake(invocation);
  const query = { lake, sql, tables: tables() };
  if (invocation.format !== "parquet") return queryLake(query);
  const out = invocation.value("out");
  if (out !== undefined) return queryLake({ ...query, parquet: resolve(out) });
  const directory = mkdtempSync(join(tmpdir(), "addendum-query-"));
  try {
    const parquet = join(directory, "answer.parquet");
    const answer = await queryLake({ ...query, parquet });
    await pipeline(createReadStream(parquet), process.stdout, { end: false });
    return answer;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function asAnswer({ columns, rows }: Warehouse.Rows): Warehouse.LakeAnswer {
  async function* blocks() {
    yield rows;
  }
  return { columns, blocks: blocks() };
}

function textTable(columns: readonly string[], rows: readonly (readonly Value[])[]): string {
  const cells = [columns, ...rows.map((row) => row.map(text))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => width(row[index] ?? ""))));
  const isNumber = columns.map((_, index) => rows.every((row) => isNumeric(row[index] ?? null)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const space = " ".repeat((widths[index] as number) - width(cell));
        return isNumber[index] === true ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((count) => "─".repeat(count)).join("  ");
  const [head = [], ...body] = cells;
  return `${[line(head), rule, ...body.map(line)].join("\n")}\n`;
}

function isNumeric(value: Value): boolean {
  return value === null || typeof value === "number" || typeof value === "bigint";
}

/** Code points stand for cells; control characters never reach a terminal. */
function width(cell: string): number {
  return [...cell].length;
}

function text(value: Value): string {
  if (value === null) return "";
  const shown = typeof value === "object" ? json(value) : String(value);
  return shown.replaceAll(
    /[\p{Cc}\p{Bidi_Control}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Source: RFC 4180. */
function csvLine(row: readonly Value[]): string {
  const cells = row.map((value) => {
    const cell = value === null ? "" : typeof value === "object" ? json(value) : String(value);
    return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  });
  return `${cells.join(",")}\r\n`;
}

function jsonLine(columns: readonly string[], row: readonly Value[]): string {
  return `{${columns.map((name, index) => `${JSON.stringify(name)}:${json(row[index] ?? null)}`).join(",")}}\n`;
}

/** JSON whose integers keep all their digits. */
function json(value: Value): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return "null";
  if (Array.isArray(value)) return `[${value.map((one) => json(one as Value)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([name, one]) => `${JSON.stringify(name)}:${json(one as Value)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value);
}
