import { type Data, equals, isObject, own, type Pointer } from "@addendum/json-schema";
import { type ColumnOptions, columnsOf, type ColumnType } from "./column.ts";
import { foldedName } from "./column-name.ts";
import type { Declaration } from "./declaration.ts";
import { mergeColumns, type Step } from "./merge-columns.ts";

/** What a new version of a schema does to a column of its table, beside adding some. */
export type ColumnChange = {
  /** Names of properties from the root; `*` is an item of a list or a member of a map. */
  readonly path: readonly string[];
  /** Into the new schema. */
  readonly pointer: Pointer;
} & (
  | { readonly kind: "dropped"; readonly before: ColumnType }
  | { readonly kind: "retyped"; readonly before: ColumnType; readonly after: ColumnType }
  /** Another property has the column already. */
  | { readonly kind: "collision"; readonly other: string }
);

/**
 * The changes of a schema's columns under a new version, by the column model of the printers. A property
 * without a type of its own counts as a column of JSON text, because the lake and `misfits: json` store it so; that
 * column contains whatever comes later. What is nested too deeply to be looked at is not compared.
 */
export function columnChanges(
  old: Declaration,
  newer: Declaration,
  { timestamps = "string" }: Pick<ColumnOptions, "timestamps"> = {},
): readonly ColumnChange[] {
  if (old.isCut || newer.isCut) return [];
  const options: ColumnOptions = { timestamps, misfitsAsJson: true };
  const [before, after] = [columnsOf(old, options), columnsOf(newer, options)];
  const { absent, conflicts } = mergeColumns(before.columns, after.columns);
  const unseen = after.misfits.filter(({ reason }) => reason === "deep");
  const isUnseen = (path: readonly string[]) =>
    unseen.some((misfit) => path.every((name, index) => misfit.path[index] === name));
  const changes: ColumnChange[] = [];
  for (const { within, column } of absent) {
    const at: Step = { kind: "field", name: column.name };
    const { path } = placeOf(old, [...within, at]);
    if (isUnseen(path)) continue;
    const { declaration } = placeOf(newer, within);
    changes.push({
      kind: "dropped",
      path,
      pointer: `${declaration?.pointer ?? ""}/properties`,
      before: column.type,
    });
  }
  for (const { at, has, declared } of conflicts) {
    if (has.kind === "json") continue;
    const [was, is] = [placeOf(old, at), placeOf(newer, at)];
    const isRetyped = !equals(typeIn(was.declaration) ?? null, typeIn(is.declaration) ?? null);
    const pointer = is.declaration?.pointer ?? "";
    changes.push({
      kind: "retyped",
      path: is.path,
      pointer: isRetyped && typeIn(is.declaration) !== undefined ? `${pointer}/type` : pointer,
      before: has,
      after: declared,
    });
  }
  const known = new Set(before.misfits.map(({ path }) => JSON.stringify(path)));
  for (const { path, pointer, reason, detail = "" } of after.misfits) {
    if (reason !== "collision" || known.has(JSON.stringify(path))) continue;
    const name = path.at(-1) ?? "";
    const holder = path.slice(0, -1);
    const had = declarationAt(old, holder)?.properties;
    // The finding is about the property that is new, in whichever order the two are declared.
    const isNew = had?.has(name) !== true;
    const [added, other] = isNew ? [name, detail] : [detail, name];
    const place = isNew ? pointer : declarationAt(newer, holder)?.properties.get(detail)?.pointer;
    changes.push({ kind: "collision", path: [...holder, added], pointer: place ?? pointer, other });
  }
  return changes;
}

/** The declaration at a path of properties, `*` being the items of a list or the members of a map. */
export function declarationAt(root: Declaration, path: readonly string[]): Declaration | undefined {
  let at: Declaration | undefined = root;
  for (const name of path) {
    at = name === "*" ? (at?.items ?? at?.members) : at?.properties.get(name);
  }
  return at;
}

/** The property that a column or field comes from. */
function placeOf(
  root: Declaration,
  steps: readonly Step[],
): { readonly declaration: Declaration | undefined; readonly path: readonly string[] } {
  let declaration: Declaration | undefined = root;
  const path: string[] = [];
  for (const step of steps) {
    if (step.kind === "field") {
      const name = step.name.toLowerCase();
      const properties: Declaration["properties"] = declaration?.properties ?? new Map();
      const property = [...properties.keys()].find((one) => foldedName(one) === name);
      path.push(property ?? step.name);
      declaration = property === undefined ? undefined : properties.get(property);
    } else {
      path.push("*");
      declaration = step.kind === "items" ? declaration?.items : declaration?.members;
    }
  }
  return { declaration, path };
}

function typeIn(declaration: Declaration | undefined): Data | undefined {
  return isObject(declaration?.schema) ? own(declaration.schema, "type") : undefined;
}
