import { isObject, own } from "@addendum/json-schema";
import { editDistance } from "../../words/suggestion.ts";
import { covers, type Declaration } from "@addendum/event-fields";

/**
 * The probable new names of removed properties: removed name → added name. Many properties accept the same values, so
 * that is not evidence: its name or its description has to be alike, and nothing else among the removed and added ones
 * may be as like. If the old property names a `successor`, that one is taken.
 */
export function probableRenames(
  removed: ReadonlyMap<string, Declaration>,
  added: ReadonlyMap<string, Declaration>,
): ReadonlyMap<string, string> {
  if (removed.size * added.size > pairLimit) return new Map();
  const [olds, newers] = [namedOf(removed), namedOf(added)];
  const pairs = olds.flatMap((old) =>
    newers.filter((newer) => isLike(old, newer)).map((newer) => ({ old, newer })),
  );
  const counts = new Map<Named, number>();
  for (const one of pairs.flatMap(({ old, newer }) => [old, newer]))
    counts.set(one, (counts.get(one) ?? 0) + 1);
  const isOnly = (one: Named) => counts.get(one) === 1;
  return new Map(
    pairs
      .filter(({ old, newer }) => isOnly(old) && isOnly(newer))
      .map(({ old, newer }) => [old.name, newer.name]),
  );
}

/** With more removed and added properties than this, renaming is not considered. */
const pairLimit = 40_000;

/** A property, and what is compared of it: determined once, however many others it is compared with. */
interface Named {
  readonly name: string;
  readonly declaration: Declaration;
  readonly words: readonly string[];
  readonly description: string;
  /** The description's words that say something. */
  readonly content: ReadonlySet<string>;
}

function namedOf(declarations: ReadonlyMap<string, Declaration>): readonly Named[] {
  return [...declarations].map(([name, declaration]) => {
    const description = (declaration.description ?? "").toLowerCase().trim();
    return { name, declaration, words: wordsOf(name), description, content: contentOf(description) };
  });
}

function isLike(old: Named, newer: Named): boolean {
  const [before, after] = [old.declaration, newer.declaration];
  if (!isAlikeInKind(before, after)) return false;
  return (
    (isObject(before.schema) && own(before.schema, "successor") === newer.name) ||
    areWordsOfNamesAlike(old.words, newer.words) ||
    areDescriptionsAlike(old, newer)
  );
}

/** A renamed property still holds what it held: values of the same types, objects with some of the same members. */
function isAlikeInKind(old: Declaration, newer: Declaration): boolean {
  const kinds = (declaration: Declaration) =>
    [...(declaration.types ?? [])].filter((type) => type !== "null");
  if ((old.types === undefined) !== (newer.types === undefined)) return false;
  if (!kinds(old).every((type) => covers(newer.types, type))) return false;
  if (!kinds(newer).every((type) => covers(old.types, type) || type === "number")) return false;
  if (old.items && newer.items && !isAlikeInKind(old.items, newer.items)) return false;
  if (old.properties.size === 0 || newer.properties.size === 0) return true;
  return [...old.properties.keys()].some((name) => newer.properties.has(name));
}

/** Words that are put after a name to say how it is written down, and name the same thing. */
const suffixes = new Set(
  "bytes code date datetime dt id key label ms name px s sec seconds text time timestamp ts uri url value".split(
    " ",
  ),
);

/**
 * Whether two names mean the same: the same words however they are joined or ordered, words that are spelt otherwise,
 * put in the plural or shortened, or the name with words before it (`name`, `user_name`) or a suffix after it (`user`,
 * `user_id`). Other words make another name: `min_width` and `max_width`, `page_id` and `user_id`, `user` and
 * `user_agent`, `x1` and `x2`.
 */
export function areNamesAlike(name: string, other: string): boolean {
  return areWordsOfNamesAlike(wordsOf(name), wordsOf(other));
}

function areWordsOfNamesAlike(words: readonly string[], others: readonly string[]): boolean {
  if (words.length === 0 || others.length === 0) return false;
  if (words.join("") === others.join("")) return true;
  const [fewer, more] = words.length <= others.length ? [words, others] : [others, words];
  // What is added to a name must not outweigh it: `time` may be many things.
  if (fewer.length * 2 < more.length) return false;
  const [start, end] = [more.slice(0, fewer.length), more.slice(-fewer.length)];
  return (
    haveSameWords(fewer, end) ||
    (haveSameWords(fewer, start) && more.slice(fewer.length).every((word) => suffixes.has(word)))
  );
}

function haveSameWords(words: readonly string[], others: readonly string[]): boolean {
  const left = [...others];
  return words.every((word) => {
    const index = left.findIndex((one) => areWordsAlike(word, one));
    if (index !== -1) left.splice(index, 1);
    return index !== -1;
  });
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replaceAll(/(\p{L})(\d)/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
}

function areWordsAlike(word: string, other: string): boolean {
  if (word === other) return true;
  const [short, long] = word.length <= other.length ? [word, other] : [other, word];
  if (/\d/.test(word + other) || short.length < 3) return false;
  if (short[0] !== long[0]) return false;
  return isShortened(short, long) || (short.length >= 5 && editDistance(short, long) === 1);
}

/** `max` for `maximum`, `user` for `users`, `msg` for `message`. */
function isShortened(short: string, long: string): boolean {
  if (long.startsWith(short)) return true;
  if (/[aeiou]/.test(short.slice(1))) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** Words that say nothing of what is described. */
const filler = new Set(
  "a an and by for from in is it its of on or that the this to was which with".split(" "),
);

/** Whether two descriptions say the same, perhaps in another order, or one says the other and then more. */
function areDescriptionsAlike(one: Named, other: Named): boolean {
  const [text, otherText] = [one.description, other.description];
  if (text === "" || otherText === "") return false;
  const [words, others] = [one.content, other.content];
  // “The name.”, “TODO”: too little to know something by.
  if (Math.min(words.size, others.size) < 2) return false;
  if (words.size === others.size && [...words].every((word) => others.has(word))) return true;
  const [short, long] = text.length <= otherText.length ? [text, otherText] : [otherText, text];
  return words.size > 2 && others.size > 2 && long.startsWith(short.replace(/[.!?]$/, "."));
}

function contentOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/[^\p{L}\d]+/u).filter((word) => word !== "" && !filler.has(word)));
}
