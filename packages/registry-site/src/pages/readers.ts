/** What reads a field. */
export interface FieldReader {
  /** Names from the root of the event, with dots between. */
  readonly path: string;
  /** `panel “Toggles by editor” of “CodeMirror”` */
  readonly name: string;
  /** What it does with the field, as the rest of a sentence: `groups by “editor”`. */
  readonly does: string;
}

/** The readers of a title's fields; unknown readers are not shown. */
export type ReadersOf = (title: string) => readonly FieldReader[];

/** Readers by the path of the field that they read. */
export function byField(readers: readonly FieldReader[]): ReadonlyMap<string, readonly FieldReader[]> {
  const found = new Map<string, FieldReader[]>();
  for (const reader of readers) found.set(reader.path, [...(found.get(reader.path) ?? []), reader]);
  return found;
}
