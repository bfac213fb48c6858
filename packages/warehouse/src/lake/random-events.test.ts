import { type Column, type ColumnType, columnsOf, declare } from "@addendum/event-fields";
import { type Data, type DataObject, isArray, isObject, type Schema } from "@addendum/json-schema";
import { expect, it } from "vitest";
import { Random } from "../../../containment/test/random.ts";
import { instance } from "../../../containment/test/random-instance.ts";
import { schema } from "../../../containment/test/random-schema.ts";
import { ScratchLake } from "../../test/scratch-lake.ts";
import type { Value } from "../engine.ts";
import { quotedName } from "./lake-table.ts";

const names = ["a", "user-agent", "Mixed", "b c", "$x", "1st", "é", "select", "it's", 'q"q'];
const awkward: readonly Data[] = [
  1.5,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
  1e300,
  -0,
  "\ud800",
  "a\u0000b",
  "2026-06-30T23:59:60Z",
  "2026-02-30T00:00:00Z",
  "2026-01-02T03:04:05.678901+05:30",
  null,
  "NaN",
  { A: 1, a: 2 },
  { MIXED: 1 },
  [[null]],
];

/** What stands for a value that has no place in its column. */
const nowhere = Symbol("nowhere");
class Misfit extends Error {}

/** What a column holds of a value, told without DuckDB and without the loader. */
function stored(type: ColumnType, value: Data | undefined): unknown {
  if (value === undefined || value === null) return null;
  const refuse = (): never => {
    throw new Misfit(type.kind);
  };
  switch (type.kind) {
    case "boolean":
      return typeof value === "boolean" ? value : refuse();
    case "integer":
      // The text of -(2 ** 63) is rounded to a number below.
      return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 63
        ? String(BigInt(value))
        : refuse();
    case "number":
      return typeof value === "number" ? value + 0 : refuse();
    case "string":
      return typeof value === "string" && value.isWellFormed() ? value : refuse();
    case "json": {
      const text = JSON.stringify(value);
      return /\\ud[89a-f]/.test(text) ? refuse() : JSON.stringify(JSON.parse(text));
    }
    case "list":
      return isArray(value) ? value.map((item) => stored(type.items, item)) : refuse();
    case "map":
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name, stored(type.values, member)]),
          )
        : refuse();
    case "struct":
      return isObject(value) ? fieldsOf(type.fields, value) : refuse();
    default:
      return refuse();
  }
}

function fieldsOf(columns: readonly Column[], value: DataObject): Record<string, unknown> {
  const declared = new Set(
    columns.flatMap(({ name, sources = [name] }) => sources.map((one) => one.toLowerCase())),
  );
  const keys = Object.keys(value).map((name) => name.toLowerCase());
  if (keys.some((name, index) => declared.has(name) && keys.indexOf(name) !== index))
    throw new Misfit("case");
  return Object.fromEntries(
    columns.map(({ name, type, sources = [name] }) => {
      const found = sources.map((source) =>
        stored(type, Object.hasOwn(value, source) ? value[source] : undefined),
      );
      return [name, found.find((one) => one !== null) ?? null];
    }),
  );
}

/** A value of the lake in the shape of {@link stored}. */
function shown(type: ColumnType, value: Value): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case "integer":
      return String(BigInt(value as number));
    case "number":
      return Number(value) + 0;
    case "json":
      return JSON.stringify(JSON.parse(String(value)));
    case "list":
      return (value as readonly Value[]).map((item) => shown(type.items, item));
    case "map":
      return Object.fromEntries(
        Object.entries(value as DataObject).map(([name, member]) => [
          name,
          shown(type.values, member as Value),
        ]),
      );
    case "struct": {
      const fields = value as Readonly<Record<string, Value>>;
      return Object.fromEntries(
        type.fields.map((field) => [field.name, shown(field.type, fields[field.name] ?? null)]),
      );
    }
    default:
      return value;
  }
}

const seeds = Number(process.env["LAKE_SCHEMAS"] ?? 30);

it(`holds exactly what fits of random events of ${seeds} random schemas`, { timeout: 600_000 }, async () => {
  let [loaded, rejected] = [0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const random = new Random(7000 + seed);
    const properties: Record<string, Schema> = {};
    for (const name of names) if (random.chance(0.6)) properties[name] = schema(random, 3);
    const root: Schema = {
      type: "object",
      properties: {
        ...(properties as DataObject),
        meta: { type: "object", properties: { id: { type: "string" }, dt: { type: "string" } } },
      },
    };
    const { columns } = columnsOf(declare(root), {
      misfitsAsJson: true,
      reserved: new Set(["year", "month", "day", "hour"]),
    });
    const table = { name: "t", columns, retentionDays: undefined };
    const events = Array.from({ length: 60 }, (_, index) => {
      const event: Record<string, Data> = {
        meta: { id: `id-${index}`, dt: `2026-11-26T0${index % 10}:00:00Z` },
      };
      for (const [name, of] of Object.entries(properties)) {
        if (random.chance(0.75))
          event[name] = random.chance(0.06) ? random.pick(awkward) : instance(random, root, of as Data);
      }
      if (random.chance(0.1)) event["undeclared"] = random.pick(awkward);
      return event;
    });
    const wanted = new Map<string, unknown>();
    for (const [index, event] of events.entries()) {
      try {
        // DuckDB reads no line with half a character, wherever it stands.
        stored({ kind: "json" }, event);
        wanted.set(`id-${index}`, fieldsOf(columns, event));
      } catch (error) {
        if (!(error instanceof Misfit)) throw error;
        wanted.set(`id-${index}`, nowhere);
      }
    }
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const report = await scratch.load();
    const fitting = [...wanted].filter(([, row]) => row !== nowhere);
    const lines = report.rejected === 0 ? [] : scratch.rejections().map(({ line }) => line - 1);
    const refused = new Set([...wanted.values()].flatMap((row, index) => (row === nowhere ? [index] : [])));
    expect([
      seed,
      lines
        .sort((a, b) => a - b)
        .filter((index) => !refused.has(index))
        .map((index) => events[index]),
    ]).toEqual([seed, []]);
    expect([seed, report.loaded]).toEqual([seed, fitting.length]);
    loaded += report.loaded;
    rejected += report.rejected;
    if (fitting.length === 0) continue;
    // As JSON: DuckDB's values for Node lose fields of the name __proto__.
    const list = columns.map(({ name }) => `to_json(${quotedName(name)})::VARCHAR`).join(", ");
    for (const row of await scratch.ask(`meta.id, ${list} FROM LAKE`)) {
      const found = Object.fromEntries(
        columns.map(({ name, type }, index) => [
          name,
          shown(type, JSON.parse(String(row[index + 1] ?? null)) as Value),
        ]),
      );
      expect([seed, row[0], found]).toEqual([seed, row[0], wanted.get(String(row[0]))]);
    }
  }
  expect(loaded).toBeGreaterThan(seeds * 10);
  expect(rejected).toBeGreaterThan(seeds);
});
