import {
  below,
  type Data,
  type DataObject,
  isArray,
  isObject,
  own,
  type Pointer,
  setOwn,
  type Step,
  step,
  tokens,
  toPointer,
} from "@addendum/json-schema";

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
      /** The first name that leads nowhere, and those that are there instead. */
      readonly missing: string;
      readonly present: readonly string[];
    }
  | { readonly kind: "not-a-pointer"; readonly reference: string };

/** Where a reference stands: in which document, at which pointer. */
export interface ReferencePlace {
  readonly uri: string;
  readonly pointer: Pointer;
  readonly reference: string;
}

export interface ReferenceResolver {
  /** The document that a reference without its fragment names; undefined when it reported why there is none. */
  open(uri: string, place: ReferencePlace): ReferenceTarget | undefined;
  report(problem: ReferenceProblem, place: ReferencePlace): void;
}

/**
 * Replaces every object with a string `$ref` by what it refers to, at any depth, examples included. Keys beside the
 * `$ref` override the target's, shallowly. What was reported is left as it was.
 * Source: json-schema-ref-parser 7, as @wikimedia/jsonschema-tools uses it.
 */
export function dereference(root: ReferenceTarget, resolver: ReferenceResolver): Data {
  return new Dereferencer(resolver).resolve(root.data, root, undefined, [`${root.uri}#`]);
}

class Dereferencer {
  private readonly resolved = new Map<string, Data>();
  /** What an alias made one object stays one. */
  private readonly visited = new Map<object, Data>();
  private readonly resolver: ReferenceResolver;

  constructor(resolver: ReferenceResolver) {
    this.resolver = resolver;
  }

  /** @param path the references that are being followed, outermost first */
  resolve(value: Data, document: ReferenceTarget, place: Step | undefined, path: readonly string[]): Data {
    if (typeof value !== "object" || value === null || value instanceof Date) return value;
    const known = this.visited.get(value);
    if (known !== undefined) return known;
    const resolved = this.resolveOnce(value, document, place, path);
    this.visited.set(value, resolved);
    return resolved;
  }

  private resolveOnce(
    value: readonly Data[] | DataObject,
    document: ReferenceTarget,
    place: Step | undefined,
    path: readonly string[],
  ): Data {
    if (isArray(value)) {
      const items = value.map((item, index) => this.resolve(item, document, below(place, index), path));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    const reference = own(value, "$ref");
    if (typeof reference === "string") return this.follow(value, reference, document, place, path);
    // What holds no reference stays the object it is: most of a document does.
    let changed: Record<string, Data> | undefined;
    for (const key of Object.keys(value)) {
      const member = value[key] as Data;
      const resolved = this.resolve(member, document, below(place, key), path);
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
  ): Data {
    const place: ReferencePlace = { uri: document.uri, pointer: toPointer(at), reference };
    const target = this.target(reference, document, place, path);
    if (target === undefined) return holder;
    if (!isObject(target) || Object.keys(holder).length === 1) return target;
    const merged: Record<string, Data> = {};
    for (const [key, value] of Object.entries(holder)) {
      if (key === "$ref") continue;
      setOwn(merged, key, this.resolve(value, document, below(at, key), path));
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
  ): Data | undefined {
    const hash = reference.indexOf("#");
    const address = hash === -1 ? reference : reference.slice(0, hash);
    const fragment = hash === -1 ? "" : decode(reference.slice(hash + 1));
    if (fragment === undefined || (fragment !== "" && !fragment.startsWith("/")) || reference === "") {
      this.resolver.report({ kind: "not-a-pointer", reference }, place);
      return undefined;
    }
    const within = address === "" || address === "./";
    const holder = within ? document : this.resolver.open(address, place);
    if (holder === undefined) return undefined;

    const key = `${holder.uri}#${fragment}`;
    if (path.includes(key)) {
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

  /** Walks to the fragment; a reference that stands in the way is followed. */
  private walk(
    holder: ReferenceTarget,
    fragment: Pointer,
    place: ReferencePlace,
    path: readonly string[],
  ): Data | undefined {
    let value: Data | undefined = holder.data;
    let at: Step | undefined;
    for (const token of tokens(fragment)) {
      // What stands beside a reference is there, whatever that leads to: `definitions` beside a root's `$ref`.
      const isBeside = isObject(value) && own(value, token) !== undefined;
      if (!holder.isResolved && !isBeside && isObject(value) && typeof own(value, "$ref") === "string") {
        value = this.resolve(value, holder, at, path);
      }
      const within: Data = value as Data;
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
    return holder.isResolved === true ? value : this.resolve(value, holder, at, path);
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
