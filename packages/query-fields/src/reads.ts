import type { Column, ColumnType, FieldPath } from "@addendum/event-fields";

/** A table that queries may ask. */
export interface TableColumns {
  /** With dots where it has a schema or a catalog: `event.codemirror_toggle`. A query may leave these out. */
  readonly name: string;
  readonly columns: readonly Column[];
}

/** A field of a table. Names are the columns', `*` is an item of a list or a member of a map. */
export interface ReadField {
  readonly table: string;
  readonly path: FieldPath;
}

export type MayReadReason =
  /** `SELECT *` */
  | "star"
  /** A struct is taken as a whole: so may be every field in it. */
  | "whole struct"
  /** A path into a text of JSON. */
  | "json path"
  /** NATURAL JOIN, or a name that is a pattern: the columns decide what is read. */
  | "by name"
  /** What a name leads to could not be determined. */
  | "unresolved"
  /** The query could not be read. */
  | "unreadable";

/** A field that a query may read, and all that is in it. An empty path is the whole table. */
export interface MayReadField extends ReadField {
  readonly reason: MayReadReason;
}

/** A name that refers to nothing declared. */
export interface UndeclaredField {
  /** Undefined if several tables might have it. */
  readonly table: string | undefined;
  readonly path: FieldPath;
  /** Where it is in the query. */
  readonly offset: number;
}

/** What a query reads of the tables that are known. */
export interface FieldReads {
  /** The deepest fields that it reads; it reads whatever contains them, too. */
  readonly read: readonly ReadField[];
  readonly mayRead: readonly MayReadField[];
  readonly undeclared: readonly UndeclaredField[];
  /** Tables that it reads and that are not known, as it writes them. */
  readonly unknownTables: readonly string[];
  /** Why it could not be read in full; in words. */
  readonly problem?: string;
}

/** Gathers what a query reads. */
export class ReadCollector {
  private readonly tables: readonly TableColumns[];
  private readonly read = new Map<string, ReadField>();
  private readonly mayRead = new Map<string, MayReadField>();
  private readonly undeclared = new Map<string, UndeclaredField>();
  private readonly unknownTables = new Set<string>();

  constructor(tables: readonly TableColumns[]) {
    this.tables = tables;
  }

  addRead(table: string, path: FieldPath): void {
    const field = { table, path: withoutItems(path) };
    this.read.set(keyOf(field), field);
  }

  addMayRead(table: string, path: FieldPath, reason: MayReadReason): void {
    const field = { table, path: withoutItems(path), reason };
    const key = keyOf(field);
    if (!this.mayRead.has(key)) this.mayRead.set(key, field);
  }

  addUndeclared(field: UndeclaredField): void {
    const key = keyOf({ table: field.table ?? "", path: field.path });
    if (!this.undeclared.has(key)) this.undeclared.set(key, field);
  }

  addUnknownTable(name: string): void {
    this.unknownTables.add(name);
  }

  result(problem?: string): FieldReads {
    const deepest = [...this.read.values()].filter(
      (field) =>
        ![...this.read.values()].some(
          (other) =>
            other.table === field.table &&
            other.path.length > field.path.length &&
            isWithin(other.path, field.path),
        ),
    );
    return {
      read: deepest.sort(byName),
      mayRead: [...this.mayRead.values()].filter((field) => !this.isReadWhole(field)).sort(byName),
      undeclared: [...this.undeclared.values()].sort((a, b) => a.offset - b.offset),
      unknownTables: [...this.unknownTables].sort(),
      ...(problem !== undefined && { problem }),
    };
  }

  /** A field without parts that is read cannot be read more. */
  private isReadWhole(field: MayReadField): boolean {
    if (!this.read.has(keyOf(field)) || field.reason === "json path") return false;
    const type = typeAt(this.tables, field);
    return type === undefined || !hasFields(type);
  }
}

function keyOf({ table, path }: ReadField): string {
  return JSON.stringify([table, ...path]);
}

function byName(a: ReadField, b: ReadField): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Whether a path is another one or leads further. */
export function isWithin(path: FieldPath, holder: FieldPath): boolean {
  return holder.length <= path.length && holder.every((name, index) => path[index] === name);
}

/** Items of a list, without a name after them, are the list. */
function withoutItems(path: FieldPath): FieldPath {
  let { length } = path;
  while (length > 1 && path[length - 1] === "*") length -= 1;
  return path.slice(0, length);
}

function typeAt(tables: readonly TableColumns[], { table, path }: ReadField): ColumnType | undefined {
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  return path.reduce<ColumnType | undefined>(
    (type, name) => {
      if (type?.kind === "list") return type.items;
      if (type?.kind === "map") return type.values;
      return type?.kind === "struct" ? type.fields.find((field) => field.name === name)?.type : undefined;
    },
    { kind: "struct", fields: columns },
  );
}

/** Whether a type has named parts. */
export function hasFields(type: ColumnType): boolean {
  if (type.kind === "struct") return true;
  if (type.kind === "list") return hasFields(type.items);
  return type.kind === "map" && hasFields(type.values);
}

/** Whether a query reads a field, or may. */
export function readsField(reads: FieldReads, table: string, path: FieldPath): "reads" | "may read" | "no" {
  const isHere = (field: ReadField) => field.table === table;
  if (reads.read.some((field) => isHere(field) && isWithin(field.path, path))) return "reads";
  const mayBe = reads.mayRead.some(
    (field) => isHere(field) && (isWithin(path, field.path) || isWithin(field.path, path)),
  );
  return mayBe ? "may read" : "no";
}
