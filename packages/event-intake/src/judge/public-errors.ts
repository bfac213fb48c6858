import { publicPointer } from "@addendum/event-fields";
import { join, tokens } from "@addendum/json-schema";
import type { Treatment } from "@addendum/streams";
import { type EventError, type EventSchema, pointerOf } from "./event-schema.ts";
import { treatedPlaces } from "./mask.ts";

/**
 * The errors of an event, in words that may be logged and stored: the names of members are personal data, too,
 * where the schema marks what they are in.
 */
export function publicErrors(
  errors: readonly EventError[],
  schema: EventSchema,
  treatments: Readonly<Record<string, Treatment>>,
): readonly EventError[] {
  const declared = treatedPlaces(schema, treatments);
  if (declared === undefined) return errors;
  return errors.map((error) => {
    const path = tokens(error.instancePath ?? pointerOf(error.dataPath));
    const shown = publicPointer(path, declared);
    const isWhole = shown.length === path.length && shown.every((name, index) => name === path[index]);
    // Ajv 6 quotes the name.
    const message = error.keyword === "propertyNames" ? "has a name that is not valid" : error.message;
    const place = isWhole
      ? {}
      : { dataPath: shown.map((name) => `.${name}`).join(""), instancePath: join("", ...shown) };
    // Parameters name members that nothing declares.
    return { ...error, message, params: {}, ...place };
  });
}

/** A pointer to a member that is not declared, as {@link publicErrors} would show it. */
export function publicMember(
  pointer: string,
  schema: EventSchema,
  treatments: Readonly<Record<string, Treatment>>,
): string {
  const declared = treatedPlaces(schema, treatments);
  if (declared === undefined) return pointer;
  return join("", ...publicPointer(tokens(pointer), declared));
}
