/** `user_edit_count_bucket` → `UserEditCountBucket`. What no identifier may hold is left out. */
export function pascalCase(text: string): string {
  const words = text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** The name of a schema's type: the last part of its title. */
export function typeNameOf(title: string): string {
  const name = pascalCase(title.slice(title.lastIndexOf("/") + 1));
  return /^[\p{L}]/u.test(name) ? name : `Event${name}`;
}

/** The name of its constants: the type's, with a small first letter. */
export function constantNameOf(typeName: string): string {
  return typeName.charAt(0).toLowerCase() + typeName.slice(1);
}

/** Whether a member's name needs no quotes. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** Gives each place of a schema a name of its own. */
export class Names {
  private readonly taken = new Map<string, string>();

  /**
   * @param name what the place would be called
   * @param place tells it from other places with that name
   */
  take(name: string, place: string): string {
    const holder = this.taken.get(name);
    if (holder !== undefined && holder !== place) return this.take(`${name}_${hash(place)}`, place);
    this.taken.set(name, place);
    return name;
  }
}

/** Four letters and digits that hang on the text alone, so that a name stays when its neighbours change. FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) as number), 0x01000193);
  return (value >>> 0).toString(36).padStart(7, "0").slice(-4);
}
