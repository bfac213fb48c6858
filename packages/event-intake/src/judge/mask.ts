import type { Data } from "@addendum/json-schema";
import type { Treatment } from "@addendum/streams";
import {
  changePersonalFields,
  type DeclaredPlaces,
  type PersonalField,
  type PersonalPlace,
  withoutPersonalData,
} from "@addendum/event-fields";
import { type Event, isEvent } from "./event.ts";
import type { Hasher } from "./hasher.ts";

/** Whether anything is treated at all. */
export function hasTreatments(treatments: Readonly<Record<string, Treatment>>): boolean {
  for (const kind in treatments) if (treatments[kind] !== "keep") return true;
  return false;
}

/**
 * The fifth stage: drops or hashes an event's personal data in place. Values that cannot be hashed, because they are
 * not strings or their schema would reject a hash, are dropped: privacy has priority.
 * @param now milliseconds since the epoch
 */
export function maskPersonalData(
  event: Event,
  schema: { readonly personalFields: PersonalPlace | undefined },
  treatments: Readonly<Record<string, Treatment>>,
  hasher: Hasher,
  now: number,
): void {
  const { personalFields } = hasTreatments(treatments) ? schema : {};
  if (personalFields === undefined) return;
  changePersonalFields(event, personalFields, treating(treatments, hasher, now));
}

/** Where a schema declares what, if a stream drops or hashes something that it marks; undefined: all may be shown. */
export function treatedPlaces(
  schema: { readonly declaredPlaces: DeclaredPlaces | undefined },
  treatments: Readonly<Record<string, Treatment>>,
): DeclaredPlaces | undefined {
  const declared = hasTreatments(treatments) ? schema.declaredPlaces : undefined;
  const isTreated = [...(declared?.kinds ?? [])].some((kind) => treatmentOf(kind, treatments) !== "keep");
  return isTreated ? declared : undefined;
}

/**
 * The parts of a rejected event that may be stored: personal data is treated wherever it is, and undeclared parts are
 * left out.
 * @param now milliseconds since the epoch
 */
export function treatRefused(
  event: Data,
  declared: DeclaredPlaces,
  treatments: Readonly<Record<string, Treatment>>,
  hasher: Hasher,
  now: number,
): Data | undefined {
  return withoutPersonalData(event, declared, treating(treatments, hasher, now));
}

function treating(
  treatments: Readonly<Record<string, Treatment>>,
  hasher: Hasher,
  now: number,
): (value: Data, field: PersonalField) => Data | undefined {
  return (value, field) => {
    switch (treatmentOf(field.kind, treatments)) {
      case "keep":
        return value;
      case "drop":
        return undefined;
      case "hash":
        return hashed(value, field, hasher, now);
    }
  };
}

function treatmentOf(kind: string, treatments: Readonly<Record<string, Treatment>>): Treatment {
  return treatments[kind] ?? treatments["*"] ?? "keep";
}

function hashed(value: Data, field: PersonalField, hasher: Hasher, now: number): Data | undefined {
  if (typeof value === "string") {
    const hash = hasher.hash(value, now);
    return field.accepts(hash) ? hash : undefined;
  }
  if (!isEvent(value)) return undefined;
  // A map of texts, such as request headers: each of them.
  const hashes = Object.entries(value).flatMap(([name, member]) =>
    typeof member === "string" ? [[name, hasher.hash(member, now)] as const] : [],
  );
  const result = Object.fromEntries(hashes);
  return field.accepts(result) ? result : undefined;
}
