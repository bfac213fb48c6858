import { type Data, type DataObject, equals, isObject, own } from "../data/data.ts";
import { tokens } from "../data/pointer.ts";
import { below, type Step } from "../data/steps.ts";
import {
  type Base,
  baseInside,
  changesBase,
  follow,
  type GivenDocument,
  holdsData,
  isReference,
  type Resource,
  schemasIn,
  storesOf,
  type Target,
} from "./resource.ts";
import { isAbsoluteUri, resolveUri, splitFragment, uriLengthLimit } from "./uri.ts";

/** A document that a reference names. */
export interface NamedDocument {
  readonly reference: string;
  /** Where it should be, seen from where the document that refers to it was read, whatever `$id`s that has. */
  readonly address: string;
}

/** Why a reference has no target. */
export type Failure =
  | "no-document"
  | "no-place"
  /** Different schemas have the identifier. */
  | "ambiguous"
  /** It depends on an `$id` of which draft-07 does not say what it does. */
  | "undefined-base"
  | "malformed";

/** `uri` is what was looked for. */
interface NotFound {
  readonly kind: Failure;
  readonly uri: string;
}

export type Found = { readonly kind: "found"; readonly target: Target } | NotFound;

/** `path` is the fragment, decoded. */
type FoundResource =
  | { readonly kind: "found"; readonly resource: Resource; readonly path: string; readonly uri: string }
  | NotFound;

/** Source: JSON Schema draft-07 §8.2.3. */
const plainName = /^[a-z][a-z0-9_:.-]*$/i;

/**
 * The resources of several documents, and what references in them lead to. Takes time that grows with the size of the
 * documents. Source: JSON Schema draft-07 §8.2 and §8.3.
 */
export class Resources {
  /** The documents that references name, by URI. */
  readonly named = new Map<string, NamedDocument>();
  private readonly byUri = new Map<string, Resource[]>();
  private readonly visited = new Map<Resource, Set<object>>();
  private readonly sameness = new Map<string, boolean>();

  /** @returns the resource that the whole document is */
  add(document: GivenDocument): Resource {
    const { schema, address: from = document.uri } = document;
    const id = isObject(schema) && !isReference(schema) ? own(schema, "$id") : undefined;
    const { address } = splitFragment(typeof id === "string" ? id : "");
    const found = resolveUri("", document.uri);
    const uri = address.length > uriLengthLimit ? found : resolveUri(address, document.uri);
    const root = this.resource({
      document,
      uri,
      address: resolveUri("", from),
      schema,
      place: undefined,
      within: undefined,
    });
    if (uri !== found) this.index(found, root);
    this.walk(schema, { resource: root, isKnown: true }, undefined);
    return root;
  }

  has(uri: string): boolean {
    return this.byUri.has(uri);
  }

  /** What a reference leads to from where it is. */
  find(reference: string, base: Base): Found {
    const named = this.findResource(reference, base);
    if (named.kind !== "found") return named;
    const { resource, path, uri } = named;
    const target = path === "" || path.startsWith("/") ? follow(resource, tokens(path)) : undefined;
    if (target !== undefined) return { kind: "found", target };
    return this.findName(resource, path) ?? { kind: "no-place", uri };
  }

  /** The document, on its own or embedded, that a reference names. */
  findResource(reference: string, { resource }: Base): FoundResource {
    const { address, fragment = "" } = splitFragment(reference);
    if (address.length > uriLengthLimit) return { kind: "malformed", uri: reference };
    if (resource === undefined && !isAbsoluteUri(address)) return { kind: "undefined-base", uri: reference };
    const uri =
      address === "" && resource !== undefined ? resource.uri : resolveUri(address, uriOf(resource));
    const whole = reference.includes("#") ? `${uri}#${fragment}` : uri;
    let path: string;
    try {
      path = decodeURIComponent(fragment);
    } catch {
      return { kind: "malformed", uri: whole }; // A percent sign that encodes nothing.
    }
    const holders = this.byUri.get(uri) ?? [];
    const holder = resource?.uri === uri ? resource : holders[0];
    if (holder === undefined) return { kind: "no-document", uri: whole };
    if (!this.areSame(uri, holders, ({ schema }) => schema)) return { kind: "ambiguous", uri };
    return { kind: "found", resource: holder, path, uri: whole };
  }

  /** What a location-independent identifier names in a document; undefined if it names nothing. */
  findName(resource: Resource, name: string): Found | undefined {
    const bearers = resource.names.get(name) ?? [];
    const [target] = bearers;
    if (target === undefined) return undefined;
    const identifier = `${resource.uri}#${name}`;
    return this.areSame(identifier, bearers, ({ value }) => value)
      ? { kind: "found", target }
      : { kind: "ambiguous", uri: identifier };
  }

  /** Whether all that have one identifier are equal: then they mean the same, too. */
  private areSame<T>(identifier: string, bearers: readonly T[], schemaOf: (bearer: T) => Data): boolean {
    const [first] = bearers;
    if (first === undefined || bearers.length === 1) return true;
    let known = this.sameness.get(identifier);
    if (known === undefined) {
      known = bearers.every((other) => equals(schemaOf(other), schemaOf(first)));
      this.sameness.set(identifier, known);
    }
    return known;
  }

  private resource(parts: Omit<Resource, "embedded" | "names" | "stores">): Resource {
    const stores = storesOf(parts.schema) ?? parts.within?.stores ?? new Set();
    const resource: Resource = { ...parts, stores, embedded: new Map(), names: new Map() };
    this.index(parts.uri, resource);
    return resource;
  }

  private index(uri: string, resource: Resource): void {
    const known = this.byUri.get(uri);
    if (known === undefined) this.byUri.set(uri, [resource]);
    else known.push(resource);
  }

  /** Finds the identifiers in a schema, and the documents that it refers to. */
  private walk(schema: Data, base: Base, place: Step | undefined): void {
    if (!isObject(schema)) return;
    const { resource } = base;
    if (resource !== undefined && base.isKnown) {
      const visited = this.visited.get(resource) ?? new Set();
      // What an alias made one object is walked once for each base that it has.
      if (visited.has(schema)) return;
      this.visited.set(resource, visited.add(schema));
      this.identify(schema, resource, place);
    }
    this.note(schema, resource);
    const inside = baseInside(schema, base);
    for (const name of Object.keys(schema)) {
      const value = schema[name] as Data;
      const at = below(place, name);
      const held = schemasIn(name, value, inside);
      if (held === "one") this.walk(value, inside, at);
      else if (held === "many") {
        for (const [key, one] of Object.entries(value as DataObject)) this.walk(one, inside, below(at, key));
      } else if (!holdsData.has(name)) this.search(value, inside.resource);
    }
  }

  /** What an unknown keyword contains may be referred to, and refer to documents then. */
  private search(value: Data, resource: Resource | undefined): void {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    let inside = resource;
    if (isObject(value)) {
      this.note(value, resource);
      inside = baseInside(value, { resource, isKnown: false }).resource;
    }
    for (const one of Object.values(value) as Data[]) this.search(one, inside);
  }

  private note(schema: DataObject, resource: Resource | undefined): void {
    const reference = own(schema, "$ref");
    if (typeof reference !== "string") return;
    const { address } = splitFragment(reference);
    if (address === "" || address.length > uriLengthLimit) return;
    if (resource === undefined && !isAbsoluteUri(address)) return;
    const uri = resolveUri(address, uriOf(resource));
    if (this.named.has(uri)) return;
    this.named.set(uri, { reference, address: locate(address, resource?.address ?? "") });
  }

  private identify(schema: DataObject, resource: Resource, place: Step | undefined): void {
    const id = isReference(schema) ? undefined : own(schema, "$id");
    if (typeof id !== "string") return;
    const { address, fragment = "" } = splitFragment(id);
    if (changesBase(id) && schema !== resource.schema) {
      const uri = address.length > uriLengthLimit ? undefined : resolveUri(address, resource.uri);
      // With a fragment it may name a part of the resource around it; for another one, the effect is not defined.
      if (fragment === "" || uri !== resource.uri) {
        const isSound = uri !== undefined && fragment === "" && !this.isAround(uri, resource);
        const parts = { document: resource.document, schema, place, within: resource };
        const at = isSound ? locate(address, resource.address) : "";
        resource.embedded.set(schema, isSound ? this.resource({ ...parts, uri, address: at }) : undefined);
        return;
      }
    }
    if (!plainName.test(fragment)) return;
    const base = { resource, isKnown: true };
    const target: Target = { value: schema, document: resource.document, place, base, isSubschema: true };
    const known = resource.names.get(fragment);
    if (known === undefined) resource.names.set(fragment, [target]);
    else known.push(target);
  }

  /** Whether a resource around a place has a URI already. */
  private isAround(uri: string, resource: Resource): boolean {
    const holders = this.byUri.get(uri);
    if (holders === undefined) return false;
    for (let at: Resource | undefined = resource; at !== undefined; at = at.within) {
      if (holders.includes(at)) return true;
    }
    return false;
  }
}

/** Where something is, seen from an address. What begins with a slash means the same from everywhere. */
function locate(reference: string, from: string): string {
  return resolveUri(reference, reference.startsWith("/") ? "" : from);
}

function uriOf(resource: Resource | undefined): string {
  return resource?.uri ?? "";
}
