/** Something in a pattern that is valid, and is seldom what its author means. */
export type PatternSlip =
  /** `^a|b$`: each anchor belongs to one alternative only. */
  | { readonly kind: "anchors" }
  /** `^[a-z]+`: at an end without an anchor, a repetition says no more than what it repeats. */
  | { readonly kind: "repetition"; readonly part: string; readonly end: "beginning" | "end" }
  /** `[A-z]`: between the letters of the two cases there are `[`, `\`, `]`, `^`, `_` and the backtick. */
  | { readonly kind: "range"; readonly part: string }
  /** `[a|b]`: within brackets, `|` is a character like others. */
  | { readonly kind: "bar"; readonly part: string }
  /** `\\d+`: a backslash, and then one `d` or more. */
  | { readonly kind: "escape"; readonly part: string };

interface Part {
  readonly kind: "anchor" | "bar" | "class" | "group" | "character";
  readonly text: string;
  readonly quantifier: string;
}

/** The slips in a valid pattern, each kind once. */
export function patternSlips(pattern: string): readonly PatternSlip[] {
  const parts = partsOf(pattern);
  const slips: PatternSlip[] = [];
  const alternatives = split(parts);
  const [first, last] = [alternatives[0] ?? [], alternatives.at(-1) ?? []];
  if (alternatives.length === 1) {
    slips.push(...looseRepetition(first[0], "beginning"), ...looseRepetition(last.at(-1), "end"));
  } else if (
    alternatives.every((one) => (one[0]?.text === "^") === (one === first)) &&
    alternatives.every((one) => (one.at(-1)?.text === "$") === (one === last))
  ) {
    slips.push({ kind: "anchors" });
  }
  const classes = classesOf(pattern);
  const range = classes.flatMap((text) => /(?<!\\)(?:[A-Z]-[a-z]|[0-9]-[A-Za-z])/.exec(text) ?? [])[0];
  if (range !== undefined) slips.push({ kind: "range", part: range });
  const bar = classes.find(
    (text) => text.includes("|") && text.split("|").every((side, at, sides) => isBesideBar(side, at, sides)),
  );
  if (bar !== undefined) slips.push({ kind: "bar", part: bar });
  const escape = /(?<!\\)(?:\\\\)+([dDwWsS])(?:[+*?]|\{\d)/.exec(withoutClasses(pattern));
  if (escape !== null) slips.push({ kind: "escape", part: `\\\\${escape[1]}` });
  return slips.filter((slip, at) => slips.findIndex(({ kind }) => kind === slip.kind) === at);
}

/** Whether a bar in a class is between letters and digits, as between alternatives. */
function isBesideBar(side: string, at: number, sides: readonly string[]): boolean {
  const before = at === sides.length - 1 || /[\p{L}\p{N}]$/u.test(side);
  const after = at === 0 || /^[\p{L}\p{N}]/u.test(side);
  return before && after;
}

function looseRepetition(part: Part | undefined, end: "beginning" | "end"): readonly PatternSlip[] {
  if (part === undefined || part.kind === "anchor" || part.kind === "bar") return [];
  // Anything, and anything but something, say on purpose that the text goes on.
  if (/^(?:\.|\[\^.*\]|\[\\[sS]\\[sS]\]|\\[DSW])$/s.test(part.text)) return [];
  // What looks around may depend on how often it is repeated.
  if (part.kind === "group" && /[\^$]|\(\?<?[=!]|\\[bB]/.test(part.text)) return [];
  const bounds = /^\{(\d+),(\d*)\}/.exec(part.quantifier);
  const isLoose = /^[+*]/.test(part.quantifier) || (bounds !== null && bounds[1] !== bounds[2]);
  return isLoose ? [{ kind: "repetition", part: part.text + part.quantifier, end }] : [];
}

function split(parts: readonly Part[]): readonly (readonly Part[])[] {
  const found: Part[][] = [[]];
  for (const part of parts) {
    if (part.kind === "bar") found.push([]);
    else found.at(-1)?.push(part);
  }
  return found;
}

/** A pattern's parts outside of groups and classes, each with its quantifier. */
function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length;) {
    const end = endOfPart(pattern, at);
    const text = pattern.slice(at, end);
    const quantifier = /^(?:[+*?]|\{\d+(?:,\d*)?\})\??/.exec(pattern.slice(end))?.[0] ?? "";
    parts.push({ kind: kindOf(text), text, quantifier });
    at = end + quantifier.length;
  }
  return parts;
}

function kindOf(text: string): Part["kind"] {
  if (/^(?:\^|\$|\\[bB]|\(\?<?[=!].*)$/s.test(text)) return "anchor";
  if (text === "|") return "bar";
  return text.startsWith("[") ? "class" : text.startsWith("(") ? "group" : "character";
}

/** Where the part that begins at a place ends. */
function endOfPart(pattern: string, start: number): number {
  const first = pattern[start];
  if (first === "\\") {
    const escape = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|k<[^>]*>|.)/su;
    return start + (escape.exec(pattern.slice(start))?.[0].length ?? 1);
  }
  if (first === "[") return endOfClass(pattern, start);
  if (first !== "(") return start + String.fromCodePoint(pattern.codePointAt(start) as number).length;
  let at = start + 1;
  while (at < pattern.length && pattern[at] !== ")") at = endOfPart(pattern, at);
  return Math.min(at + 1, pattern.length);
}

function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  while (at < pattern.length && pattern[at] !== "]") at += pattern[at] === "\\" ? 2 : 1;
  return Math.min(at + 1, pattern.length);
}

function classesOf(pattern: string): readonly string[] {
  const found: string[] = [];
  forEachClass(pattern, (start, end) => found.push(pattern.slice(start, end)));
  return found;
}

function withoutClasses(pattern: string): string {
  let text = pattern;
  forEachClass(pattern, (start, end) => {
    text = text.slice(0, start) + "_".repeat(end - start) + text.slice(end);
  });
  return text;
}

function forEachClass(pattern: string, visit: (start: number, end: number) => void): void {
  for (let at = 0; at < pattern.length;) {
    const end = pattern[at] === "[" ? endOfClass(pattern, at) : at + (pattern[at] === "\\" ? 2 : 1);
    if (pattern[at] === "[") visit(at, end);
    at = end;
  }
}
