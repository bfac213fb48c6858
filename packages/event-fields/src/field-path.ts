/** The names that lead to a field of an event; `*` is an item of a list or a member of a map. */
export type FieldPath = readonly string[];

/** A field, for people: `editor.name`, `items.*`. */
export function showPath(path: FieldPath): string {
  return path.length === 0 ? "the event" : path.join(".");
}
