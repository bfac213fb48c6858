/**
 * A value as one node of a Graphite path: letters, digits, `_` and `-` stay, every other character is `_x` and its code
 * in hexadecimal and `_`, so `1000+ edits` is `1000_x2B__x20_edits`. {@link unescapeNode} turns it back: a `_` that would
 * look like the beginning of such a code is written as one.
 */
export function escapeNode(value: string): string {
  return value.replaceAll(/_(?=x[0-9A-F]{2,6}(?:_|[^A-Za-z0-9_-]))|[^A-Za-z0-9_-]/gu, (character) => {
    const code = (character.codePointAt(0) as number).toString(16).toUpperCase().padStart(2, "0");
    return `_x${code}_`;
  });
}

/** The value that {@link escapeNode} wrote. */
export function unescapeNode(node: string): string {
  return node.replaceAll(/_x([0-9A-F]{2,6})_/g, (whole, code: string) => {
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** A text whose dots part nodes, such as a metric’s name or what a lookup says. */
export function escapePath(text: string): string {
  return text.split(".").map(escapeNode).join(".");
}
