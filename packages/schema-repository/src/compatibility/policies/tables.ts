import { columnCollision } from "../rules/column-collision.ts";
import { columnDropped } from "../rules/column-dropped.ts";
import { columnRetyped } from "../rules/column-retyped.ts";
import { foldedName, hiveType, showPath } from "@addendum/event-fields";
import type { Difference } from "../changes/differences.ts";
import type { Comparison, Objection, Policy } from "./policy.ts";

/** A warehouse column is never dropped, renamed or retyped, and no two names become one column. */
export const tables: Policy = {
  name: "tables",
  protects: "whoever queries the events' table: columns stay, with their types",
  coversFragments: false,
  comparesDeclarations: true,
  *check(comparison) {
    for (const difference of comparison.differences) {
      switch (difference.kind) {
        case "property-removed":
        case "property-renamed":
          yield dropped(comparison, difference);
          break;
        case "property-added":
          yield* collision(difference);
          break;
        case "type-changed":
        case "type-widened":
          yield* retyped(comparison, difference);
          break;
        default:
      }
    }
  },
};

function dropped({ old }: Comparison, { path, pointer, old: before }: Difference): Objection {
  const type = before === undefined ? "STRING" : hiveType(before);
  const lines = [`${columnName(path)} ${type}`, "(the column is there, and nothing fills it any more)"];
  return {
    rule: columnDropped,
    messageId: "found",
    pointer,
    path,
    isGone: true,
    values: { column: columnName(path), type, old: old.version },
    evidence: { label: "The column that would be dropped:", lines },
  };
}

function* retyped(
  { old, nextMajor }: Comparison,
  { path, pointer, old: before, new: after }: Difference,
): Iterable<Objection> {
  if (before === undefined || after === undefined || path.length === 0) return;
  const [was, is] = [hiveType(before), hiveType(after)];
  if (was === is) return;
  yield {
    rule: columnRetyped,
    messageId: "found",
    pointer,
    path,
    values: {
      column: columnName(path),
      before: was,
      after: is,
      old: old.version,
      major: nextMajor,
      path: showPath(path),
    },
    evidence: { label: "The column and its types:", lines: [`${columnName(path)} ${was} → ${is}`] },
  };
}

function* collision(added: Difference): Iterable<Objection> {
  const siblings = [...(added.holder?.properties.keys() ?? [])];
  const name = added.path.at(-1) as string;
  const other = siblings.find((one) => one !== name && foldedName(one) === foldedName(name));
  if (other === undefined) return;
  yield {
    rule: columnCollision,
    messageId: "found",
    pointer: added.pointer,
    path: added.path,
    values: { name, other, column: columnName(added.path) },
    evidence: { label: "The column that both would have:", lines: [columnName(added.path)] },
  };
}

function columnName(path: readonly string[]): string {
  return path
    .filter((name) => name !== "*")
    .map(foldedName)
    .join(".");
}
