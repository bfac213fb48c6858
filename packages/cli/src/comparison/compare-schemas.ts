import { contains, type ContentModel, type Verdict } from "@addendum/containment";
import type { Data, Schema } from "@addendum/json-schema";
import { isInstance } from "@addendum/schema-repository";
import { judge } from "../run/judge.ts";

/** Old events under the new schema, new ones under the old, or both. */
export type Direction = "backward" | "forward" | "full";

export interface ComparisonResult {
  readonly verdict: Verdict["kind"];
  /** A value may be null, so it is held in an object. */
  readonly witness?: { readonly value: Data };
  readonly reason?: string;
  /** Which way it failed. */
  readonly failed?: "backward" | "forward";
}

function waysOf(direction: Direction): readonly ("backward" | "forward")[] {
  return direction === "full" ? ["backward", "forward"] : [direction];
}

/** The result of comparing two schemas; the validator confirms each witness. */
export function compareSchemas(
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  direction: Direction,
): ComparisonResult {
  const options = {
    contentModel,
    judge: (schema: Schema, value: Data) => isInstance(judge, schema, value),
  };
  const answers = waysOf(direction).map((way): ComparisonResult => {
    const verdict = way === "backward" ? contains(old, newer, options) : contains(newer, old, options);
    switch (verdict.kind) {
      case "compatible":
        return { verdict: "compatible" };
      case "incompatible":
        return { verdict: "incompatible", witness: { value: verdict.witness }, failed: way };
      case "unknown": {
        const isNew = (verdict.document === "new") === (way === "backward");
        const reason = `${isNew ? "NEW" : "OLD"} ${verdict.pointer || "(root)"}: ${verdict.reason}`;
        return { verdict: "unknown", reason, failed: way };
      }
    }
  });
  const find = (kind: Verdict["kind"]) => answers.find(({ verdict }) => verdict === kind);
  return find("incompatible") ?? find("unknown") ?? { verdict: "compatible" };
}

/** A direction that is compatible only if producers send nothing but declared properties. */
export interface Caveat {
  readonly way: "backward" | "forward";
  /** An event with an undeclared property that would break; undefined: it is not known whether there is one. */
  readonly event: { readonly value: Data } | undefined;
}

/** The assumptions of a verdict “compatible” under the closed content model. */
export function caveatsOf(
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  direction: Direction,
  verdict: Verdict["kind"],
): readonly Caveat[] {
  if (verdict !== "compatible" || contentModel === "open") return [];
  return waysOf(direction).flatMap((way): Caveat[] => {
    const [from, to] = way === "backward" ? [old, newer] : [newer, old];
    const open = contains(from, to, { contentModel: "open" });
    if (open.kind === "compatible") return [];
    return [{ way, event: open.kind === "incompatible" ? { value: open.witness } : undefined }];
  });
}

/** Caveats as one sentence, events as JSON. */
export function sayCaveats(caveats: readonly Caveat[], show: (json: string) => string): string {
  const known = caveats.flatMap(({ way, event }) => {
    if (event === undefined) return [];
    const text = show(JSON.stringify(event.value));
    return way === "backward"
      ? `an event that already carried ${text} would break`
      : `OLD would reject an event of NEW that carries ${text}`;
  });
  const what = known.length === 0 ? "" : `: ${known.join(", and ")}`;
  return `This holds as long as producers send only declared properties${what}.`;
}
