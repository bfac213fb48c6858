import { createHmac } from "node:crypto";
import { type Data, type DataObject, evaluate } from "@addendum/json-schema";
import type { Treatment } from "@addendum/streams";
import { type Event, isEvent } from "./event.ts";
import { changeField, type PersonalField } from "../personal-fields.ts";

/** Whether anything is treated at all. */
export function hasTreatments(treatments: Readonly<Record<string, Treatment>>): boolean {
  for (const kind in treatments) if (treatments[kind] !== "keep") return true;
  return false;
}

/**
 * A keyed hash whose key changes with time: within one period the same value stays the same, and neither the value
 * nor another period's hash can be told from it. 128 bits in base64url: 22 characters.
 */
export class Hasher {
  private period = Number.NaN;
  private key: Buffer = Buffer.alloc(0);
  private readonly secret: Buffer;
  private readonly rotateMs: number;

  constructor(secret: Buffer, rotateMs: number) {
    this.secret = secret;
    this.rotateMs = rotateMs;
  }

  /** @param now milliseconds since the epoch */
  hash(value: string, now: number): string {
    const period = Math.floor(now / this.rotateMs);
    if (period !== this.period) {
      this.period = period;
      this.key = createHmac("sha256", this.secret).update(`period ${period}`).digest();
    }
    return createHmac("sha256", this.key).update(value).digest("base64url").slice(0, 22);
  }
}

/**
 * Drops or hashes an event's personal data in place. What cannot be hashed, since it is no text or its schema would
 * not accept a hash, is dropped: privacy goes first.
 */
export function treatPersonalData(
  event: Event,
  fields: readonly PersonalField[],
  treatments: Readonly<Record<string, Treatment>>,
  hasher: Hasher,
  now: number,
): void {
  for (const field of fields) {
    const treatment = treatments[field.kind] ?? treatments["*"] ?? "keep";
    if (treatment === "keep") continue;
    changeField(event, field, (value) => {
      if (treatment === "drop") return undefined;
      return hashed(value, field.schema, hasher, now);
    });
  }
}

function hashed(value: Data, schema: DataObject, hasher: Hasher, now: number): Data | undefined {
  if (typeof value === "string") {
    const hash = hasher.hash(value, now);
    return evaluate(schema, hash) === undefined ? hash : undefined;
  }
  if (!isEvent(value)) return undefined;
  // A map of texts, such as request headers: each of them.
  const hashes = Object.entries(value).flatMap(([name, member]) =>
    typeof member === "string" ? [[name, hasher.hash(member, now)] as const] : [],
  );
  const result = Object.fromEntries(hashes);
  return evaluate(schema, result) === undefined ? result : undefined;
}
