/** A conflict that git left in a file for a person to resolve. */
export interface Conflict {
  /** Where its first marker begins, in UTF-16 units. */
  readonly offset: number;
  /** What the two sides are called, such as `HEAD` and `feature/skins`. */
  readonly ours: string;
  readonly theirs: string;
}

/**
 * The first conflict in a text: three markers, each at the beginning of a line. No YAML and no JSON that is valid holds
 * them. Source: git-merge(1), “How conflicts are presented”.
 */
export function findConflict(text: string): Conflict | undefined {
  const start = marker(text, "<", 0);
  const middle = start && marker(text, "=", start.end);
  const end = middle && marker(text, ">", middle.end);
  if (start === undefined || end === undefined) return undefined;
  return { offset: start.start, ours: start.label || "ours", theirs: end.label || "theirs" };
}

interface Marker {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** The first line from an offset on that begins with seven of a character, and no more. */
function marker(text: string, character: string, from: number): Marker | undefined {
  const sign = character.repeat(7);
  for (let start = text.indexOf(sign, from); start !== -1; start = text.indexOf(sign, start + 7)) {
    const lineEnd = text.indexOf("\n", start);
    const end = lineEnd === -1 ? text.length : lineEnd;
    const rest = text.slice(start + 7, end).trimEnd();
    if ((start === 0 || text[start - 1] === "\n") && (rest === "" || rest.startsWith(" "))) {
      return { start, end, label: rest.trim() };
    }
  }
  return undefined;
}
