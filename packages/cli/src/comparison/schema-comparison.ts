import { contains, type ContentModel, type Verdict } from "@addendum/containment";
import type { Data, Schema } from "@addendum/json-schema";
import { isInstance } from "@addendum/schema-repository";
import { judge } from "../run/judge.ts";

/** Old events under the new schema, new ones under the old, or both. */
export type Direction = "backward" | "forward" | "full";

export interface Answer {
  readonly verdict: Verdict["kind"];
  /** A value may be null, so it is held in an object. */
  readonly witness?: { readonly value: Data };
  readonly reason?: string;
  /** Which way it failed. */
  readonly failed?: "backward" | "forward";
}

/** Compares two schemas, the validator having the last word. */
export function compareSchemas(
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  direction: Direction,
): Answer {
  const options = {
    contentModel,
    judge: (schema: Schema, value: Data) => isInstance(judge, schema, value),
  };
  const ways = direction === "full" ? (["backward", "forward"] as const) : ([direction] as const);
  const answers = ways.map((way): Answer => {
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

/** What the closed content model leaves out. */
export function noteOn(
  old: Schema,
  newer: Schema,
  contentModel: ContentModel,
  direction: Direction,
  verdict: Verdict["kind"],
): string | undefined {
  if (verdict !== "compatible" || contentModel === "open" || direction !== "backward") return undefined;
  const open = contains(old, newer, { contentModel: "open" });
  if (open.kind !== "incompatible") return undefined;
  const event = JSON.stringify(open.witness);
  return `This holds as long as producers send only declared properties: an event that already carried ${event} would break.`;
}
