import {
  type Automaton,
  breakpointsOf,
  Determinized,
  isWithin,
  type Language,
  type Look,
  segmentOf,
  type StateSet,
} from "./automaton.ts";

/** What is looked for ahead. */
interface Ahead {
  readonly number: number;
  readonly isNegated: boolean;
  readonly language: Language;
}

/** A look ahead that was begun, and where the text has led it. */
interface Duty {
  readonly ahead: Ahead;
  readonly at: StateSet;
}

/** One way of reading a text: the state that it led to, and what the rest of the text has to bring, or must not. */
interface Thread {
  readonly state: number;
  /** Those that neither were met nor failed; in the order of their keys. */
  readonly duties: readonly Duty[];
}

interface Threads {
  readonly set: StateSet;
  readonly threads: readonly Thread[];
  /** For each look behind, where the text so far has led it. */
  readonly behind: readonly StateSet[];
}

/** How many deterministic states there may be, and how many threads and duties these stand for, together. */
const setLimit = 5_000;
const weightLimit = 200_000;

/**
 * The deterministic twin of an automaton with look-arounds. What it looks for ahead continues beside each thread until
 * it is met or has failed; what it looks for behind continues beside all of them from the start.
 * Source: conjunction in alternating automata, Chandra, Kozen and Stockmeyer, “Alternation” (1981).
 */
class Looking implements Language {
  readonly start: StateSet;
  readonly breakpoints: readonly number[];
  private readonly automaton: Automaton;
  private readonly aheads = new Map<Look, Ahead>();
  private readonly behinds: readonly Look[];
  private readonly behindLanguages: readonly Language[];
  private readonly known = new Map<string, Threads>();
  private readonly byIndex: Threads[] = [];
  private readonly transitions: Map<number, StateSet>[] = [];
  private weight = 0;

  constructor(automaton: Automaton) {
    this.automaton = automaton;
    const looks = [...automaton.looks];
    for (const look of looks.filter(({ kind }) => kind === "ahead")) {
      const language = languageOf(look.automaton);
      this.aheads.set(look, { number: this.aheads.size, isNegated: look.isNegated, language });
    }
    this.behinds = looks.filter(({ kind }) => kind === "behind");
    this.behindLanguages = this.behinds.map((look) => languageOf(look.automaton));
    const languages = [...[...this.aheads.values()].map(({ language }) => language), ...this.behindLanguages];
    const points = [breakpointsOf(automaton), ...languages.map(({ breakpoints }) => breakpoints)].flat();
    this.breakpoints = [...new Set(points)].sort((a, b) => a - b);
    this.start = this.begin(true);
  }

  begin(atStart: boolean): StateSet {
    const behind = this.behindLanguages.map(({ start }) => start);
    return this.intern([{ state: 0, duties: [] }], atStart, behind) as StateSet;
  }

  step({ index }: StateSet, codePoint: number): StateSet | undefined {
    const segment = segmentOf(this.breakpoints, codePoint);
    const transitions = (this.transitions[index] ??= new Map());
    const known = transitions.get(segment);
    if (known !== undefined) return known;
    const { threads, behind } = this.byIndex[index] as Threads;
    const kernel: Thread[] = [];
    for (const { state, duties } of threads) {
      const edges = (this.automaton.steps[state] as Automaton["steps"][number]).filter(({ ranges }) =>
        isWithin(ranges, codePoint),
      );
      if (edges.length === 0) continue;
      const left: Duty[] = [];
      let hasFailed = false;
      for (const { ahead, at } of duties) {
        const next = ahead.language.step(at, codePoint);
        if (next === undefined) return undefined;
        const duty = { ahead, at: next };
        const outcome = outcomeOf(duty);
        if (outcome === "failed") hasFailed = true;
        if (outcome === "open") left.push(duty);
      }
      if (!hasFailed) for (const { to } of edges) kernel.push({ state: to, duties: ordered(left) });
    }
    const further = behind.map((set, look) => this.behindLanguages[look]?.step(set, codePoint));
    if (further.includes(undefined)) return undefined;
    const next = this.intern(kernel, false, further as readonly StateSet[]);
    if (next !== undefined) transitions.set(segment, next);
    return next;
  }

  private intern(
    kernel: readonly Thread[],
    atStart: boolean,
    behind: readonly StateSet[],
  ): StateSet | undefined {
    const reached = this.close(kernel, atStart, false, behind);
    const free = [...reached.values()].find(isFree(this.automaton.sink));
    const threads = free === undefined ? [...reached.values()] : [free];
    const places = free === undefined ? [atStart ? "^" : "", ...behind.map(({ index }) => index)] : [];
    const key = `${places.join()} ${threads.map(keyOf).sort().join(" ")}`;
    const known = this.known.get(key);
    if (known !== undefined) return known.set;
    this.weight += threads.reduce((sum, { duties }) => sum + 1 + duties.length, 0);
    if (this.byIndex.length >= setLimit || this.weight > weightLimit) return undefined;
    const accepts =
      free !== undefined ||
      [...this.close(kernel, atStart, true, behind).values()].some(
        ({ state, duties }) => state === 1 && duties.every(({ ahead, at }) => at.accepts !== ahead.isNegated),
      );
    const states = threads.map(({ state }) => state);
    const set = { index: this.byIndex.length, states, accepts, acceptsAll: free !== undefined };
    const made = { set, threads, behind };
    this.known.set(key, made);
    this.byIndex.push(made);
    Determinized.made += 1 + threads.length;
    return set;
  }

  /** Everything that is reached without reading, what is asked of the place being as said. */
  private close(
    kernel: readonly Thread[],
    atStart: boolean,
    atEnd: boolean,
    behind: readonly StateSet[],
  ): ReadonlyMap<string, Thread> {
    const reached = new Map<string, Thread>();
    const add = (thread: Thread) => {
      const key = keyOf(thread);
      if (!reached.has(key)) reached.set(key, thread);
    };
    kernel.forEach(add);
    for (const { state, duties } of reached.values()) {
      for (const { anchor, look, to } of this.automaton.jumps[state] as Automaton["jumps"][number]) {
        if (anchor === "start" ? !atStart : anchor === "end" && !atEnd) continue;
        if (look === undefined) add({ state: to, duties });
        else if (look.kind === "behind") {
          const isThere = behind[this.behinds.indexOf(look)]?.accepts;
          if (isThere !== look.isNegated) add({ state: to, duties });
        } else {
          const ahead = this.aheads.get(look) as Ahead;
          const duty = { ahead, at: ahead.language.begin(atStart) };
          const outcome = outcomeOf(duty);
          if (outcome === "met") add({ state: to, duties });
          if (outcome === "open") add({ state: to, duties: ordered([...duties, duty]) });
        }
      }
    }
    return reached;
  }
}

/** The language of an automaton. */
export function languageOf(automaton: Automaton): Language {
  return automaton.looks.size === 0 ? new Determinized(automaton) : new Looking(automaton);
}

/** What is known of a look ahead, whatever follows. */
function outcomeOf({ ahead, at }: Duty): "met" | "failed" | "open" {
  if (at.acceptsAll) return ahead.isNegated ? "failed" : "met";
  if (at.states.length === 0) return ahead.isNegated ? "met" : "failed";
  return "open";
}

/** Whether a thread has come to where anything may follow. */
function isFree(sink: number | undefined) {
  return ({ state, duties }: Thread) => state === sink && duties.length === 0;
}

function ordered(duties: readonly Duty[]): readonly Duty[] {
  if (duties.length < 2) return duties;
  const byKey = new Map(duties.map((duty) => [keyOfDuty(duty), duty]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key) as Duty);
}

function keyOf({ state, duties }: Thread): string {
  return duties.length === 0 ? String(state) : `${state}:${duties.map(keyOfDuty).join()}`;
}

function keyOfDuty({ ahead, at }: Duty): string {
  return `${ahead.number}-${at.index}`;
}
