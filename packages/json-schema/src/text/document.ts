import yaml from "js-yaml";
import type { Data } from "../data/data.ts";
import { exactDates } from "./exact-dates.ts";
import { type LossyScalar, LossySuspects } from "./lossy-scalars.ts";
import type { Pointer } from "../data/pointer.ts";
import { type Step, toPointer } from "../data/steps.ts";
import { syntaxReason } from "./syntax-reason.ts";
import { mayBeIndentedWithTabs, type ParserState, TabIndentation } from "./tab-indentation.ts";

/** Limits far beyond any real schema, which bound the cost of every document. */
export const documentLimits = {
  /** UTF-16 units of text. */
  length: 4 * 1024 * 1024,
  depth: 200,
  /** Values, each alias counted as the copy that it stands for. */
  values: 500_000,
} as const;

export type DocumentProblem =
  | { readonly kind: "syntax"; readonly reason: string; readonly offset: number }
  | { readonly kind: "too-large"; readonly what: string; readonly limit: number }
  | { readonly kind: "cyclic"; readonly pointer: Pointer };

export interface Document {
  readonly data: Data;
  /** In the order of the text. */
  readonly lossy: readonly LossyScalar[];
}

export type ParseResult =
  | { readonly kind: "document"; readonly document: Document }
  | { readonly kind: "problem"; readonly problem: DocumentProblem };

class TooDeep extends Error {}

/**
 * Parses one YAML or JSON document. js-yaml's 3.x line is used because it also writes the style that materialized
 * files have; parser, source positions and writer are the same one, so they cannot disagree.
 * @param isPublished whether the text can no longer be corrected: then a tab that indents means what it meant to all
 *   readers so far, which is nothing
 * @param areDatesExact whether an unquoted date that no calendar has is a text, and not some day of the month after it
 */
export function parseDocument(
  text: string,
  { isPublished = false, areDatesExact = false } = {},
): ParseResult {
  if (text.length > documentLimits.length) {
    return tooLarge("the document’s length", documentLimits.length);
  }
  let depth = 0;
  let data: Data;
  const tabs = !isPublished && mayBeIndentedWithTabs(text) ? new TabIndentation(text) : undefined;
  try {
    // A listener sees every node open and close: the depth is bounded before the parser's recursion is.
    const options = {
      ...(areDatesExact && { schema: exactDates }),
      listener(event: "open" | "close", state: ParserState) {
        depth += event === "open" ? 1 : -1;
        // A mapping is tried as its own first key, so a level of nesting opens up to two nodes.
        if (depth > 2 * documentLimits.depth) throw new TooDeep();
        tabs?.listen(event, state);
      },
    };
    data = (yaml.safeLoad(text, options as yaml.LoadOptions) ?? null) as Data;
  } catch (error) {
    if (error instanceof TooDeep) return tooLarge("the nesting", documentLimits.depth);
    if (error instanceof yaml.YAMLException) {
      const { reason, mark } = error as yaml.YAMLException & {
        reason?: string;
        mark?: { position: number };
      };
      const offset = mark?.position ?? 0;
      return (
        tabProblem(tabs, offset) ?? syntaxProblem(syntaxReason(reason ?? error.message, text, offset), offset)
      );
    }
    throw error;
  }
  return tabProblem(tabs) ?? inspect(data, text);
}

function tabProblem(tabs: TabIndentation | undefined, failure?: number): ParseResult | undefined {
  const offset = tabs?.find(failure);
  return offset === undefined
    ? undefined
    : syntaxProblem("the line is indented with a tab, but YAML allows only spaces there", offset);
}

function syntaxProblem(reason: string, offset: number): ParseResult {
  return { kind: "problem", problem: { kind: "syntax", reason, offset } };
}

/** One walk: how large the data is once aliases are written out, whether it is finite, what JSON cannot contain. */
function inspect(data: Data, text: string): ParseResult {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const suspects = new LossySuspects(text);
  let problem: DocumentProblem | undefined;
  const aliased = text.includes("*");

  const size = (value: Data, place: Step | undefined, depth: number): number => {
    if (typeof value === "number" || value instanceof Date) suspects.visit(value, place);
    if (typeof value !== "object" || value === null || value instanceof Date) return 1;
    if (aliased) {
      if (open.has(value)) {
        problem ??= { kind: "cyclic", pointer: toPointer(place) };
        return 1;
      }
      const known = sizes.get(value);
      if (known !== undefined) return known;
      open.add(value);
    }
    if (depth > documentLimits.depth) {
      problem ??= { kind: "too-large", what: "the nesting", limit: documentLimits.depth };
      return 1;
    }
    let total = 1;
    for (const key of Object.keys(value)) {
      const member = (value as { readonly [key: string]: Data })[key] as Data;
      suspects.visitKey(key, place);
      // Most members are texts, which need no visit.
      total += typeof member === "string" ? 1 : size(member, { within: place, token: key }, depth + 1);
    }
    if (aliased) {
      open.delete(value);
      sizes.set(value, total);
    }
    return total;
  };

  const total = size(data, undefined, 0);
  if (problem !== undefined) return { kind: "problem", problem };
  if (total > documentLimits.values) {
    return tooLarge("the number of values (aliases written out)", documentLimits.values);
  }
  return { kind: "document", document: { data, lossy: suspects.settle() } };
}

function tooLarge(what: string, limit: number): ParseResult {
  return { kind: "problem", problem: { kind: "too-large", what, limit } };
}
