/**
 * The number by which Confluent's clients know a version: 31 bits of its URI, so that it is the same on every machine and
 * for ever, with nothing to store. Never 0. Source of the hash: FNV-1a over UTF-8, folded once more so that its high bits
 * count.
 */
export function registryId(uri: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(uri)) value = Math.imul(value ^ byte, 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 13;
  return value >>> 1 || 1;
}

/** Versions that have one number: a client that asks for it is given the first. */
export interface IdClash {
  readonly id: number;
  readonly uris: readonly string[];
}

export function idClashes(uris: Iterable<string>): readonly IdClash[] {
  const known = new Map<number, string[]>();
  for (const uri of uris) {
    const id = registryId(uri);
    const others = known.get(id);
    if (others === undefined) known.set(id, [uri]);
    else others.push(uri);
  }
  return [...known].filter(([, list]) => list.length > 1).map(([id, list]) => ({ id, uris: list.sort() }));
}
