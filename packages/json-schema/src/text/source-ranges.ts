import yaml from "js-yaml";
import { isArray, isObject } from "../data/data.ts";
import { join, parent, type Pointer } from "../data/pointer.ts";

/** Offsets in UTF-16 units, end exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

export interface NodeRange {
  readonly key?: SourceRange;
  readonly value: SourceRange;
}

interface ParserState {
  readonly position: number;
  readonly result: unknown;
  readonly kind: string | null;
}

interface Node {
  readonly start: number;
  end: number;
  result: unknown;
  children: Node[];
}

/**
 * Where each value of a document is in its text. Costs a second parse, so ask only when something is to be printed.
 * What an alias or a merge key brought has no entry of its own: its nearest ancestor has.
 */
export function sourceRanges(text: string): ReadonlyMap<Pointer, NodeRange> {
  const stack: Node[] = [{ start: 0, end: text.length, result: undefined, children: [] }];
  const listener = (event: "open" | "close", state: ParserState): void => {
    if (event === "open") {
      stack.push({ start: state.position, end: 0, result: undefined, children: [] });
      return;
    }
    const node = stack.pop() as Node;
    node.end = state.position;
    node.result = state.result;
    // A node may have been read once more as the first key of a mapping that then was none.
    const [only] = node.children;
    const reread = node.children.length === 1 && only?.result === node.result;
    if (reread && only !== undefined) node.children = only.children;
    stack.at(-1)?.children.push(node);
  };
  try {
    yaml.safeLoad(text, { listener } as yaml.LoadOptions);
  } catch {
    // Up to the error the ranges are right, and nothing after it will be asked for.
  }
  const ranges = new Map<Pointer, NodeRange>();
  const root = stack[0]?.children[0];
  if (root !== undefined) collect(root, "", undefined, text, ranges);
  return ranges;
}

function collect(
  node: Node,
  pointer: Pointer,
  key: SourceRange | undefined,
  text: string,
  ranges: Map<Pointer, NodeRange>,
): void {
  ranges.set(pointer, { ...(key && { key }), value: trim(node, text) });
  const { result, children } = node;
  if (isArray(result)) {
    if (children.length !== result.length) return;
    children.forEach((child, index) => collect(child, join(pointer, index), undefined, text, ranges));
  } else if (isObject(result) && children.length % 2 === 0) {
    for (let index = 0; index < children.length; index += 2) {
      const [name, value] = [children[index] as Node, children[index + 1] as Node];
      if (isObject(name.result) || isArray(name.result)) return;
      collect(value, join(pointer, String(name.result)), trim(name, text), text, ranges);
    }
  }
}

/** The parser opens a node before the blanks and comments that lead to it, and closes it after trailing ones. */
function trim(node: Node, text: string): SourceRange {
  const lead = /(?:\s|#[^\n]*\n)*/y;
  lead.lastIndex = node.start;
  lead.exec(text);
  const start = Math.min(Math.max(lead.lastIndex, node.start), Math.max(node.end, node.start));
  let end = node.end;
  while (end > start && /\s/.test(text[end - 1] as string)) end--;
  return { start, end };
}

/** Line and column count from 1; a column counts UTF-16 units. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

export function lineAndColumn(text: string, offset: number): LineAndColumn {
  const starts = lineStarts(text);
  // The last line that starts at the offset or before it.
  let [line, next] = [0, starts.length];
  while (next - line > 1) {
    const middle = (line + next) >> 1;
    if ((starts[middle] as number) <= offset) line = middle;
    else next = middle;
  }
  return { line: line + 1, column: offset - (starts[line] as number) + 1 };
}

/** Of the text that was asked for last: a large one may have thousands of findings. */
let known: { readonly text: string; readonly starts: readonly number[] } | undefined;

function lineStarts(text: string): readonly number[] {
  if (known?.text === text) return known.starts;
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  known = { text, starts };
  return starts;
}

/**
 * Where a pointer's value is, or its key, where that is meant; a collection is at its key; what is missing, at what
 * should contain it.
 */
export function findRange(
  ranges: ReadonlyMap<Pointer, NodeRange>,
  pointer: Pointer,
  text: string,
  isKey = false,
): SourceRange {
  for (let at = pointer; ; at = parent(at)) {
    const range = ranges.get(at);
    if (range !== undefined) {
      const value = text.slice(range.value.start, range.value.end);
      const isScalar = value !== "" && !value.includes("\n") && !value.startsWith("{");
      const useValue = range.key === undefined || (at === pointer && isScalar && !isKey);
      return useValue ? range.value : (range.key ?? range.value);
    }
    if (at === "") return { start: 0, end: 0 };
  }
}
