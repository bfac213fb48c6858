import { maskedEvent, mask } from "@addendum/event-fields";
import { type Data, isArray, isObject, join, mapValues } from "@addendum/json-schema";
import type { Treatment } from "@addendum/streams";
import { metaText } from "../judge/event.ts";
import { type EventError, type EventSchema, pointerOf } from "../judge/event-schema.ts";
import { treatedPlaces } from "../judge/mask.ts";
import { publicErrors, publicMember } from "../judge/public-errors.ts";
import { cutData, type CutLimits } from "./cut-data.ts";
import type { ShownError, ShownEvent, ShownVerdict } from "./messages.ts";

/** What is known of an event that is to be shown. */
export interface SeenEvent {
  readonly at: number;
  readonly verdict: ShownVerdict;
  readonly event: Data;
  /** Undefined: its schema is unknown, so it is unknown which values are personal. */
  readonly schema: EventSchema | undefined;
  /** What the stream does about personal data; undefined: the event is as it is stored. */
  readonly treatments: Readonly<Record<string, Treatment>> | undefined;
  readonly errors: readonly EventError[];
  /** Why it could not be judged or written. */
  readonly message: string | undefined;
}

const limits: CutLimits = { text: 2000, total: 32_000, members: 2000, depth: 70 };
const nameLimit = 255;
const errorLimit = 20;
const undeclaredLimit = 20;
const reasonLimit = 500;
const pointerLimit = 1000;

/** Everything that is marked. */
const all: Readonly<Record<string, Treatment>> = { "*": "drop" };

/** @param isMasked whether personal data is masked; what a stream drops or hashes is masked in any case */
export function showEvent(seen: SeenEvent, isMasked: boolean): ShownEvent {
  const { at, verdict, event, schema, errors, message } = seen;
  const mustMask = isMasked || isTreatedElsewhere(seen);
  // First it is cut: then it costs little, however large it is.
  const { data, isCut } = cutData(event, limits);
  const undeclared = schema?.undeclared(event) ?? [];
  const isPlain = schema !== undefined && schema.declaredPlaces === undefined && undeclared.length === 0;
  const place = (pointer: string) =>
    (mustMask && schema !== undefined ? publicMember(pointer, schema, all) : pointer).slice(0, pointerLimit);
  const first = errors.slice(0, errorLimit);
  const worded = mustMask && schema !== undefined ? publicErrors(first, schema, all) : first;
  const told = first.map((error, index): ShownError => ({
    pointer: place(placeOf(error)),
    reason: cut(worded[index]?.message ?? ""),
    keyword: error.keyword,
    schemaPointer: schema === undefined ? undefined : schemaPointerOf(error),
  }));
  const failure = { pointer: "", reason: cut(message ?? ""), keyword: "", schemaPointer: undefined };
  const name = isObject(event) && typeof event["$schema"] === "string" ? event["$schema"] : "";
  return {
    at,
    verdict,
    stream: (metaText(event, "stream") ?? "").slice(0, nameLimit),
    schema: (schema?.uri ?? name).slice(0, nameLimit),
    isCanary: metaText(event, "domain") === "canary",
    event: mustMask && !isPlain ? maskedFor(data, schema) : data,
    isCut,
    errors: message === undefined ? told : [failure],
    moreErrors: Math.max(0, errors.length - told.length),
    undeclared: undeclared.slice(0, undeclaredLimit).map(place),
  };
}

/** A rejected event is as it came, although its stream stores less of such events. */
function isTreatedElsewhere({ treatments, schema }: SeenEvent): boolean {
  return treatments !== undefined && schema !== undefined && treatedPlaces(schema, treatments) !== undefined;
}

function maskedFor(event: Data, schema: EventSchema | undefined): Data {
  return schema === undefined
    ? maskedShape(event, [])
    : maskedEvent(event, schema.declaredPlaces, schema.undeclared);
}

/** What says which event it is; no schema is needed to know that. */
const plainPlaces: ReadonlySet<string> = new Set([
  "$schema",
  "meta stream",
  "meta id",
  "meta dt",
  "meta domain",
]);

/** Names and nesting, without the values. */
function maskedShape(value: Data, path: readonly string[]): Data {
  if (isArray(value)) return value.map((item) => maskedShape(item, [...path, ""]));
  if (isObject(value)) return mapValues(value, (member, name) => maskedShape(member, [...path, name]));
  return value === null || plainPlaces.has(path.join(" ")) ? value : mask;
}

/** Where an error is: at the member that should not be there, else at what does not fit. */
function placeOf({ instancePath, dataPath, keyword, params }: EventError): string {
  const pointer = instancePath ?? pointerOf(dataPath);
  const { additionalProperty: name } = params as { readonly additionalProperty?: unknown };
  return keyword === "additionalProperties" && typeof name === "string" ? join(pointer, name) : pointer;
}

function schemaPointerOf({ schemaPath }: EventError): string | undefined {
  if (!schemaPath.startsWith("#/")) return undefined;
  return decode(schemaPath.slice(1));
}

function cut(text: string): string {
  return text.length > reasonLimit ? `${text.slice(0, reasonLimit)}…` : text;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
