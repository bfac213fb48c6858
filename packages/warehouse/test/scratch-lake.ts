import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnsOf, declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import { onTestFinished } from "vitest";
import type { Rows } from "../src/engine.ts";
import { openDuckDb } from "../src/engines/duckdb.ts";
import type { LakeTable } from "../src/lake/lake-table.ts";
import { loadEvents, type LoadOptions, type LoadReport } from "../src/lake/load.ts";

/** When the tests take place. */
export const now = Date.parse("2026-11-26T12:00:00Z");

/** A table by the properties of its events, each of them with `meta`. */
export function tableOf(name: string, properties: Readonly<Record<string, Schema>>): LakeTable {
  const meta: Schema = {
    type: "object",
    properties: { id: { type: "string" }, dt: { type: "string" }, stream: { type: "string" } },
  };
  const schema: Schema = { type: "object", properties: { meta, ...properties } };
  return { name, columns: columnsOf(declare(schema)).columns, retentionDays: undefined };
}

/** A lake and a directory of events, gone after the test. */
export class ScratchLake {
  readonly directory: string;
  readonly events: string;
  readonly lake: string;
  private readonly table: LakeTable;

  constructor(table: LakeTable) {
    this.table = table;
    this.directory = mkdtempSync(join(tmpdir(), "addendum-lake-"));
    this.events = join(this.directory, "events");
    this.lake = join(this.directory, "lake");
    mkdirSync(this.events);
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  write(name: string, text: string | Buffer): void {
    writeFileSync(join(this.events, name), text);
  }

  load(more: Partial<LoadOptions> = {}): Promise<LoadReport> {
    const { events, lake, table } = this;
    return loadEvents({ events, lake, now, route: () => table, ...more });
  }

  /** Rows of all Parquet files of the table, whether the manifest names them or not. */
  async ask(select: string, table = this.table.name): Promise<Rows["rows"]> {
    const engine = await openDuckDb({ threads: 1 });
    const from = `read_parquet('${this.lake}/${table}/**/*.parquet', hive_partitioning = true, union_by_name = true)`;
    const { rows } = await engine.query(`SELECT ${select.replace("LAKE", from)}`);
    await engine.close();
    return rows;
  }

  rejections(): { line: number; offset: number; reason: string; file: string; event?: string }[] {
    const at = join(this.lake, "_rejected");
    return readdirSync(at).flatMap((name) =>
      readFileSync(join(at, name), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as never),
    );
  }
}
