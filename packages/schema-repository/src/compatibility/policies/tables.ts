import {
  type ColumnChange,
  columnChanges,
  declare,
  foldedName,
  hiveType,
  showPath,
} from "@addendum/event-fields";
import { columnCollision } from "../rules/column-collision.ts";
import { columnDropped } from "../rules/column-dropped.ts";
import { columnRetyped } from "../rules/column-retyped.ts";
import type { Comparison, Objection, Policy } from "./policy.ts";

/**
 * A warehouse column is never dropped, renamed or retyped, and no two names become one column. What the columns are is
 * decided by the model that also defines the tables.
 */
export const tables: Policy = {
  name: "tables",
  protects: "people who query the events' table: columns stay, with their types",
  coversFragments: false,
  comparesDeclarations: true,
  *check(comparison) {
    const { old, new: newer, timestamps } = comparison;
    for (const change of columnChanges(declare(old.data), declare(newer.data), { timestamps })) {
      yield objection(comparison, change);
    }
  },
};

function objection({ old, nextMajor }: Comparison, change: ColumnChange): Objection {
  const { path, pointer } = change;
  const column = columnName(path);
  switch (change.kind) {
    case "dropped": {
      const type = hiveType(change.before);
      return {
        rule: columnDropped,
        messageId: "found",
        pointer,
        path,
        isGone: true,
        values: { column, type, old: old.version },
        evidence: {
          label: "The column stays in existing tables, but new events would not fill it:",
          lines: [`${column} ${type}`],
        },
      };
    }
    case "retyped": {
      const [before, after] = [hiveType(change.before), hiveType(change.after)];
      return {
        rule: columnRetyped,
        messageId: "found",
        pointer,
        path,
        values: { column, before, after, old: old.version, major: nextMajor, path: showPath(path) },
        evidence: { label: "The column and its types:", lines: [`${column} ${before} → ${after}`] },
      };
    }
    case "collision":
      return {
        rule: columnCollision,
        messageId: "found",
        pointer,
        path,
        values: { name: path.at(-1) ?? "", other: change.other, column },
        evidence: { label: "The column that both properties map to:", lines: [column] },
      };
  }
}

function columnName(path: readonly string[]): string {
  return path
    .filter((name) => name !== "*")
    .map(foldedName)
    .join(".");
}
