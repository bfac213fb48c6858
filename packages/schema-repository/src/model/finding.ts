import type { Data, Pointer } from "@addendum/json-schema";
import type { Reader } from "./reader.ts";

export type Severity = "error" | "warn" | "info";

/** The order of severities, the gravest first. */
export const severities: readonly Severity[] = ["error", "warn", "info"];

/** Where a finding is. `file` is relative to the repository's root; an offset wins over the pointer. */
export interface FindingLocation {
  readonly file: string;
  readonly pointer?: Pointer;
  /** UTF-16 units into the file's text. */
  readonly offset?: number;
  /** It is the key that is meant, not its value. */
  readonly isKey?: boolean;
}

/** The evidence for a finding, in the terms of the people whom it protects. */
export interface Evidence {
  /** What is shown: “An event of 1.0.0 that would be refused:”. */
  readonly label: string;
  readonly event?: { readonly value: Data; readonly culprit: Pointer };
  /** A column's types, or TypeScript. */
  readonly lines?: readonly string[];
  /** What the validator says about the event. */
  readonly refusal?: string;
  /** Who reads the field that changes: the first of many. Such evidence is shown whatever else is. */
  readonly readers?: readonly Pick<Reader, "kind" | "name" | "file" | "how" | "does">[];
}

/** The change that a finding is about: what a waiver names. */
export interface Subject {
  readonly title: string;
  /** The version that brings the change, and the published one that it was compared with. */
  readonly version: string;
  readonly against: string;
  /** A JSON Pointer into the materialized schema. */
  readonly pointer: Pointer;
}

/** The one right answer to a finding, as an edit of the source where it is. */
export type Fix =
  /** The key is spelt otherwise. */
  | { readonly kind: "rename"; readonly to: string }
  /** The plain value is put in quotes. */
  | { readonly kind: "quote" }
  /** The keys of the whole schema are put in order. */
  | { readonly kind: "order" };

/** A diagnostic: what is wrong, where, how grave it is, and what to do. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly location: FindingLocation;
  /** What makes it the same finding in another run: rule, place and values, not the wording. */
  readonly identity: readonly string[];
  readonly evidence?: Evidence;
  readonly subject?: Subject;
  /** Findings that share one come from one change, and are shown together. */
  readonly cause?: string;
  /** What `--fix` would do. */
  readonly fix?: Fix;
  /** Into the dereferenced schema, where that is another place than the author's. */
  readonly dereferencedPointer?: Pointer;
  /** Other titles that the mistake reaches, by their references. */
  readonly dependents?: readonly string[];
}

/** A finding's name, 16 hexadecimal digits: FNV-1a over 64 bits of its identity. A name, not a protection. */
export function fingerprint({ identity }: Finding): string {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const character of identity.join("\u0000")) {
    low ^= character.codePointAt(0) as number;
    // The prime is 2^40 + 0x1b3; the product is taken in two halves of 32 bits.
    const product = (low >>> 0) * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 0x1_0000_0000)) >>> 0;
    low = product >>> 0;
  }
  const digits = (half: number) => (half >>> 0).toString(16).padStart(8, "0");
  return digits(high) + digits(low);
}
