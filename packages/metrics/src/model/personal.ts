import { personalKind, type PersonalMark } from "@addendum/event-fields";
import { isObject, own } from "@addendum/json-schema";
import type { EventField } from "./event-field.ts";

/**
 * What a field says about a person, as a kind of `privacy`: what its schema marks, else what its name sounds like.
 * Undefined if it says nothing, which the schema may state by `kind: none`.
 */
export function personalKindOf({ steps, declaration }: EventField): PersonalMark["kind"] | undefined {
  const privacy = isObject(declaration.schema) ? own(declaration.schema, "privacy") : undefined;
  const marked = isObject(privacy) ? own(privacy, "kind") : undefined;
  if (typeof marked === "string") return marked === "none" ? undefined : marked;
  return personalKind(steps.at(-1)?.name ?? "", steps.at(-2)?.name);
}

/** Whether a field's values are too coarse to identify a person, such as buckets of edit counts. */
export function isBucket({ declaration }: EventField, kind: string): boolean {
  return (
    kind === "edit-count" && declaration.values !== undefined && declaration.types?.has("integer") !== true
  );
}
