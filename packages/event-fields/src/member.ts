import { type Data, isObject, own, resolved, resolveReference, type Schema } from "@addendum/json-schema";

/** Whether a schema has a place for a member, declared or as one of a map; references are followed. */
export function hasPlaceFor(schema: Schema, path: readonly string[]): boolean {
  const root = resolved(schema);
  let at: Data | undefined = root;
  for (const name of path) at = at === undefined ? undefined : memberOf(root, at, name);
  return at !== undefined;
}

/** What a schema, or what it refers to, says of a member; undefined if it has no place for it. */
function memberOf(root: Schema, schema: Data, name: string): Data | undefined {
  const followed = new Set<Data>();
  let one: Data | undefined = schema;
  for (; isObject(one) && Object.hasOwn(one, "$ref"); one = resolveReference(root, one["$ref"] as Data)) {
    if (followed.has(one)) return undefined;
    followed.add(one);
  }
  if (!isObject(one)) return undefined;
  const properties = own(one, "properties");
  const declared = isObject(properties) ? own(properties, name) : undefined;
  const others = own(one, "additionalProperties");
  return declared ?? (isObject(others) ? others : undefined);
}
