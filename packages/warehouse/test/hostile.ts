import type { Column } from "@addendum/event-fields";
import type { DataObject, Schema } from "@addendum/json-schema";
import { type Table, tablesOf } from "@addendum/tables";

const names = [
  "select",
  "table",
  "order",
  "timestamp",
  "date",
  "group",
  "_id",
  "$schema",
  "user-agent",
  "1st",
  "a`b",
  'c"d',
  "e'f",
  "g;h",
  "i\nj",
  "k🙂",
  "l -- m",
  "n /* o",
  "p${env:HOME}",
  "q\\r",
  "constructor",
  "__proto__",
  "s".repeat(200),
];

const text = (name: string): DataObject => ({
  type: "string",
  description: `It's a "comment" with ; and \`quotes\` \\ and -- and /* and \${env:HOME} and \${hiveconf:x} and 🙂 of ${name}'); DROP TABLE event; --\n*/`,
});

/** A table of everything that a schema may throw at an engine: names, comments, 1,500 columns, structs 30 deep. */
export function hostileTable(count = 1500): Table & { readonly columns: readonly Column[] } {
  let deep: DataObject = { type: "string" };
  for (let level = 30; level > 0; level--) {
    // Also inside of structs.
    const name = level % 5 === 0 ? `level\`"';${level}` : `Level${level}`;
    deep = { type: "object", properties: Object.fromEntries([[name, deep]]) };
  }
  const many = Array.from({ length: count }, (_, index) => [`c${index}`, { type: "integer" }] as const);
  const schema: Schema = {
    type: "object",
    description: "'; DROP TABLE x; -- \" ` \\",
    properties: Object.fromEntries([
      ...names.map((name) => [name, text(name)] as const),
      ["deep", deep],
      ...many,
    ]),
  };
  const [held] = tablesOf("hostile/`;'\"", [{ version: "1.0.0", schema }], {
    timestamps: "string",
    misfits: "omit",
  });
  if (held === undefined || held.misfits.length > 0 || held.table.columns.length < names.length + count) {
    throw new Error(`not all columns are there: ${JSON.stringify(held?.misfits)}`);
  }
  return held.table;
}
