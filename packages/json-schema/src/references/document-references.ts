import { type Data, isArray, isObject, own, type Schema } from "../data/data.ts";
import { type Pointer, step, tokens } from "../data/pointer.ts";
import { toPointer } from "../data/steps.ts";
import { type Base, type Reading, readingBelow, type Resource } from "./resource.ts";
import { type Failure, Resources } from "./resources.ts";
import { isAbsoluteUri, resolveUri, splitFragment, uriLengthLimit } from "./uri.ts";

/** What a reference means where it is. */
export type Meaning =
  /** A place of the same document, from its root; nothing may be there. */
  | { readonly kind: "within"; readonly pointer: Pointer }
  /**
   * A place of another document.
   * @param address as it is written, if no nested `$id` says otherwise
   * @param fragment decoded: a pointer, or a name
   */
  | { readonly kind: "elsewhere"; readonly address: string; readonly fragment: string }
  | { readonly kind: Exclude<Failure, "no-document"> };

/**
 * What the references of one document mean, for those that write references out instead of resolving whole documents.
 * Source: JSON Schema draft-07 §8.2 and §8.3. References in data, which draft-07 does not know, start from the document.
 */
export class DocumentReferences {
  private resources: { readonly all: Resources; readonly root: Resource } | undefined;
  private called: readonly [string, string] | undefined;
  private readonly hasNestedIds: boolean;
  private readonly schema: Schema;
  private readonly uri: string;

  /** @param uri what the document was found by */
  constructor(schema: Schema, uri: string) {
    this.schema = schema;
    this.uri = uri;
    this.hasNestedIds = isObject(schema) && Object.values(schema).some(holdsId);
  }

  /** How the root is read; undefined if all references start from the document, wherever they are in it. */
  get start(): Reading | undefined {
    if (!this.hasNestedIds) return undefined;
    return { base: { resource: this.indexed.root, isKnown: true }, role: "schema" };
  }

  /** How a place is read. */
  readingAt(pointer: Pointer): Reading | undefined {
    let reading = this.start;
    let value: Data | undefined = this.schema;
    for (const token of reading === undefined ? [] : tokens(pointer)) {
      if (value === undefined || reading === undefined) return undefined;
      reading = readingBelow(value, token, reading);
      value = step(value, token);
    }
    return reading;
  }

  /** @param reading how the place of the reference is read; undefined: it starts from the document */
  meaning(reference: string, reading: Reading | undefined): Meaning {
    const { address, fragment: encoded = "" } = splitFragment(reference);
    const fragment = decode(encoded);
    if (fragment === undefined || reference === "") return { kind: "malformed" };
    const isWithin = address === "" || address === "./";
    if (reading === undefined || reading.role === "data") {
      if (isWithin && isPointer(fragment)) return { kind: "within", pointer: fragment };
      if (!this.hasNestedIds && !isWithin && !this.isOwn(address)) {
        return { kind: "elsewhere", address, fragment };
      }
      const base = { resource: this.indexed.root, isKnown: true };
      return this.look(isWithin ? "" : address, encoded, fragment, base);
    }
    return this.look(isWithin ? "" : address, encoded, fragment, reading.base);
  }

  private look(address: string, encoded: string, fragment: string, base: Base): Meaning {
    const { all } = this.indexed;
    const named = all.findResource(`${address}#${encoded}`, base);
    if (named.kind === "no-document") {
      return { kind: "elsewhere", address: this.addressFrom(address, base.resource), fragment };
    }
    if (named.kind !== "found") return { kind: named.kind };
    if (isPointer(fragment)) return { kind: "within", pointer: toPointer(named.resource.place) + fragment };
    const bearer = all.findName(named.resource, fragment);
    if (bearer?.kind === "found") return { kind: "within", pointer: toPointer(bearer.target.place) };
    return { kind: bearer === undefined ? "no-place" : "ambiguous" };
  }

  private get indexed(): { readonly all: Resources; readonly root: Resource } {
    if (this.resources === undefined) {
      const all = new Resources();
      this.resources = { all, root: all.add({ uri: this.uri, schema: this.schema }) };
    }
    return this.resources;
  }

  /** Whether an address is that of the document itself. */
  private isOwn(address: string): boolean {
    if (address.length > uriLengthLimit) return false;
    this.called ??= this.findCalled();
    return this.called.includes(resolveUri(address, this.called[0]));
  }

  /** What the document is called: by itself, and by those that found it. */
  private findCalled(): readonly [string, string] {
    const id = isObject(this.schema) ? own(this.schema, "$id") : undefined;
    const { address } = splitFragment(typeof id === "string" ? id : "");
    const found = resolveUri("", this.uri);
    return [address.length > uriLengthLimit ? found : resolveUri(address, found), found];
  }

  /** What begins with a slash is looked for in the bases, unless a nested `$id` says that it is of another host. */
  private addressFrom(address: string, resource: Resource | undefined): string {
    if (resource === undefined || isAbsoluteUri(address) || resource.within === undefined) return address;
    if (originOf(resource.uri) !== originOf(this.indexed.root.uri)) return resolveUri(address, resource.uri);
    return resolveUri(address, address.startsWith("/") ? "" : resource.address);
  }
}

function isPointer(fragment: string): boolean {
  return fragment === "" || fragment.startsWith("/");
}

function originOf(uri: string): string {
  return /^([a-z][a-z0-9+.-]*:)?(\/\/[^/?]*)?/i.exec(uri)?.[0] ?? "";
}

function holdsId(value: Data): boolean {
  if (isArray(value)) return value.some(holdsId);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, one]) => (name === "$id" && typeof one === "string") || holdsId(one),
  );
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
