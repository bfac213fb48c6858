import type { Column, ColumnType } from "@addendum/event-fields";
import { describe, expect, it } from "vitest";
import { planTable } from "../plan.ts";
import type { TablePlace } from "../printer.ts";
import type { Table } from "../table.ts";
import { printers } from "./registry.ts";

const string: ColumnType = { kind: "string" };
const integer: ColumnType = { kind: "integer" };
const struct = (...fields: readonly Column[]): ColumnType => ({ kind: "struct", fields });

const meta = { name: "meta", comment: "What every event has." };
const first: readonly Column[] = [
  { name: "_schema", type: string, comment: "The schema that the event follows; it's a URI." },
  { ...meta, type: struct({ name: "stream", type: string }, { name: "dt", type: { kind: "timestamp" } }) },
  { name: "enabled", type: { kind: "boolean" } },
  {
    name: "order",
    type: integer,
    comment: "A name that is a word of SQL.\nOn two lines \\ with ${env:HOME}.",
  },
  { name: "share", type: { kind: "number" } },
  { name: "tags", type: { kind: "map", values: string } },
  { name: "items", type: { kind: "list", items: struct({ name: "pageId", type: integer }) } },
  { name: "rest", type: { kind: "json" } },
];

const later: readonly Column[] = [
  ...first.filter(({ name }) => name !== "meta" && name !== "items"),
  {
    ...meta,
    type: struct(
      { name: "stream", type: string },
      { name: "dt", type: { kind: "timestamp" } },
      { name: "domain", type: string, comment: "Where." },
    ),
  },
  {
    name: "items",
    type: { kind: "list", items: struct({ name: "pageId", type: integer }, { name: "title", type: string }) },
  },
  { name: "skin", type: string, comment: "Which skin; see T1." },
];

const place: TablePlace = { database: ["event"], location: "hdfs:///data/event/codemirror_toggle" };

const table = (columns: readonly Column[]): Table => ({
  name: "codemirror_toggle",
  columns,
  comment: "A user toggled syntax highlighting.",
});

describe.each(printers.map((printer) => [printer.engine, printer] as const))("%s", (engine, printer) => {
  it("defines and widens tables as its golden file says", async () => {
    const plans = [
      planTable(printer, table(first), undefined, place),
      planTable(
        printer,
        table(later),
        first.map((column) => ({ ...column, type: printer.store(column.type) })),
        place,
      ),
    ];
    const text = plans
      .map(({ statements, cannot, requires }) =>
        [
          ...(requires === undefined ? [] : [`-- ${requires}`]),
          ...cannot.map((sentence) => `-- ${sentence}`),
          ...statements.map((statement) => `${statement};`),
        ].join("\n"),
      )
      .join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot(`${engine}.golden.sql`);
  });

  it("plans nothing once the table is as it should be, or what the engine cannot do again", () => {
    const present = later.map((column) => ({ ...column, type: printer.store(column.type) }));
    expect(planTable(printer, table(later), present, place)).toEqual({
      statements: [],
      cannot: [],
      conflicts: [],
    });
  });

  it("never drops, renames or retypes", () => {
    const present: Column[] = [
      { name: "enabled", type: { kind: "other", text: "int" } },
      { name: "gone", type: string },
    ];
    const { statements, conflicts } = planTable(printer, table(first), present, place);
    expect(statements.join("\n")).not.toMatch(/\b(drop|rename|gone)\b|enabled/i);
    expect(conflicts).toMatchObject([{ has: { kind: "other", text: "int" } }]);
  });

  it("lets no name or comment end where it should not", () => {
    const hostile: Table = {
      name: 't`"; DROP TABLE x; --',
      comment: "'); DROP TABLE x; --\n/* */",
      columns: [
        {
          name: 'a`"b',
          type: struct({ name: 'c`">d', type: string }),
          comment: "\\'; DROP TABLE x; --\r\n\0",
        },
      ],
    };
    for (const statement of printer.create(hostile, { database: ['d"`'], location: "s3://a'; DROP TABLE x" })
      .statements) {
      // What is left outside names and texts holds no word of theirs.
      const bare = withoutQuoted(statement, engine);
      expect(bare).not.toMatch(/drop|--|;|'|`|"/i);
    }
  });
});

/** A statement without its quoted names and texts, read by the engine's own rules. */
function withoutQuoted(statement: string, engine: string): string {
  const isHive = ["hive", "spark", "iceberg"].includes(engine);
  const text = isHive || engine === "mariadb" ? /'(?:[^'\\]|\\.|'')*'/gs : /'(?:[^']|'')*'/gs;
  const name = isHive || engine === "mariadb" ? /`(?:[^`]|``)*`/gs : /"(?:[^"]|"")*"/gs;
  const either = new RegExp(`${text.source}|${name.source}`, "gs");
  return statement.replaceAll(either, "");
}

describe("mariadb's limits", () => {
  const mariadb = printers.find(({ engine }) => engine === "mariadb");

  it("says which columns stay out", () => {
    const many = (count: number, type: ColumnType): Column[] =>
      Array.from({ length: count }, (_, index) => ({ name: `c${index}`, type }));
    const cannot = (columns: readonly Column[]) =>
      mariadb?.create({ name: "t", columns }, { database: [] }).cannot;
    expect(cannot([{ name: "a".repeat(65), type: string }, ...many(1014, { kind: "boolean" })])).toEqual([
      `MariaDB's names have at most 64 characters: the column ${"a".repeat(65)} of t is left out. Give its property a shorter name.`,
      "InnoDB allows at most 1017 columns: the column c1013 of t is left out. Group properties in objects, which are one column each.",
    ]);
    // As many as MariaDB 10.11 takes.
    expect(cannot(many(993, integer))).toEqual([]);
    expect(cannot(many(381, string))).toEqual([]);
    expect(cannot(many(382, string))).toEqual([
      "An InnoDB row has no room for more columns: the column c381 of t is left out. Group properties in objects, which are one column each.",
    ]);
    const wider = planTable(mariadb!, { name: "t", columns: many(400, string) }, many(380, string), {
      database: [],
    });
    expect(wider.cannot).toHaveLength(19);
    expect(wider.statements.join()).toMatch(/`c380` LONGTEXT$/);
  });
});
