import type { Column, ColumnType } from "@addendum/event-fields";
import type { TableColumns } from "../src/reads.ts";

const text: ColumnType = { kind: "string" };
const integer: ColumnType = { kind: "integer" };
const column = (name: string, type: ColumnType): Column => ({ name, type });
const struct = (...fields: readonly Column[]): ColumnType => ({ kind: "struct", fields });
const list = (items: ColumnType): ColumnType => ({ kind: "list", items });
const map = (values: ColumnType): ColumnType => ({ kind: "map", values });

/** Two tables with every kind of type. */
export const tables: readonly TableColumns[] = [
  {
    name: "event.toggle",
    columns: [
      column("wiki", text),
      column("enabled", { kind: "boolean" }),
      column("count", integer),
      column(
        "meta",
        struct(
          column("dt", text),
          column("stream", text),
          column("request", struct(column("id", text), column("Size", integer))),
        ),
      ),
      column(
        "items",
        list(struct(column("name", text), column("weight", integer), column("tags", list(text)))),
      ),
      column("tags", map(text)),
      column("scores", map(struct(column("low", integer), column("high", integer)))),
      column("list", list(text)),
      column("day", integer),
      column("extra", { kind: "json" }),
    ],
  },
  {
    name: "event.page",
    columns: [
      column("page_id", integer),
      column("wiki", text),
      column("title", text),
      column("meta", struct(column("dt", text))),
    ],
  },
];
