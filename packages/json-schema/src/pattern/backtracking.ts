import type { Automaton, CodePointRange } from "./automaton.ts";
import { parsePattern } from "./parse-pattern.ts";

/** The states that are before and behind the match: they belong to no matcher. See {@link parsePattern}. */
const [before, behind] = [2, 3];
/** Pairs of edges are examined: more edges are too many. */
const edgeLimit = 200;
/** Steps for the ways between two edges. */
const wayLimit = 5_000;

interface Edge {
  readonly ranges: readonly CodePointRange[];
  readonly from: number;
  readonly to: number;
}

class TooComplex extends Error {}

/**
 * Whether a matcher that backtracks may need exponential time for a pattern: there is a string that a part of it reads in
 * more than one way, over and over, and what follows may fail. Undefined if that was not determined.
 * Source: exponential degree of ambiguity, Weber and Seidl, “On the degree of ambiguity of finite automata” (1991).
 */
export function backtracksExponentially(pattern: string): boolean | undefined {
  const parsed = parsePattern(pattern, "u", true);
  // How often something is repeated makes no difference.
  if (parsed.kind === "counted") return backtracksExponentially(parsed.pattern);
  if (parsed.kind !== "automaton" || parsed.automaton.looks.size > 0) return undefined;
  try {
    return isAmbiguous(parsed.automaton);
  } catch (error) {
    if (error instanceof TooComplex) return undefined;
    throw error;
  }
}

function isAmbiguous(automaton: Automaton): boolean {
  const edges = automaton.steps.flatMap((steps, from): Edge[] =>
    from === before || from === behind ? [] : steps.map(({ ranges, to }) => ({ ranges, from, to })),
  );
  if (edges.length > edgeLimit) throw new TooComplex();
  const ways = new Ways(automaton);
  /** Edge → the edges that may follow it, and in how many ways, two standing for more. */
  const next = edges.map(({ to }) => {
    const reached = ways.from(to);
    return edges.flatMap(({ from }, index) => {
      const count = reached.get(from) ?? 0;
      return count === 0 ? [] : [{ index, count }];
    });
  });
  const mayFail = edges.map(({ to }) => !ways.from(to).has(behind));
  const overlaps = (a: number, b: number) => meet((edges[a] as Edge).ranges, (edges[b] as Edge).ranges);

  for (const start of edges.keys()) {
    if (mayFail[start] !== true) continue;
    // Pairs that read the same text from the same edge on, and whether they have parted on the way.
    const seen = new Set<string>();
    const queue: { readonly a: number; readonly b: number; readonly parted: boolean }[] = [
      { a: start, b: start, parted: false },
    ];
    for (const { a, b, parted } of queue) {
      for (const { index: a2, count } of next[a] as (typeof next)[number]) {
        for (const { index: b2 } of next[b] as (typeof next)[number]) {
          if (!overlaps(a2, b2)) continue;
          const apart = parted || a2 !== b2 || (a === b && count > 1);
          if (apart && a2 === start && b2 === start) return true;
          const key = `${a2} ${b2} ${apart}`;
          if (seen.has(key)) continue;
          seen.add(key);
          queue.push({ a: a2, b: b2, parted: apart });
        }
      }
    }
  }
  return false;
}

/**
 * How many ways lead from a state to others without reading; two stand for more. A repetition that read nothing is not
 * begun anew. Source: ECMA-262 §22.2.2.3.1, RepeatMatcher.
 */
class Ways {
  private readonly known = new Map<number, ReadonlyMap<number, number>>();
  private steps = 0;
  private readonly automaton: Automaton;

  constructor(automaton: Automaton) {
    this.automaton = automaton;
  }

  from(state: number): ReadonlyMap<number, number> {
    const known = this.known.get(state);
    if (known !== undefined) return known;
    const counts = new Map<number, number>();
    const open = new Set<number>();
    const visit = (at: number): void => {
      if (++this.steps > wayLimit) throw new TooComplex();
      counts.set(at, Math.min(2, (counts.get(at) ?? 0) + 1));
      const isFirst = !open.has(at);
      open.add(at);
      for (const { anchor, to } of this.automaton.jumps[at] as Automaton["jumps"][number]) {
        // Within a text no anchor holds.
        if (anchor !== undefined || (this.automaton.repeats.has(at) && open.has(to))) continue;
        visit(to);
      }
      if (isFirst) open.delete(at);
    };
    visit(state);
    this.known.set(state, counts);
    return counts;
  }
}

function meet(a: readonly CodePointRange[], b: readonly CodePointRange[]): boolean {
  return a.some(([first, last]) => b.some(([low, high]) => first <= high && low <= last));
}
