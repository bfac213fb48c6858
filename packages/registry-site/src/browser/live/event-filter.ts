import { type Data, isArray, isObject, own, tokens } from "@addendum/json-schema";
import type { ShownEvent } from "@addendum/event-intake/live-messages";

/** A filter of events; an empty text matches everything. */
export interface EventFilter {
  readonly stream: string;
  /** A part of the schema's URI. */
  readonly schema: string;
  /** `skin`, `meta.domain`, or with a value: `skin=dark`. */
  readonly field: string;
  readonly verdict: string;
}

export const everything: EventFilter = { stream: "", schema: "", field: "", verdict: "" };

/** Compiles a filter. */
export function compileFilter({
  stream,
  schema,
  field,
  verdict,
}: EventFilter): (event: ShownEvent) => boolean {
  const byField = field.trim() === "" ? undefined : compileField(field.trim());
  return (event) =>
    (stream === "" || event.stream === stream) &&
    (schema === "" || event.schema.includes(schema)) &&
    isOfVerdict(event, verdict) &&
    (byField === undefined || byField(event));
}

function isOfVerdict(event: ShownEvent, verdict: string): boolean {
  switch (verdict) {
    case "":
      return true;
    case "undeclared":
      return event.undeclared.length > 0;
    case "canary":
      return event.isCanary;
    default:
      return event.verdict === verdict;
  }
}

/** An event has a field where it is there, and also where an error is about it: it may be missing. */
function compileField(text: string): (event: ShownEvent) => boolean {
  const equals = text.indexOf("=");
  const name = (equals === -1 ? text : text.slice(0, equals)).trim();
  const value = equals === -1 ? undefined : text.slice(equals + 1).trim();
  const path = name.startsWith("/") ? tokens(name) : name.split(".");
  return ({ event, errors }) => {
    // A name may contain dots itself.
    const found = at(event, path) ?? at(event, [name]);
    if (value !== undefined) return found !== undefined && asText(found) === value;
    return found !== undefined || errors.some(({ pointer }) => isWithin(tokens(pointer), path));
  };
}

function at(event: Data, path: readonly string[]): Data | undefined {
  return path.reduce<Data | undefined>((value, name) => {
    if (isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined;
    return isObject(value) ? own(value, name) : undefined;
  }, event);
}

function asText(value: Data): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isWithin(path: readonly string[], holder: readonly string[]): boolean {
  return holder.length <= path.length && holder.every((name, index) => name === path[index]);
}

/** The paths to the fields of an event, with dots, for completion. */
export function fieldNames(event: Data, before = "", depth = 3): readonly string[] {
  if (!isObject(event) || depth === 0) return [];
  return Object.keys(event).flatMap((name) => {
    const path = before === "" ? name : `${before}.${name}`;
    return [path, ...fieldNames(own(event, name) ?? null, path, depth - 1)];
  });
}
