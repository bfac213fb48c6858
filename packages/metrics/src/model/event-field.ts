import type { Declaration } from "@addendum/event-fields";

/** A field of events, with the path to it. */
export interface EventField {
  readonly steps: readonly FieldStep[];
  readonly declaration: Declaration;
}

export interface FieldStep {
  readonly name: string;
  /** Whether it is a member of a map, whose names are not declared. */
  readonly isMember: boolean;
}

/**
 * Finds a field by its path, with dots between names; a name may itself have dots. Undefined if none of the versions
 * declares it.
 * @param versions what each version of an event declares, the newest first
 */
export function findField(versions: readonly Declaration[], path: string): EventField | undefined {
  const names = path.split(".");
  for (const version of versions) {
    const found = below(version, names, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function below(
  declaration: Declaration,
  names: readonly string[],
  steps: readonly FieldStep[],
): EventField | undefined {
  if (names.length === 0) return { steps, declaration };
  for (let count = 1; count <= names.length; count++) {
    const name = names.slice(0, count).join(".");
    const member = declaration.properties.get(name) ?? declaration.members;
    if (member === undefined) continue;
    const isMember = !declaration.properties.has(name);
    const found = below(member, names.slice(count), [...steps, { name, isMember }]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The paths of an event's fields that are not objects, for suggestions. */
export function fieldPaths(versions: readonly Declaration[]): readonly string[] {
  const paths = new Set<string>();
  const visit = ({ properties }: Declaration, path: readonly string[]) => {
    for (const [name, member] of properties) {
      if (paths.size >= pathLimit) return;
      if (member.properties.size > 0) visit(member, [...path, name]);
      else paths.add([...path, name].join("."));
    }
  };
  for (const version of versions) visit(version, []);
  return [...paths];
}

const pathLimit = 1000;

/** Whether a field is one value that a path or a label can have: a text, a whole number or a boolean. */
export function isSingle({ types, values }: Declaration): boolean {
  if (types === undefined) return values !== undefined && values.every((value) => typeof value !== "object");
  const named = [...types].filter((type) => type !== "null");
  return named.length === 1 && ["string", "integer", "boolean"].includes(named[0] as string);
}

/** Whether a field is a number, and nothing else. */
export function isNumber({ types }: Declaration): boolean {
  const named = [...(types ?? [])].filter((type) => type !== "null");
  return named.length > 0 && named.every((type) => type === "integer" || type === "number");
}

/** The type of a field for people: “a list”. */
export function showType({ types }: Declaration): string {
  const named = [...(types ?? [])].filter((type) => type !== "null");
  if (named.length === 0) return "of any type";
  return named.map((type) => typeWords[type] ?? type).join(" or ");
}

const typeWords: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "a boolean",
  array: "a list",
  object: "an object",
};
