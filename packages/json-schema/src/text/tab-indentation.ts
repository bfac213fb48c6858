/** The part of the parser's state that its listener sees. */
export interface ParserState {
  readonly position: number;
  readonly kind: string | null;
}

/** A text, quoted, plain or a block scalar, or a flow collection. Offsets in UTF-16 units, end exclusive. */
interface Leaf {
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly start: number;
  readonly text: string;
}

/** Whether some line has a tab where indentation belongs, or may have: nearly all documents have none. */
export function mayBeIndentedWithTabs(text: string): boolean {
  return text.includes("\t") && /^ *(?:[-?:] +)*[-?:]?\t/m.test(text);
}

/**
 * Finds a tab that indents a line of a YAML document. The parser takes it for nothing, so the line closes the values
 * before it, in silence. Elsewhere tabs are legal: between a key and its value, in texts, in blank lines, before
 * comments, and in flow collections and block scalars after the spaces that these need.
 * Source: YAML 1.2.2 §6.1, §6.3, §8.
 */
export class TabIndentation {
  /** In the order of the text, none within another. Indentation does not structure what they contain. */
  private readonly leaves: Leaf[] = [];
  private readonly open: number[] = [];
  private readonly text: string;
  /** Of the leaf that was asked about last: many lines may be in one. */
  private known: { readonly leaf: Leaf; readonly spaces: number } | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Receives each node that the parser opens and closes. */
  listen(event: "open" | "close", { position, kind }: ParserState): void {
    if (event === "open") {
      this.open.push(position);
      return;
    }
    const start = afterBlanks(this.text, this.open.pop() as number);
    if (start >= position) return;
    const last = this.leaves.at(-1);
    if (kind !== "scalar") {
      // A block mapping may begin with a flow collection, its first key.
      const isFirstKey = last?.start === start && last.end < position;
      if (!"[{".includes(this.text[start] as string) || isFirstKey) return;
    }
    while ((this.leaves.at(-1)?.start ?? -1) >= start) this.leaves.pop();
    this.leaves.push({ start, end: position });
  }

  /**
   * The offset of the first tab that indents; undefined if there is none.
   * @param failure where the parser gave up, if it did
   */
  find(failure?: number): number | undefined {
    const stop = failure === undefined ? undefined : (this.coverUnfinished() ?? failure);
    const lines = linesOf(this.text).filter(({ start }) => stop === undefined || start <= stop);
    // The line where the parser gave up, and the one before it, which it may have taken for something else.
    const suspects = lines.filter(({ text }) => !/^\s*(?:#|$)/.test(text)).slice(-2);
    let leaf = 0;
    for (const line of lines) {
      const blanks = /^\s*/.exec(line.text)?.[0] ?? "";
      const content = line.start + (blanks.includes("\t") ? blanks.indexOf("\t") : blanks.length);
      while ((this.leaves[leaf]?.end ?? Infinity) <= content) leaf++;
      const around = this.leaves[leaf];
      const isWithin = around !== undefined && around.start < line.start;
      const isSuspect = line.start >= (suspects[0]?.start ?? 0);
      const found = isWithin
        ? this.inLeaf(line, around)
        : this.inBlock(line, around, isSuspect ? stop : undefined);
      if (found !== undefined) return line.start + found;
    }
    return undefined;
  }

  /** What the parser had begun to read when it gave up reaches to the end. Returns where it begins. */
  private coverUnfinished(): number | undefined {
    const start = this.open
      .map((position) => afterBlanks(this.text, position))
      .find((position) => "[{\"'".includes(this.text[position] ?? " "));
    if (start === undefined) return undefined;
    while ((this.leaves.at(-1)?.start ?? -1) >= start) this.leaves.pop();
    this.leaves.push({ start, end: Infinity });
    return start;
  }

  /** In a line that a leaf has begun before. */
  private inLeaf({ text }: Line, leaf: Leaf): number | undefined {
    const spaces = /^ *(?=\t)/.exec(text)?.[0].length;
    // The parser checks the indentation of plain and block scalars; closing brackets need none.
    const isHeld = leaf.end === Infinity || !"[{\"'".includes(this.text[leaf.start] as string);
    if (isHeld || spaces === undefined || /^\s*(?:[\]}#]|$)/.test(text)) return undefined;
    if (this.known?.leaf !== leaf) this.known = { leaf, spaces: this.spacesNeeded(leaf) };
    return spaces < this.known.spaces ? spaces : undefined;
  }

  /** By how many spaces the lines of a flow collection or a quoted text are indented. Source: YAML 1.2.2 §7.4, §8.2. */
  private spacesNeeded(leaf: Leaf): number {
    const before = this.text.slice(this.text.lastIndexOf("\n", leaf.start) + 1, leaf.start);
    if (/^\s*(?:---\s*)?$/.test(before)) return leaf === this.leaves[0] ? 0 : 1;
    const indicators = /^ *(?:[-?:][ \t]+)*/.exec(before)?.[0] ?? "";
    // More than the indicator of an item, or the key, that it is the value of.
    return indicators === before ? indicators.trimEnd().length : indicators.length + 1;
  }

  /**
   * In a line that block collections structure.
   * @param next the first leaf that begins in it or after it
   * @param stop where the parser gave up, if that may be because of this line
   */
  private inBlock(
    { text, start }: Line,
    next: Leaf | undefined,
    stop: number | undefined,
  ): number | undefined {
    const indicators = /^\s*(?:[-?:](?:\s+|$))*/.exec(text)?.[0] ?? "";
    if (!indicators.includes("\t")) return undefined;
    const rest = text.slice(indicators.length);
    const isNode = rest !== "" && !rest.startsWith("#");
    const value = isNode && next?.start === start + indicators.length && !this.isKey(next) ? next : undefined;
    if (stop !== undefined) {
      const isSound = text.startsWith(" ") && value !== undefined && afterBlanks(this.text, value.end) < stop;
      if (!isSound) return indicators.indexOf("\t");
    }
    // A tab before an indicator, or before a key, is indentation; before a value it is a blank.
    const isNested = isNode && value === undefined;
    const tab = (isNested ? indicators : indicators.replace(/(?:[-?:]\s*|^\s*)$/, "")).indexOf("\t");
    return tab === -1 ? undefined : tab;
  }

  private isKey({ end }: Leaf): boolean {
    return /^[ \t]*:(?:\s|$)/.test(this.text.slice(end, end + 100));
  }
}

/** The parser opens a node before the blanks and comments that lead to it. */
function afterBlanks(text: string, offset: number): number {
  const blanks = /(?:\s|#[^\n]*\n)*/y;
  blanks.lastIndex = offset;
  blanks.exec(text);
  return blanks.lastIndex;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(?:\r\n?|\n|$)/g)) {
    lines.push({ start: match.index, text: match[1] as string });
  }
  return lines;
}
