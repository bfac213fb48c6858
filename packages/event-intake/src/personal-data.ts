import { createHmac } from "node:crypto";
import {
  type Data,
  type DataObject,
  evaluate,
  isArray,
  isObject,
  own,
  type Schema,
  setOwn,
} from "@addendum/json-schema";
import { type Event, isEvent } from "./event.ts";

/** A field that its schema marks with `privacy`. */
export interface PersonalField {
  /** `ip-address` and the like. */
  readonly kind: string;
  /** From the event's root. */
  readonly path: readonly Step[];
  readonly schema: DataObject;
  readonly isRequired: boolean;
}

/** A member of that name, each item of an array, or each member of a map but those that are declared by name. */
type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "items" }
  | { readonly kind: "members"; readonly except: readonly string[] };

/** What becomes of personal data before it is written. */
export type Treatment = "keep" | "drop" | "hash";

/** The fields that a schema marks, each by its path. */
export function findPersonalFields(schema: Schema): readonly PersonalField[] {
  const found: PersonalField[] = [];
  const visit = (one: Data | undefined, path: readonly Step[], isRequired: boolean): void => {
    if (!isObject(one) || path.length > 100) return;
    const privacy = own(one, "privacy");
    const kind = isObject(privacy) ? own(privacy, "kind") : undefined;
    if (typeof kind === "string") found.push({ kind, path, schema: one, isRequired });
    const required = own(one, "required");
    const names = new Set(isArray(required) ? required : []);
    const properties = own(one, "properties");
    const declared = isObject(properties) ? properties : {};
    for (const [name, member] of Object.entries(declared)) {
      visit(member, [...path, { kind: "member", name }], names.has(name));
    }
    const items = own(one, "items");
    for (const item of isArray(items) ? items : [items]) {
      visit(item, [...path, { kind: "items" }], false);
    }
    const members: Step = { kind: "members", except: Object.keys(declared) };
    visit(own(one, "additionalProperties"), [...path, members], false);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const list = own(one, keyword);
      for (const branch of isArray(list) ? list : []) visit(branch, path, isRequired);
    }
    for (const keyword of ["then", "else"]) visit(own(one, keyword), path, isRequired);
  };
  visit(schema, [], false);
  return found;
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
    treat(event, field, 0, (value) => {
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

function treat(
  holder: unknown,
  field: PersonalField,
  depth: number,
  change: (value: Data) => Data | undefined,
): void {
  const at = field.path[depth];
  if (at === undefined) return;
  const isLast = depth === field.path.length - 1;
  if (at.kind === "items") {
    if (!Array.isArray(holder)) return;
    const list = holder as Data[];
    if (!isLast) {
      for (const item of list) treat(item, field, depth + 1, change);
      return;
    }
    const kept = list.map(change).filter((item) => item !== undefined);
    list.splice(0, list.length, ...kept);
    return;
  }
  if (!isEvent(holder)) return;
  const names =
    at.kind === "member" ? [at.name] : Object.keys(holder).filter((name) => !at.except.includes(name));
  for (const name of names) {
    if (!Object.hasOwn(holder, name)) continue;
    const value = holder[name] as Data;
    if (!isLast) {
      treat(value, field, depth + 1, change);
      continue;
    }
    const changed = change(value);
    if (changed === undefined) delete holder[name];
    else setOwn(holder, name, changed);
  }
}
