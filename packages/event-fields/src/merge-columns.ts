import { type Column, type ColumnType, sameType } from "./column.ts";

/** A step from a table towards a field: a column or a field by its name, a list's items, or a map's values. */
export type Step =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "items" }
  | { readonly kind: "values" };

/** A column that is added to a table, or a field to a struct. */
export interface Addition {
  /** To what holds the new one; empty for a column. */
  readonly within: readonly Step[];
  readonly column: Column;
}

/** A column or field that is declared with another type than it has. It keeps what it has. */
export interface Conflict {
  readonly at: readonly Step[];
  readonly has: ColumnType;
  readonly declared: ColumnType;
}

/** A table after columns were added. */
export interface Merged {
  /** Those that were there, where they were, then the new ones by name. */
  readonly columns: readonly Column[];
  /** In the order in which they can be made: outer before inner, and by name. */
  readonly additions: readonly Addition[];
  readonly conflicts: readonly Conflict[];
  /** What is there and not declared, columns and fields. It stays. */
  readonly absent: readonly Addition[];
}

/**
 * The columns of a table after declared ones were added. Nothing is dropped, renamed or retyped; names are compared
 * without case.
 */
export function mergeColumns(present: readonly Column[], declared: readonly Column[]): Merged {
  const found: Found = { additions: [], conflicts: [], absent: [] };
  const columns = mergeFields(present, declared, [], found);
  return { columns, ...found };
}

interface Found {
  readonly additions: Addition[];
  readonly conflicts: Conflict[];
  readonly absent: Addition[];
}

function mergeFields(
  present: readonly Column[],
  declared: readonly Column[],
  within: readonly Step[],
  found: Found,
): readonly Column[] {
  const wanted = new Map(declared.map((column) => [column.name.toLowerCase(), column]));
  const known = new Set(present.map(({ name }) => name.toLowerCase()));
  const added = declared
    .filter(({ name }) => !known.has(name.toLowerCase()))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  found.additions.push(...added.map((column) => ({ within, column })));
  const merged = present.map((column): Column => {
    const other = wanted.get(column.name.toLowerCase());
    if (other === undefined) {
      found.absent.push({ within, column });
      return column;
    }
    const at = [...within, { kind: "field", name: column.name } as const];
    const type = mergeType(column.type, other.type, at, found);
    return { ...column, type, ...sourcesOf(column, other) };
  });
  return [...merged, ...added];
}

/** Versions may have named the property of one column in several ways. */
function sourcesOf(a: Column, b: Column): Pick<Column, "sources"> {
  if (a.sources === undefined && b.sources === undefined) return {};
  return { sources: [...new Set([...(a.sources ?? [a.name]), ...(b.sources ?? [b.name])])] };
}

function mergeType(has: ColumnType, declared: ColumnType, at: readonly Step[], found: Found): ColumnType {
  if (has.kind === "struct" && declared.kind === "struct") {
    return { kind: "struct", fields: mergeFields(has.fields, declared.fields, at, found) };
  }
  if (has.kind === "list" && declared.kind === "list") {
    const items = mergeType(has.items, declared.items, [...at, { kind: "items" }], found);
    return { kind: "list", items };
  }
  if (has.kind === "map" && declared.kind === "map") {
    const values = mergeType(has.values, declared.values, [...at, { kind: "values" }], found);
    return { kind: "map", values };
  }
  if (!sameType(has, declared)) found.conflicts.push({ at, has, declared });
  return has;
}

/** A way to a field as people write it: `meta.domain`, `items[].b`, `tags{}.y`. */
export function showSteps(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if (step.kind === "items") return "[]";
      if (step.kind === "values") return "{}";
      return index === 0 ? step.name : `.${step.name}`;
    })
    .join("");
}
