import { publicPointer } from "@addendum/event-fields";
import { join, tokens } from "@addendum/json-schema";
import type { Treatment } from "@addendum/streams";
import { type EventError, type EventSchema, pointerOf } from "./event-schema.ts";
import { hasTreatments, isTreated } from "./mask.ts";

/**
 * What is wrong with an event, in words that may be logged and stored: the names of members are personal data, too,
 * where the schema marks what they stand in.
 */
export function publicErrors(
  errors: readonly EventError[],
  schema: EventSchema,
  treatments: Readonly<Record<string, Treatment>>,
): readonly EventError[] {
  const declared = hasTreatments(treatments) ? schema.declaredPlaces : undefined;
  if (declared === undefined || !isTreated(declared, treatments)) return errors;
  return errors.map((error) => {
    const path = tokens(error.instancePath ?? pointerOf(error.dataPath));
    const shown = publicPointer(path, declared);
    const isWhole = shown.length === path.length && shown.every((name, index) => name === path[index]);
    // Ajv 6 quotes the name.
    const message = error.keyword === "propertyNames" ? "has a name that is not valid" : error.message;
    return { ...error, message, ...(!isWhole && { dataPath: shown.map((name) => `.${name}`).join("") }) };
  });
}

/** A pointer to a member that is not declared, as {@link publicErrors} would show it. */
export function publicMember(
  pointer: string,
  schema: EventSchema,
  treatments: Readonly<Record<string, Treatment>>,
): string {
  const declared = hasTreatments(treatments) ? schema.declaredPlaces : undefined;
  if (declared === undefined || !isTreated(declared, treatments)) return pointer;
  return join("", ...publicPointer(tokens(pointer), declared));
}
