/** At most 40 letters, digits and dashes, which differ where features do. */
export function dashboardUid(feature: string): string {
  const slug = feature
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 20);
  return `addendum-${slug}-${hash(feature).toString(16).padStart(8, "0")}`;
}

/** Numbers panels by what they are about, so that links stay right when others are added. */
export class PanelIds {
  private readonly taken = new Set<number>();

  /** A number from 1 to 2³¹ − 2 that no other panel has. */
  of(subject: string): number {
    let id = hash(subject) % 0x7fff_ffff;
    while (id === 0 || this.taken.has(id)) id = (id + 1) % 0x7fff_ffff;
    this.taken.add(id);
    return id;
  }
}

/** 32 bits of a text. Source: FNV-1a, by code points. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) as number), 0x01000193);
  return value >>> 0;
}
