import type { Column } from "@addendum/event-fields";
import { isNeverStored } from "./lake-table.ts";

/** A column by whose value an event is recognized when it comes again. */
interface IdentifierColumn {
  /** As DuckDB names it. */
  readonly sql: string;
  /** For each step from the event's root, the properties that fill the column; the first that is not null does. */
  readonly steps: readonly (readonly string[])[];
}

const known = new WeakMap<readonly Column[], readonly IdentifierColumn[]>();

/** `meta.id`, else `uuid`: those of them that a table stores as texts. */
function identifierColumns(columns: readonly Column[]): readonly IdentifierColumn[] {
  let found = known.get(columns);
  if (found === undefined) {
    const stored = (holder: readonly Column[], name: string) =>
      holder.find((column) => column.name === name && !isNeverStored(column));
    const meta = stored(columns, "meta");
    const id = meta?.type.kind === "struct" ? stored(meta.type.fields, "id") : undefined;
    const uuid = stored(columns, "uuid");
    found = [
      ...(meta && id?.type.kind === "string" ? [{ sql: "meta.id", steps: [meta, id].map(sourcesOf) }] : []),
      ...(uuid?.type.kind === "string" ? [{ sql: "uuid", steps: [sourcesOf(uuid)] }] : []),
    ];
    known.set(columns, found);
  }
  return found;
}

function sourcesOf({ name, sources = [name] }: Column): readonly string[] {
  return sources;
}

/** Where a table stores the identifier of its events; undefined if it does not. */
export function identifierExpression(columns: readonly Column[]): string | undefined {
  const parts = identifierColumns(columns).map(({ sql }) => sql);
  return parts.length === 0 ? undefined : `coalesce(${parts.join(", ")})`;
}

/**
 * The identifier by which an event is recognized when it comes again: what its table will hold, so that it is the same
 * within a run and between runs. Undefined: its table stores none, or the event has none.
 */
export function identifierIn(
  columns: readonly Column[],
  event: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const { steps } of identifierColumns(columns)) {
    const id = steps.reduce<unknown>((holder, sources) => firstMember(holder, sources), event) ?? undefined;
    if (id !== undefined) return typeof id === "string" && id !== "" ? id : undefined;
  }
  return undefined;
}

function firstMember(holder: unknown, sources: readonly string[]): unknown {
  if (typeof holder !== "object" || holder === null) return undefined;
  const members = holder as Readonly<Record<string, unknown>>;
  for (const source of sources) {
    const member = Object.hasOwn(members, source) ? members[source] : undefined;
    if (member !== undefined && member !== null) return member;
  }
  return undefined;
}
