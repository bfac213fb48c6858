import type { Data } from "../data/data.ts";
import { draft07 } from "./draft-07.ts";
import { type Draft, foreignAnchors, foreignAssertions } from "./drafts.ts";
import { anything, type Check, list, type SchemaHolder } from "./keyword-values.ts";

/** How to treat a keyword of another draft when the schema is read as draft-07. */
export interface Treatment {
  /** Where the schema cannot be judged because of it. */
  readonly refusal?: Refusal;
  /** What its value has to be, where it contains no schemas. */
  readonly check?: Check;
  readonly holds?: SchemaHolder;
}

interface Refusal {
  readonly reason: string;
  /** The draft that it comes from. */
  readonly dialect: string;
  /** The values of which it is true; absent: all. */
  readonly test?: (value: Data) => boolean;
  /** It is one only where a reference uses the name. */
  readonly isAnchor?: true;
}

const known = new Map<Draft, ReadonlyMap<string, Treatment>>();

/** The keywords of a draft that need treatment; all others are annotations or unknown. */
export function treatmentsIn(draft: Draft): ReadonlyMap<string, Treatment> {
  let treatments = known.get(draft);
  if (treatments === undefined) {
    treatments = new Map([...ofDraft07(draft), ...ofOthers(draft)]);
    known.set(draft, treatments);
  }
  return treatments;
}

function* ofDraft07(draft: Draft): Generator<[string, Treatment]> {
  for (const [name, keyword] of draft07.keywords) {
    const refusal = refusalOf(name, draft);
    if (keyword.holds !== "value") {
      yield [name, { ...refusal, holds: keyword.holds }];
    } else if (keyword.says === "assertion") {
      // An empty list of options is legal, whatever validators say.
      yield [name, { ...refusal, check: name === "enum" ? list("a list", anything) : keyword.check }];
    } else if (refusal !== undefined) {
      yield [name, refusal];
    }
  }
}

function refusalOf(name: string, draft: Draft): Pick<Treatment, "refusal"> | undefined {
  const dialect = draft.name;
  if (draft.lacks.has(name)) {
    const reason = `${dialect} has no “${name}” and ignores it, but draft-07 does not`;
    return { refusal: { reason, dialect } };
  }
  const meaning = draft.means.get(name);
  if (meaning === undefined) return undefined;
  const reason = `“${name}” means something else in ${dialect}: ${meaning.text}`;
  return { refusal: { reason, dialect, ...(meaning.test && { test: meaning.test }) } };
}

function* ofOthers(draft: Draft): Generator<[string, Treatment]> {
  for (const name of draft.stores) yield [name, { holds: "map" }];
  // Who declares draft-07 gets it: it ignores what it lacks.
  if (draft.isDeclared && draft.name === draft07.name) return;
  const refusal = (name: string, owner: string): Refusal =>
    draft.isDeclared
      ? { reason: `“${name}” of ${owner} has no counterpart in draft-07`, dialect: draft.name }
      : {
          reason: `no dialect is declared, and “${name}” is a keyword of ${owner} that draft-07 lacks`,
          dialect: owner,
        };
  for (const [name, owner] of foreignAssertions) yield [name, { refusal: refusal(name, owner) }];
  for (const [name, owner] of foreignAnchors) {
    yield [name, { refusal: { ...refusal(name, owner), isAnchor: true } }];
  }
}
