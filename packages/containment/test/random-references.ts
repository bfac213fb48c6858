// Schemas that share parts, written in two ways: with pointers alone, and with all that draft-07 has for references.
// What the first means nobody has to resolve, so it judges what is said about the second.
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  type Pointer,
  resolved,
  type Schema,
  subschemaKeywords,
  tokens,
} from "@addendum/json-schema";
import type { Random } from "./random.ts";
import { schema } from "./random-schema.ts";

const shared = ["a", "b", "c"];
const inPlace = new Set("allOf anyOf oneOf not if then else dependencies".split(" "));

/** A schema whose parts are shared: plain pointers to its definitions, and no way back in place. */
export function sharedSchema(random: Random, depth: number): DataObject {
  const definitions: Record<string, Data> = {};
  for (const [index, name] of shared.entries()) {
    definitions[name] = withReferences(random, schema(random, depth - 1), index + 1, true);
  }
  const root = withReferences(random, schema(random, depth), 0, true);
  const entrance = { $ref: `#/definitions/${random.pick(shared)}` };
  const body: DataObject = isObject(root) && !Object.hasOwn(root, "$ref") ? root : { allOf: [root] };
  const properties = isObject(body["properties"]) ? body["properties"] : {};
  return { ...body, properties: { ...properties, a: entrance }, definitions };
}

/** @param least the first definition that may be referred to without going into the value */
function withReferences(random: Random, one: Data, least: number, isInPlace: boolean): Data {
  const names = shared.slice(isInPlace ? least : 0);
  if (names.length > 0 && random.chance(0.25)) return { $ref: `#/definitions/${random.pick(names)}` };
  if (!isObject(one)) return one;
  const below = (held: Data, keyword: string) =>
    withReferences(random, held, least, isInPlace && inPlace.has(keyword));
  return mapHeld(one, below);
}

/** A schema with what its keywords hold as schemas replaced. */
function mapHeld(one: DataObject, replace: (held: Data, keyword: string) => Data): DataObject {
  return Object.fromEntries(
    Object.entries(one).map(([keyword, value]): [string, Data] => {
      const holds = subschemaKeywords.get(keyword)?.holds;
      if (holds === undefined) return [keyword, value];
      if (isArray(value))
        return [keyword, holds === "schema" ? value : value.map((held) => replace(held, keyword))];
      if (holds === "map" || holds === "schema-or-names") {
        const members = Object.entries(value as DataObject).map(([name, held]): [string, Data] => [
          name,
          isArray(held) ? held : replace(held, keyword),
        ]);
        return [keyword, Object.fromEntries(members)];
      }
      return [keyword, replace(value, keyword)];
    }),
  );
}

/** A schema, the address that it was found by, and the documents that it may refer to. */
export interface Written {
  readonly schema: Schema;
  readonly base: string;
  readonly documents: ReadonlyMap<string, Schema>;
}

/** A document of its own: the root, another file, or one embedded by its `$id`. */
interface Place {
  readonly uri: string;
  readonly id: string | undefined;
  readonly within: Place | undefined;
  /** Where it stands in what is around it. */
  readonly pointer: Pointer;
  /** Members of `definitions` and of a keyword that nobody knows. */
  readonly definitions: Record<string, Data>;
  readonly stored: Record<string, Data>;
}

/** Where a shared part stands, and what it is called. */
interface Home {
  readonly holder: Place;
  readonly keyword: "definitions" | "$defs";
  readonly key: string;
  readonly name: string | undefined;
  /** The document that the part itself is. */
  readonly own: Place | undefined;
}

/** URIs that can be called from each other: of the root, of files, and where embedded documents are. */
const families = [
  {
    roots: ["http://h/r/root.json", "urn:x:root"],
    files: ["http://h/r/file.json", "http://h/q/file.json", "urn:x:file"],
    embedded: ["http://h/r/", "http://h/n/", "urn:n:"],
  },
  { roots: ["/r/root/1.0.0"], files: ["/r/file/1.0.0", "/r/root/2.0.0"], embedded: ["/r/root/", "/n/"] },
  { roots: ["root"], files: ["file", "file.json"], embedded: ["n", "embedded-"] },
];

const keys = ["a", "b", "c", "a b", "x/y~", "100%", "constructor", "$id"];

/** The same schema with its shared parts in other places, under other names, and with others that look like them. */
export function dress(random: Random, plain: DataObject): Written {
  return new Dresser(random, plain).dress();
}

/** What is compared: resolved by whoever compares, unless there are other documents. */
export function asCompared({ schema: one, base, documents }: Written): Schema {
  return base === "" && documents.size === 0 ? one : resolved(one, { base, documents });
}

class Dresser {
  private readonly root: Place;
  private readonly files: Place[] = [];
  private readonly places: Place[] = [];
  private readonly homes = new Map<string, Home>();
  private readonly base: string;
  private readonly family: (typeof families)[number];
  private count = 0;
  private readonly random: Random;
  private readonly plain: DataObject;

  constructor(random: Random, plain: DataObject) {
    this.random = random;
    this.plain = plain;
    this.family = random.pick(families);
    const uri = random.pick(this.family.roots);
    const isCalled = random.chance(0.6);
    this.base = isCalled ? random.pick(["", uri.includes(":") ? "http://elsewhere/x" : ""]) : uri;
    this.root = place(uri, isCalled ? uri : undefined, undefined, "");
    this.places.push(this.root);
    if (random.chance(0.5)) this.addFile();
    for (let count = random.below(3); count > 0; count--) this.embed(random.pick(this.places));
    for (const name of shared) this.homes.set(name, this.findHome());
  }

  dress(): Written {
    const { definitions, ...body } = this.plain;
    for (const [name, part] of Object.entries(definitions as DataObject)) this.put(name, part);
    for (const one of this.places) this.addDecoys(one);
    const main = this.finished(this.rewrite(body, this.root) as DataObject, this.root);
    const documents = new Map(this.files.map((file) => [file.uri, this.finished({}, file)]));
    return { schema: main, base: this.base, documents };
  }

  private addFile(): void {
    const uri = this.random.pick(this.family.files);
    const file = place(uri, this.random.chance(0.3) ? uri : undefined, undefined, "");
    this.files.push(file);
    this.places.push(file);
  }

  private embed(within: Place): Place {
    const uri = `${this.random.pick(this.family.embedded)}n${this.count++}`;
    const embedded = place(
      uri,
      this.reference(uri, within),
      within,
      join("", "definitions", `e${this.count}`),
    );
    this.places.push(embedded);
    return embedded;
  }

  private findHome(): Home {
    const { random } = this;
    const holder = random.pick(this.places);
    const keyword = random.chance(0.25) ? "$defs" : "definitions";
    const members = keyword === "$defs" ? holder.stored : holder.definitions;
    const key = random.pick(keys.filter((one) => !Object.hasOwn(members, one)));
    // Nothing else may stand there.
    members[key] = true;
    if (keyword === "$defs" || random.chance(0.4))
      return { holder, keyword, key, name: undefined, own: undefined };
    if (random.chance(0.5)) return { holder, keyword, key, name: `n${this.count++}`, own: undefined };
    const uri = `${random.pick(this.family.embedded)}o${this.count++}`;
    const own = place(uri, this.reference(uri, holder), holder, join("", keyword, key));
    return { holder, keyword, key, name: undefined, own };
  }

  private put(name: string, part: Data): void {
    const { holder, keyword, key, name: anchor, own } = this.homes.get(name) as Home;
    const rewritten = this.rewrite(part, own ?? holder);
    const members = keyword === "$defs" ? holder.stored : holder.definitions;
    if (anchor === undefined && own === undefined) {
      members[key] = rewritten;
      return;
    }
    const isLone = !isObject(rewritten) || Object.hasOwn(rewritten, "$ref");
    const body: DataObject = isLone ? { allOf: [rewritten] } : rewritten;
    const called = { $id: own?.id ?? `#${anchor ?? ""}`, ...body };
    if (own === undefined) members[key] = called;
    else members[key] = this.finished(called, own);
  }

  /** What looks like the part that is meant, and is another one. */
  private addDecoys(one: Place): void {
    const { random } = this;
    for (const key of keys) {
      if (Object.hasOwn(one.definitions, key) || random.chance(0.7)) continue;
      one.definitions[key] = random.chance(0.8) ? schema(random, 1) : { const: { $id: "root", $ref: "#" } };
    }
    // The same name in another document is another name.
    const called = [...this.homes.values()].find(({ name, holder }) => name !== undefined && holder !== one);
    if (called?.name !== undefined && random.chance(0.5)) {
      one.definitions["decoy"] = { $id: `#${called.name}`, enum: [{ $id: `#${called.name}` }] };
    }
  }

  private finished(body: DataObject, one: Place): DataObject {
    let unused: DataObject = {};
    for (const embedded of this.places.filter(({ within }) => within === one)) {
      const [keyword, key = ""] = tokens(embedded.pointer);
      const finished = this.finished({ $id: embedded.id as string }, embedded);
      if (keyword === "else") unused = { else: finished };
      else one.definitions[key] = finished;
    }
    const isTop = one.within === undefined;
    return {
      ...(isTop && one.id !== undefined && { $id: one.id }),
      ...body,
      ...unused,
      ...(Object.keys(one.definitions).length > 0 && { definitions: one.definitions }),
      ...(Object.keys(one.stored).length > 0 && { $defs: one.stored }),
    };
  }

  private rewrite(part: Data, from: Place): Data {
    if (!isObject(part)) return part;
    const { $ref } = part;
    if (typeof $ref === "string") {
      const home = this.homes.get($ref.slice("#/definitions/".length)) as Home;
      return { $ref: this.random.pick(this.waysTo(home, from)) };
    }
    return mapHeld(part, (held) => this.rewrite(held, from));
  }

  /** All that a reference to a part may be called from a document. */
  private waysTo({ holder, keyword, key, name, own }: Home, from: Place): string[] {
    const ways: string[] = [];
    // Nobody knows what a file embeds before it is read, and what is asked for is the file.
    const isOther = fileOf(holder) !== fileOf(from);
    if (own !== undefined && !isOther)
      ways.push(...[own.uri, this.reference(own.uri, from)].flatMap((uri) => [uri, `${uri}#`]));
    if (own === from) ways.push("#");
    if (name !== undefined && (!isOther || holder.within === undefined))
      ways.push(`${this.reference(holder.uri, from)}#${name}`);
    if (name !== undefined && holder === from) ways.push(`#${name}`);
    let pointer = join("", keyword, key);
    for (let at: Place | undefined = holder; at !== undefined; at = at.within) {
      const fragment = `#${pointer.split("/").map(encodeURIComponent).join("/")}`;
      if (!isOther || at.within === undefined) ways.push(this.reference(at.uri, from) + fragment);
      if (at === from) ways.push(fragment, fragment);
      pointer = at.pointer + pointer;
    }
    return ways;
  }

  /** A URI as it may be written in a document. */
  private reference(uri: string, from: Place): string {
    const directory = from.uri.slice(0, from.uri.lastIndexOf("/") + 1);
    const isBeside = uri.startsWith(directory) && !uri.slice(directory.length).includes("/");
    const isHere =
      /^https?:/.test(from.uri) && uri.startsWith("http://h/") && from.uri.startsWith("http://h/");
    if (isHere && this.random.chance(0.3)) return uri.slice("http://h".length);
    const isHierarchical = !from.uri.startsWith("urn:") && !uri.startsWith("urn:");
    return isBeside && isHierarchical && this.random.chance(0.5) ? uri.slice(directory.length) : uri;
  }
}

function fileOf(one: Place): Place {
  return one.within === undefined ? one : fileOf(one.within);
}

function place(uri: string, id: string | undefined, within: Place | undefined, pointer: Pointer): Place {
  return { uri, id, within, pointer, definitions: {}, stored: {} };
}
