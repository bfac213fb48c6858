/** A range of code points, both ends in it. */
export type CodePointRange = readonly [first: number, last: number];

export const lastCodePoint = 0x10ffff;

/** Whether a code point is in one of some ranges, which are in ascending order: properties of Unicode have hundreds. */
export function isWithin(ranges: readonly CodePointRange[], codePoint: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] as CodePointRange;
    if (codePoint > last) low = middle + 1;
    else if (codePoint < first) high = middle;
    else return true;
  }
  return false;
}

/** What an edge without a character asks of the place where it is. */
export type Anchor = "start" | "end" | undefined;

/** What has to follow a place in a text, or to be before it; or must not. */
export interface Look {
  readonly kind: "ahead" | "behind";
  readonly isNegated: boolean;
  /** Of what is ahead, it reads all that follows. Of what is behind, all that is before. */
  readonly automaton: Automaton;
}

/**
 * A nondeterministic automaton over code points. State 0 is where it begins, state 1 where it accepts. Its language is
 * that of whole texts: what is before and behind an unanchored match is part of it.
 */
export class Automaton {
  /** State → edges that read one code point. */
  readonly steps: { readonly ranges: readonly CodePointRange[]; readonly to: number }[][] = [[], []];
  /** State → edges that read nothing. */
  readonly jumps: { readonly anchor: Anchor; readonly to: number; readonly look?: Look }[][] = [[], []];
  /** Those that edges ask for. */
  readonly looks = new Set<Look>();
  /** The state that reads whatever follows, and accepts: a string that leads there may continue as it likes. */
  sink: number | undefined;

  /** States at which a repetition ends and may begin anew: their one jump leads to where it begins. */
  readonly repeats = new Set<number>();

  addState(): number {
    this.steps.push([]);
    this.jumps.push([]);
    return this.steps.length - 1;
  }

  addStep(from: number, ranges: readonly CodePointRange[], to: number): void {
    this.steps[from]?.push({ ranges, to });
  }

  addJump(from: number, to: number, anchor?: Anchor): void {
    this.jumps[from]?.push({ anchor, to });
  }

  addLook(from: number, to: number, look: Look): void {
    this.looks.add(look);
    this.jumps[from]?.push({ anchor: undefined, to, look });
  }

  get size(): number {
    return this.steps.length;
  }
}

/** A language, walked from one code point to the next. Its states are made as far as it is walked. */
export interface Language {
  readonly start: StateSet;
  /** The code points at which some edge's range begins; between two of them all code points behave alike. */
  readonly breakpoints: readonly number[];
  /** Where texts begin that are the rest of a longer one; `start` if nothing is before. */
  begin(atStart: boolean): StateSet;
  /** The state after one more code point; undefined when there are too many states. */
  step(from: StateSet, codePoint: number): StateSet | undefined;
}

/** A set of an automaton's states, as the one state of its deterministic twin. */
export interface StateSet {
  readonly index: number;
  /** The states from which a code point may be read, in ascending order. */
  readonly states: readonly number[];
  /** Whether the text may end here. */
  readonly accepts: boolean;
  /** Whether it may also continue in any way. */
  readonly acceptsAll: boolean;
}

/** How many deterministic states one automaton may have: beyond, nothing is said about its language. */
const stateSetLimit = 10_000;
/** And how many states these stand for, together. */
const weightLimit = 1_000_000;

/** The deterministic twin of an automaton without look-arounds. */
export class Determinized implements Language {
  readonly start: StateSet;
  readonly breakpoints: readonly number[];
  private readonly sets = new Map<string, StateSet>();
  private weight = 0;
  /** How many states have been made by all automata so far: what a memory of them weighs. */
  static made = 0;
  private readonly transitions = new Map<number, Map<number, StateSet>>();
  private readonly automaton: Automaton;

  constructor(automaton: Automaton) {
    this.automaton = automaton;
    this.breakpoints = breakpointsOf(automaton);
    this.start = this.begin(true);
  }

  begin(atStart: boolean): StateSet {
    return this.intern([0], atStart) as StateSet;
  }

  step(from: StateSet, codePoint: number): StateSet | undefined {
    const segment = segmentOf(this.breakpoints, codePoint);
    let known = this.transitions.get(from.index);
    if (known === undefined) {
      known = new Map();
      this.transitions.set(from.index, known);
    }
    const cached = known.get(segment);
    if (cached !== undefined) return cached;
    const kernel = new Set<number>();
    for (const state of from.states) {
      for (const { ranges, to } of this.automaton.steps[state] as Automaton["steps"][number]) {
        if (isWithin(ranges, codePoint)) kernel.add(to);
      }
    }
    const next = this.intern([...kernel], false);
    if (next !== undefined) known.set(segment, next);
    return next;
  }

  private intern(kernel: readonly number[], atStart: boolean): StateSet | undefined {
    const { sink } = this.automaton;
    const reached = this.close(kernel, atStart, false);
    // What a text may continue with makes no difference then, so how it came here need not be known apart.
    const acceptsAll = sink !== undefined && reached.includes(sink);
    const states = acceptsAll ? [sink] : reached;
    const key = `${atStart ? "^" : ""}${states.join(",")}`;
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    this.weight += states.length;
    if (this.sets.size >= stateSetLimit || this.weight > weightLimit) return undefined;
    const accepts = acceptsAll || this.close(kernel, atStart, true).includes(1);
    const set: StateSet = { index: this.sets.size, states, accepts, acceptsAll };
    this.sets.set(key, set);
    Determinized.made++;
    return set;
  }

  /** Everything that is reached without reading, the anchors holding as said. */
  private close(kernel: readonly number[], atStart: boolean, atEnd: boolean): number[] {
    const reached = new Set(kernel);
    for (const state of reached) {
      for (const { anchor, to } of this.automaton.jumps[state] as Automaton["jumps"][number]) {
        if (anchor === "start" ? atStart : anchor === "end" ? atEnd : true) reached.add(to);
      }
    }
    return [...reached].sort((a, b) => a - b);
  }
}

/** The code points at which some edge's range begins. */
export function breakpointsOf({ steps }: Automaton): number[] {
  const points = new Set([0]);
  for (const edges of steps) {
    for (const { ranges } of edges) {
      for (const [first, last] of ranges) {
        points.add(first);
        if (last < lastCodePoint) points.add(last + 1);
      }
    }
  }
  return [...points].sort((a, b) => a - b);
}

/** The index of the last breakpoint that is not beyond a code point. */
export function segmentOf(breakpoints: readonly number[], codePoint: number): number {
  let [low, high] = [0, breakpoints.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((breakpoints[middle] as number) <= codePoint) low = middle;
    else high = middle - 1;
  }
  return low;
}
