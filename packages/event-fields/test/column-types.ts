import type { Column, ColumnType } from "../src/column.ts";
import fc from "fast-check";

/** Names as {@link fieldName} makes them, SQL's words among them. */
const names = fc.oneof(
  fc.constantFrom("select", "table", "order", "from", "_schema", "year_", "value", "element", "pageId"),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/),
);

const simple = fc.constantFrom<ColumnType["kind"]>("boolean", "integer", "number", "string", "json");

/** Types that the column model makes. */
export const columnTypes: fc.Arbitrary<ColumnType> = fc.letrec<{
  type: ColumnType;
  fields: readonly Column[];
}>((tie) => ({
  type: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    simple.map((kind) => ({ kind }) as ColumnType),
    tie("type").map((items): ColumnType => ({ kind: "list", items })),
    tie("type").map((values): ColumnType => ({ kind: "map", values })),
    tie("fields").map((fields): ColumnType => ({ kind: "struct", fields })),
  ),
  fields: columnsFrom(tie("type")),
})).type;

/** Columns with names that differ by more than case. */
export const columnLists: fc.Arbitrary<readonly Column[]> = columnsFrom(columnTypes);

function columnsFrom(types: fc.Arbitrary<ColumnType>): fc.Arbitrary<readonly Column[]> {
  return fc.uniqueArray(fc.record({ name: names, type: types }), {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name.toLowerCase(),
  });
}
