import { type StreamedRows } from "@addendum/warehouse";
import type { ReportType } from "../settings/report-settings.ts";
import { toBytes } from "../table/cells.ts";
import { fillSql, type SqlText } from "../template/fill-sql.ts";
import { TemplateError } from "../template/placeholders.ts";
import { placeholderValues } from "./placeholder-values.ts";
import { FailedQuery, type Result, type Task } from "./source.ts";
import { cellOf } from "./value-text.ts";

const texts: Readonly<Record<Exclude<ReportType, "script">, SqlText>> = {
  sql: { hasBackslashes: true, hasHashComments: true },
  hive: { hasBackslashes: true, hasHashComments: false },
  duckdb: { hasBackslashes: false, hasHashComments: false },
  trino: { hasBackslashes: false, hasHashComments: false },
};

/** The SQL of a task. Throws {@link FailedQuery}. */
export function sqlOf(task: Task): string {
  const { query, type } = task.report;
  if (query === undefined || type === "script") throw new FailedQuery("a script is not a query");
  try {
    return fillSql(query.template, placeholderValues(task), texts[type]);
  } catch (error) {
    if (error instanceof TemplateError) throw new FailedQuery(error.message, { cause: error });
    throw error;
  }
}

/** The rows of an engine as cells. */
export function resultOf({ columns, blocks }: StreamedRows): Result {
  const kinds = columns.map(({ kind }) => kind);
  const cells = async function* () {
    try {
      for await (const block of blocks) {
        yield block.map((row) => row.map((value, index) => cellOf(value, kinds[index] ?? "other")));
      }
    } catch (error) {
      throw failedQuery(error);
    }
  };
  return { header: columns.map(({ name }) => toBytes(name)), blocks: cells() };
}

export function failedQuery(error: unknown): FailedQuery {
  if (error instanceof FailedQuery) return error;
  const [line = ""] = (error as Error).message.split("\n");
  return new FailedQuery(line.replace(/[.!\s]+$/, ""), { cause: error });
}
