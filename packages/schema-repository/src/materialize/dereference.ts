import {
  below,
  type Data,
  type DataObject,
  isArray,
  isObject,
  own,
  type Pointer,
  type Reading,
  readingBelow,
  setOwn,
  type Step,
  step,
  tokens,
  toPointer,
} from "@addendum/json-schema";
import { pointerIn, referencesOf } from "./document-references.ts";

/** A document that references are resolved in. */
export interface ReferenceTarget {
  /** Names the document in cycles, and is what relative references start from: `/title/1.0.0`. */
  readonly uri: string;
  readonly data: Data;
  /** Nothing in it refers to anything, so it need not be searched. */
  readonly isResolved?: boolean;
}

export type ReferenceProblem =
  | { readonly kind: "circular"; readonly cycle: readonly string[] }
  | {
      readonly kind: "no-such-pointer";
      readonly reference: string;
      readonly uri: string;
      /** The first name that has no target, and those that are there instead. */
      readonly missing: string;
      readonly present: readonly string[];
    }
  | { readonly kind: "not-a-pointer"; readonly reference: string }
  /** Different schemas have the name or the URI. */
  | { readonly kind: "ambiguous"; readonly reference: string }
  /** It is below an `$id` of which draft-07 does not say what it does. */
  | { readonly kind: "undefined-base"; readonly reference: string };

/** Where a reference is: in which document, at which pointer. */
export interface ReferencePlace {
  readonly uri: string;
  readonly pointer: Pointer;
  readonly reference: string;
}

export interface ReferenceResolver {
  /** The document that a reference without its fragment names; undefined when it reported why there is none. */
  open(uri: string, place: ReferencePlace): ReferenceTarget | undefined;
  report(problem: ReferenceProblem, place: ReferencePlace): void;
  /**
   * The reference that stays where one leads back to what it is in; undefined, or no such function: a problem.
   * @param target what it leads to; its value is known once everything is written out
   */
  leadBack?(target: LedBackTo): string | undefined;
}

export interface LedBackTo {
  /** Of the document, and the place in it. */
  readonly uri: string;
  readonly pointer: Pointer;
  value(): Data | undefined;
}

/**
 * Replaces every object with a string `$ref` by what it refers to, at any depth, examples included. Keys beside the
 * `$ref` override the target's, shallowly. What was reported is left unchanged.
 * Sources: json-schema-ref-parser 7, as @wikimedia/jsonschema-tools uses it; for identifiers, JSON Schema draft-07 §8.
 */
export function dereference(root: ReferenceTarget, resolver: ReferenceResolver): Data {
  const start = referencesOf(root).start;
  return new Dereferencer(resolver).resolve(root.data, root, undefined, [`${root.uri}#`], start);
}

class Dereferencer {
  private readonly resolved = new Map<string, Data>();
  /** What an alias made one object stays one, unless its references start from something else. */
  private readonly visited = new Map<string, Map<object, Data>>();
  private readonly numbers = new Map<object | undefined, number>();
  private readonly resolver: ReferenceResolver;

  constructor(resolver: ReferenceResolver) {
    this.resolver = resolver;
  }

  /**
   * @param path the references that are being followed, outermost first
   * @param reading how the place is read; undefined: what it contains starts from the document
   */
  resolve(
    value: Data,
    document: ReferenceTarget,
    place: Step | undefined,
    path: readonly string[],
    reading: Reading | undefined,
  ): Data {
    if (typeof value !== "object" || value === null || value instanceof Date) return value;
    const visited = this.visitedBy(reading);
    const known = visited.get(value);
    if (known !== undefined) return known;
    const resolved = this.resolveOnce(value, document, place, path, reading);
    visited.set(value, resolved);
    return resolved;
  }

  private visitedBy(reading: Reading | undefined): Map<object, Data> {
    let key = "";
    if (reading !== undefined) {
      const { resource, isKnown } = reading.base;
      const number = this.numbers.get(resource) ?? this.numbers.size;
      this.numbers.set(resource, number);
      key = `${reading.role} ${isKnown} ${number}`;
    }
    let visited = this.visited.get(key);
    if (visited === undefined) {
      visited = new Map();
      this.visited.set(key, visited);
    }
    return visited;
  }

  private resolveOnce(
    value: readonly Data[] | DataObject,
    document: ReferenceTarget,
    place: Step | undefined,
    path: readonly string[],
    reading: Reading | undefined,
  ): Data {
    const part = (member: Data, token: string | number) =>
      this.resolve(
        member,
        document,
        below(place, token),
        path,
        reading && readingBelow(value, token, reading),
      );
    if (isArray(value)) {
      const items = value.map(part);
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    const reference = own(value, "$ref");
    if (typeof reference === "string") return this.follow(value, reference, document, place, path, reading);
    // What holds no reference stays the object it is: most of a document does.
    let changed: Record<string, Data> | undefined;
    for (const key of Object.keys(value)) {
      const member = value[key] as Data;
      const resolved = part(member, key);
      if (resolved === member) continue;
      changed ??= { ...value };
      setOwn(changed, key, resolved);
    }
    return changed ?? value;
  }

  private follow(
    holder: DataObject,
    reference: string,
    document: ReferenceTarget,
    at: Step | undefined,
    path: readonly string[],
    reading: Reading | undefined,
  ): Data {
    const place: ReferencePlace = { uri: document.uri, pointer: toPointer(at), reference };
    const target = this.target(reference, document, place, path, reading);
    if (target === undefined) return holder;
    if (!isObject(target) || Object.keys(holder).length === 1) return target;
    const merged: Record<string, Data> = {};
    for (const [key, value] of Object.entries(holder)) {
      if (key === "$ref") continue;
      const beside = reading && readingBelow(holder, key, reading);
      setOwn(merged, key, this.resolve(value, document, below(at, key), path, beside));
    }
    for (const [key, value] of Object.entries(target)) {
      if (!Object.hasOwn(merged, key)) setOwn(merged, key, value);
    }
    return merged;
  }

  private target(
    reference: string,
    document: ReferenceTarget,
    place: ReferencePlace,
    path: readonly string[],
    reading: Reading | undefined,
  ): Data | undefined {
    const named = this.named(reference, document, place, reading);
    if (named === undefined) return undefined;
    const { holder, fragment } = named;
    const key = `${holder.uri}#${fragment}`;
    if (path.includes(key)) {
      const value = () => this.resolved.get(key);
      const stays = this.resolver.leadBack?.({ uri: holder.uri, pointer: fragment, value });
      if (stays !== undefined) return { $ref: stays };
      this.resolver.report({ kind: "circular", cycle: [...path.slice(path.indexOf(key)), key] }, place);
      return undefined;
    }
    const known = this.resolved.get(key);
    if (known !== undefined) return known;
    const found = this.walk(holder, fragment, place, [...path, key]);
    if (found === undefined) return undefined;
    this.resolved.set(key, found);
    return found;
  }

  /** The document that a reference names, and the pointer into it. */
  private named(
    reference: string,
    document: ReferenceTarget,
    place: ReferencePlace,
    reading: Reading | undefined,
  ): { readonly holder: ReferenceTarget; readonly fragment: Pointer } | undefined {
    const meaning = referencesOf(document).meaning(reference, reading);
    switch (meaning.kind) {
      case "within":
        return { holder: document, fragment: meaning.pointer };
      case "elsewhere": {
        const holder = this.resolver.open(meaning.address, place);
        if (holder === undefined) return undefined;
        const fragment = pointerIn(holder, meaning.fragment);
        if (fragment !== undefined) return { holder, fragment };
        break;
      }
      case "ambiguous":
      case "undefined-base":
        this.resolver.report({ kind: meaning.kind, reference }, place);
        return undefined;
      case "malformed":
      case "no-place":
        break;
    }
    this.resolver.report({ kind: "not-a-pointer", reference }, place);
    return undefined;
  }

  /** Walks to the fragment; a reference that is in the way is followed. */
  private walk(
    holder: ReferenceTarget,
    fragment: Pointer,
    place: ReferencePlace,
    path: readonly string[],
  ): Data | undefined {
    let value: Data | undefined = holder.data;
    let at: Step | undefined;
    let reading = holder.isResolved === true ? undefined : referencesOf(holder).start;
    for (const token of tokens(fragment)) {
      // What is beside a reference is there, whatever that leads to: `definitions` beside a root's `$ref`.
      const isBeside = isObject(value) && own(value, token) !== undefined;
      if (!holder.isResolved && !isBeside && isObject(value) && typeof own(value, "$ref") === "string") {
        value = this.resolve(value, holder, at, path, reading);
      }
      const within: Data = value as Data;
      reading &&= readingBelow(within, token, reading);
      value = step(within, token);
      at = below(at, token);
      if (value === undefined) {
        const { reference } = place;
        const present = isObject(within) ? Object.keys(within) : [];
        const problem = {
          kind: "no-such-pointer",
          reference,
          uri: holder.uri,
          missing: token,
          present,
        } as const;
        this.resolver.report(problem, place);
        return undefined;
      }
    }
    return holder.isResolved === true ? value : this.resolve(value, holder, at, path, reading);
  }
}
