import { homedir } from "node:os";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type Data, gatherDocuments, isSchema, resolved, type Schema } from "@addendum/json-schema";
import {
  configurationNames,
  type Content,
  defaultSettings,
  Documents,
  Findings,
  resolvePath,
} from "@addendum/schema-repository";

/** Where a schema was read, and what its references may lead to. */
export interface ReadingPlace {
  /** The path of its file, from the root of the tree that the files are of; undefined: it has no file. */
  readonly path: string | undefined;
  /** The files that relative references may lead to. */
  read(path: string): Content;
  /** What an address that begins with a slash or a scheme leads to; undefined if that is nothing. Opens no socket. */
  absolute(address: string): Data | undefined;
}

/** A relative reference that was not followed, and why. */
export interface RefusedReference {
  readonly address: string;
  readonly reason: string;
}

/** Real schemas refer to fewer documents than this, and reading must end. */
const documentLimit = 200;
/** In UTF-16 units, of all documents together. */
const sizeLimit = 16 * 1024 * 1024;

/**
 * A schema with the documents that its references name, read from the place of the schema itself. Never reads from the
 * network or outside the directory tree of the file.
 * @param refuse is reported references that were not followed
 */
export function withReferences(
  schema: Schema,
  place: ReadingPlace,
  refuse: (refused: RefusedReference) => void,
): Schema {
  const reader = new Reader(place, refuse);
  const base = place.path === undefined ? "" : asAddress(place.path);
  return resolved(schema, { base, documents: gatherDocuments(schema, base, reader.read) });
}

class Reader {
  private readonly documents: Documents;
  /** The same path by another address is the same document. */
  private readonly byPath = new Map<string, Schema | undefined>();
  private size = 0;
  private readonly place: ReadingPlace;
  private readonly refuse: (refused: RefusedReference) => void;

  constructor(place: ReadingPlace, refuse: (refused: RefusedReference) => void) {
    this.place = place;
    this.refuse = refuse;
    const files = {
      list: () => [],
      isRemote: false,
      prefetch() {},
      read: (path: string) => place.read(path),
    };
    this.documents = new Documents(files, new Findings(defaultSettings));
  }

  readonly read = (address: string): Schema | undefined => {
    if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(address)) {
      const data = this.place.absolute(address);
      return data !== undefined && isSchema(data) ? data : undefined;
    }
    if (this.place.path === undefined) return undefined;
    const path = asPath(address);
    if (path === undefined) {
      this.refuse({ address, reason: "it is outside the directory tree" });
      return undefined;
    }
    if (!this.byPath.has(path)) this.byPath.set(path, this.readFile(path, address));
    return this.byPath.get(path);
  };

  private readFile(path: string, address: string): Schema | undefined {
    const refuse = (reason: string): undefined => this.refuse({ address, reason }) as undefined;
    if (this.byPath.size >= documentLimit) return refuse(`there are more than ${documentLimit} documents`);
    const found = this.documents.find(path);
    switch (found.kind) {
      case "missing":
        return undefined;
      case "outside":
        return refuse("a symbolic link points outside the directory tree");
      case "unreadable":
        return refuse(found.reason);
      case "file":
        break;
    }
    this.size += found.text.length;
    if (this.size > sizeLimit) return refuse("the documents together are too large");
    const data = this.documents.versionData(found.path, found.text);
    return data !== undefined && isSchema(data) ? data : refuse("it contains no schema");
  }
}

/** A path as a relative URI. */
function asAddress(path: string): string {
  const address = path.split("/").map(encodeURIComponent).join("/");
  // What is before a colon could be taken for a scheme.
  return address.replace(/^([^/]*):/, "./$1:");
}

/** The path that a relative URI is; undefined if it leads out of the tree. */
function asPath(address: string): string | undefined {
  const names: string[] = [];
  for (const segment of address.replace(/\?.*$/s, "").split("/")) {
    let name: string;
    try {
      name = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
    // An escaped slash is part of no name.
    if (name.includes("/")) return undefined;
    names.push(name);
  }
  return resolvePath("", names.join("/"));
}

/**
 * The directory that the references of a file stay in: the repository that it is in, else the working directory if the
 * file is in there, else its own directory. Never a whole disk or home.
 */
export function treeAround(file: string): string {
  const own = dirname(resolve(file));
  const ancestors = [own];
  for (let at = own; dirname(at) !== at; at = dirname(at)) ancestors.push(dirname(at));
  const isWide = (directory: string) => directory === dirname(directory) || directory === homedir();
  for (const marks of [[".git"], configurationNames]) {
    const marked = ancestors.find((one) => marks.some((mark) => existsSync(join(one, mark))));
    if (marked !== undefined && !isWide(marked)) return marked;
  }
  const here = resolve(".");
  return !isWide(here) && (own === here || own.startsWith(here + sep)) ? here : own;
}

/** A file's path from the root of the tree around it. */
export function pathWithin(tree: string, file: string): string {
  return relative(tree, resolve(file)).split(sep).join("/");
}
