import { type DataObject, isArray, isObject, matchesPattern, own } from "@addendum/json-schema";

/** A schema about the same value as another, which all its values are valid under. */
export interface Conjunct {
  /** From the schema to it: `allOf`, 0, `allOf`, 1; empty for the schema itself. */
  readonly path: readonly (string | number)[];
  readonly schema: DataObject;
}

/** The closed members of a schema's `allOf`, at any depth. */
export function closedMembers(schema: DataObject, withItself: boolean): readonly Conjunct[] {
  return conjuncts(schema).filter(
    ({ path, schema: one }) =>
      own(one, "additionalProperties") === false && (withItself || path.length > 0) && declaresAny(one),
  );
}

/**
 * The names that other members, or the schema itself, declare and a closed member refuses.
 * @param rivals the members whose names count; all where undefined
 */
export function refusedNames(
  schema: DataObject,
  closed: Conjunct,
  rivals: readonly Conjunct[] = conjuncts(schema),
): readonly string[] {
  const names = rivals.flatMap((rival) =>
    rival.schema === closed.schema ? [] : declaredNames(rival.schema),
  );
  return [...new Set(names)].filter((name) => !declares(closed.schema, name));
}

function conjuncts(schema: DataObject, path: readonly (string | number)[] = []): readonly Conjunct[] {
  const members = own(schema, "allOf");
  const below = (isArray(members) ? members : []).flatMap((member, index) =>
    isObject(member) ? conjuncts(member, [...path, "allOf", index]) : [],
  );
  return [{ path, schema }, ...below];
}

/** What a member forbids by `false` is not meant to be sent. */
function declaredNames(schema: DataObject): readonly string[] {
  const properties = own(schema, "properties");
  if (!isObject(properties)) return [];
  return Object.keys(properties).filter((name) => own(properties, name) !== false);
}

/** A closed object that declares nothing is an empty one on purpose. */
function declaresAny(schema: DataObject): boolean {
  return isObject(own(schema, "properties")) || isObject(own(schema, "patternProperties"));
}

function declares(schema: DataObject, name: string): boolean {
  const properties = own(schema, "properties");
  if (isObject(properties) && Object.hasOwn(properties, name)) return true;
  const patterns = own(schema, "patternProperties");
  return (
    isObject(patterns) && Object.keys(patterns).some((pattern) => matchesPattern(pattern, name) !== false)
  );
}
