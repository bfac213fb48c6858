/**
 * The name of a column: letters, digits and underscores, lower-cased, because Hive's metastore folds the case of
 * top-level names. Source: Wikimedia's refinery, `HiveExtensions.normalizeName`.
 */
export function columnName(property: string): string {
  return fieldName(property).toLowerCase();
}

/** The name of a field inside a struct: as a column's, but its case stays. Source: as {@link columnName}. */
export function fieldName(property: string): string {
  return property.replaceAll(/^[^A-Za-z_]|[^A-Za-z0-9_]/gu, "_");
}

/** What engines that fold case make of a name: two fields with one folded name are one field to them. */
export function foldedName(property: string): string {
  return fieldName(property).toLowerCase();
}

/**
 * The properties of one object whose column another one has, with that one's name. The first that is declared has it,
 * whether a column can store its values or not: the meaning of a name must not depend on types.
 */
export function columnCollisions(properties: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  const collisions = new Map<string, string>();
  for (const property of properties) {
    const folded = foldedName(property);
    const other = taken.get(folded);
    if (other === undefined) taken.set(folded, property);
    else collisions.set(property, other);
  }
  return collisions;
}
