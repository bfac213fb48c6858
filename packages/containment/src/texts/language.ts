import { type Language, lastCodePoint, type StateSet } from "@addendum/json-schema";

/** The texts that several automata accept and several others refuse, walked without being built. */
export interface Product {
  readonly inside: readonly Language[];
  readonly outside: readonly Language[];
  /** One code point for each class that all the automata treat alike, the most readable first. */
  readonly letters: readonly number[];
}

/** @param telling further code points to tell apart: what else decides may treat them differently */
export function makeProduct(
  inside: readonly Language[],
  outside: readonly Language[],
  telling = "",
): Product {
  const points = new Set([...inside, ...outside].flatMap(({ breakpoints }) => breakpoints));
  for (const letter of telling) {
    const point = letter.codePointAt(0) as number;
    points.add(point).add(point + 1);
  }
  const starts = [...points].sort((a, b) => a - b);
  const letters = starts.map((first, index) =>
    mostReadable(first, (starts[index + 1] ?? lastCodePoint + 1) - 1),
  );
  return { inside, outside, letters: letters.sort((a, b) => dullness(a) - dullness(b) || a - b) };
}

const readable: readonly (readonly [number, number])[] = [
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x2d, 0x2d],
  [0x21, 0x7e],
  [0x20, 0x20],
  [0xa1, 0x2027],
  [0x202a, 0xd7ff],
  [0xe000, lastCodePoint],
  [0x0a, 0x0a],
  [0x00, 0xa0],
  [0xd800, 0xdfff],
  // Ends of lines to ECMA-262 only: other languages match them with “.”.
  [0x2028, 0x2029],
];

function mostReadable(first: number, last: number): number {
  for (const [from, to] of readable) {
    const at = Math.max(first, from);
    if (at <= Math.min(last, to)) return at;
  }
  return first;
}

function dullness(codePoint: number): number {
  return readable.findIndex(([from, to]) => codePoint >= from && codePoint <= to);
}

interface Node {
  readonly sets: readonly StateSet[];
  readonly previous: Node | undefined;
  readonly letter: number;
  /** What is before the first letter that is noted. */
  readonly prefix?: () => string;
}

export type ShortestWord =
  { readonly kind: "word"; readonly text: string } | { readonly kind: "none" } | { readonly kind: "unknown" };

/** So many letters are tried in the time of one step. */
const lettersInStep = 4;

/** A longer text makes no good witness. Room for a limit of a mebibyte. */
export const longestText = 1_100_000;

/**
 * A shortest text of the product whose length, in code points, is within the bounds. Layer by layer, so a bound is
 * never written out as so many states.
 */
export function shortestWord(
  product: Product,
  least: number,
  most: number,
  spend: (steps: number) => void,
): ShortestWord {
  let layer = layerAt(product, least, spend);
  // From the least length on, coming back to a combination of states brings nothing new.
  const visited = new Set<string>();
  for (let length = least; length <= most && layer !== undefined && layer.size > 0; length++) {
    const fresh = [...layer].filter(([key]) => !visited.has(key)).map(([, node]) => node);
    for (const node of fresh) {
      visited.add(keyOf(node));
      if (!accepts(product, node)) continue;
      return length > longestText ? { kind: "unknown" } : { kind: "word", text: textOf(node) };
    }
    layer = nextLayer(product, fresh, spend);
  }
  return { kind: layer === undefined ? "unknown" : "none" };
}

/** One node for each combination of states. */
type Layer = ReadonlyMap<string, Node>;

/** Where the texts of one length lead; undefined when there are too many states. */
function layerAt(product: Product, length: number, spend: (steps: number) => void): Layer | undefined {
  const start = startOf(product);
  const layers: Layer[] = [new Map([[keyOf(start), start]])];
  const seen = new Map<string, number>();
  for (let at = 0; at < length; at++) {
    const layer = layers[at] as Layer;
    if (layer.size === 0) return layer;
    const key = [...layer.keys()].sort().join(" ");
    const before = seen.get(key);
    if (before !== undefined) return layerInRounds(layers, before, length);
    seen.set(key, at);
    const next = nextLayer(product, [...layer.values()], spend);
    if (next === undefined) return undefined;
    layers.push(next);
  }
  return layers[length];
}

/** The same where the last layer is that of another length again, from which on it all comes round. */
function layerInRounds(layers: readonly Layer[], before: number, length: number): Layer {
  const last = layers.length - 1;
  const round = last - before;
  const layerOf = (at: number) => layers[at <= last ? at : before + 1 + ((at - before - 1) % round)] as Layer;
  const prefixOf = (key: string) => {
    const letters: string[] = [];
    let node = layerOf(length).get(key);
    for (let at = length; node?.previous !== undefined; at--) {
      letters.push(String.fromCodePoint(node.letter));
      node = layerOf(at - 1).get(keyOf(node.previous));
    }
    return letters.reverse().join("");
  };
  const nodes = [...layerOf(length)].map(([key, { sets }]): [string, Node] => [
    key,
    { sets, previous: undefined, letter: 0, prefix: () => prefixOf(key) },
  ]);
  return new Map(nodes);
}

/** What one more letter leads to; undefined when there are too many states. */
function nextLayer(
  product: Product,
  nodes: readonly Node[],
  spend: (steps: number) => void,
): Layer | undefined {
  const next = new Map<string, Node>();
  for (const node of nodes) {
    spend(product.letters.length / lettersInStep);
    const followers = follow(product, node);
    if (followers === undefined) return undefined;
    for (const follower of followers) {
      const key = keyOf(follower);
      if (!next.has(key)) next.set(key, follower);
    }
  }
  return next;
}

/** How often one combination of states may be continued at one length: enough words, not all of them. */
const variety = 3;
const wordLimit = 400;
/** Of longer texts only the ends differ. */
const varied = 400;

/** Texts of the product, shortest first. Returns whether these were all. */
export function* words(
  product: Product,
  least: number,
  most: number,
  spend: (steps: number) => void,
): Generator<string, boolean> {
  if (least > longestText) return false;
  let given = 0;
  const from = least > varied ? least - 8 : 0;
  const first = layerAt(product, from, spend);
  if (first === undefined) return false;
  let isComplete = from === 0 || first.size === 0;
  let layer = [...first.values()].slice(0, varied);
  for (let length = from; length <= most && layer.length > 0; length++) {
    const next: Node[] = [];
    const counts = new Map<string, number>();
    for (const node of layer) {
      if (length >= least && accepts(product, node)) {
        yield textOf(node);
        if (++given >= wordLimit) return false;
      }
      spend(product.letters.length / lettersInStep);
      const followers = follow(product, node);
      if (followers === undefined) return false;
      if (length >= most) continue;
      for (const follower of followers) {
        // One letter stands for its whole class.
        isComplete = false;
        const key = keyOf(follower);
        const count = counts.get(key) ?? 0;
        counts.set(key, count + 1);
        if (count < variety) next.push(follower);
      }
    }
    layer = next;
    if (length > least + 400) return false;
  }
  return isComplete;
}

function startOf({ inside, outside }: Product): Node {
  const sets = [...inside, ...outside].map(({ start }) => start);
  return { sets, previous: undefined, letter: 0 };
}

function keyOf({ sets }: Node): string {
  return sets.map(({ index }) => index).join();
}

function accepts({ inside }: Product, { sets }: Node): boolean {
  return sets.every((set, index) => set.accepts === index < inside.length);
}

/** What comes after one more letter; undefined when there are too many states. */
function follow({ inside, outside, letters }: Product, node: Node): Node[] | undefined {
  const followers: Node[] = [];
  const automata = [...inside, ...outside];
  for (const letter of letters) {
    const sets: StateSet[] = [];
    for (const [index, automaton] of automata.entries()) {
      const set = automaton.step(node.sets[index] as StateSet, letter);
      if (set === undefined) return undefined;
      sets.push(set);
    }
    // Nothing leads on from an empty set: no text that goes through it is inside.
    if (sets.slice(0, inside.length).some(({ states }) => states.length === 0)) continue;
    // Nor away from one that accepts whatever follows.
    if (sets.slice(inside.length).some(({ acceptsAll }) => acceptsAll)) continue;
    followers.push({ sets, previous: node, letter });
  }
  return followers;
}

function textOf(node: Node): string {
  const letters: string[] = [];
  let at = node;
  for (; at.previous !== undefined; at = at.previous) letters.push(String.fromCodePoint(at.letter));
  return (at.prefix?.() ?? "") + letters.reverse().join("");
}
