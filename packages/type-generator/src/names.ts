/** The name of a type's constants: its own, with a small first letter. */
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

/** Four letters and digits that depend only on the text, so that a name stays when its neighbours change. FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) as number), 0x01000193);
  return (value >>> 0).toString(36).padStart(7, "0").slice(-4);
}
