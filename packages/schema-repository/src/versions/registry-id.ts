/**
 * The number by which Confluent's clients know a version: 31 bits of its URI, so that it is the same on every machine
 * and permanently, with nothing to store. Never 0. Source of the hash: FNV-1a over UTF-8, folded once more so that its
 * high bits count.
 */
export function registryId(uri: string): number {
  let value = 0x811c9dc5;
  const add = (byte: number) => {
    value = Math.imul(value ^ byte, 0x01000193);
  };
  for (const character of uri) {
    const own = character.codePointAt(0) as number;
    // Half of a character is written as U+FFFD.
    const point = own >= 0xd800 && own <= 0xdfff ? 0xfffd : own;
    if (point < 0x80) add(point);
    else {
      if (point < 0x800) add(0xc0 | (point >> 6));
      else {
        if (point < 0x10000) add(0xe0 | (point >> 12));
        else {
          add(0xf0 | (point >> 18));
          add(0x80 | ((point >> 12) & 0x3f));
        }
        add(0x80 | ((point >> 6) & 0x3f));
      }
      add(0x80 | (point & 0x3f));
    }
  }
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 13;
  return value >>> 1 || 1;
}

/** Versions that have one number: a client that asks for it is given the first. */
export interface RegistryIdClash {
  readonly id: number;
  readonly uris: readonly string[];
}

/** The versions that have the same number. */
export function registryIdClashes(uris: Iterable<string>): readonly RegistryIdClash[] {
  const known = new Map<number, string>();
  const clashes = new Map<number, string[]>();
  for (const uri of uris) {
    const id = registryId(uri);
    const other = known.get(id);
    if (other === undefined) known.set(id, uri);
    else clashes.set(id, [...(clashes.get(id) ?? [other]), uri]);
  }
  return [...clashes].map(([id, list]) => ({ id, uris: list.sort() }));
}
