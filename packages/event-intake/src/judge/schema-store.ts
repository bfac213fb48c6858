import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import {
  type DataObject,
  gatherDocuments,
  isObject,
  parseDocument,
  resolved,
  type Schema,
} from "@addendum/json-schema";
import { compareVersions, formatVersion, parseVersion, type Version } from "@addendum/schema-repository";
import { parseSchemaUri } from "@addendum/streams";
import type { CompileTime } from "./compile-time.ts";
import { compileEventSchema, type EventSchema, type Flavour } from "./event-schema.ts";
import { withNarrowNames } from "./narrow-names.ts";

/** A schema that cannot be loaded. The message contains no path of this machine. */
export class SchemaUnavailable extends Error {}

export interface SchemaStoreOptions {
  /** The directory that contains the schemas, absolute. */
  readonly directory: string;
  readonly contentTypes: readonly string[];
  readonly flavour: Flavour;
  readonly compileTime?: CompileTime;
  /** Is called with what is wrong with a version's file: for the log. */
  readonly onProblem?: (uri: string, reason: string) => void;
}

interface Entry {
  readonly file: string;
  readonly stamp: string;
  /** Undefined: it cannot judge events. That is remembered, too, or each event would try again. */
  readonly schema: EventSchema | undefined;
  checkedAt: number;
}

/** No version's references lead to more documents than these. */
const documentLimit = 200;

/** How long a version's file is trusted to be unchanged, in milliseconds. */
const trustMs = 1000;

/**
 * The compiled versions of a schema repository on disk. Each is read and compiled when an event first names it, and
 * once more where its file has changed since: versions are final once they are published, but not while they are
 * being written.
 */
export class SchemaStore {
  private readonly entries = new Map<string, Entry>();
  private readonly options: SchemaStoreOptions;
  private readonly root: string;
  private latest:
    { readonly title: string; readonly now: number; readonly version: string | undefined } | undefined;

  constructor(options: SchemaStoreOptions) {
    this.options = options;
    this.root = realpathSync.native(options.directory);
  }

  /**
   * The schema that a `$schema` names. Reading and compiling one takes some 20 ms, once.
   * @param now milliseconds that only grow
   * @throws SchemaUnavailable
   */
  get(uri: unknown, now: number): EventSchema {
    const entry = typeof uri === "string" ? this.entries.get(uri) : undefined;
    if (entry?.schema !== undefined && now - entry.checkedAt < trustMs) return entry.schema;
    const named = parseSchemaUri(uri);
    if (named === undefined) throw new SchemaUnavailable(`Failed loading schema at ${shown(uri)}`);
    const { title } = named;
    const version = named.version === "latest" ? this.newestAt(title, now) : named.version;
    if (version === undefined) throw new SchemaUnavailable(`Failed loading schema at ${shown(uri)}`);
    return this.load(title, version, now);
  }

  /** Looked up once at each moment: the events of one request have one. */
  private newestAt(title: string, now: number): string | undefined {
    if (this.latest?.title !== title || this.latest.now !== now) {
      this.latest = { title, now, version: this.newest(title) };
    }
    return this.latest.version;
  }

  /** The highest version of a title that has a file; undefined if there is none. */
  newest(title: string): string | undefined {
    let names: string[];
    try {
      names = readdirSync(join(this.root, title));
    } catch {
      return undefined;
    }
    let highest: Version | undefined;
    for (const name of names) {
      const version = parseVersion(name.replace(/\.(yaml|json)$/, ""));
      if (version !== undefined && (highest === undefined || compareVersions(version, highest) > 0)) {
        highest = version;
      }
    }
    return highest && formatVersion(highest);
  }

  /**
   * Compiles a version ahead, and what else its events may need. One that cannot judge events is left to the first
   * event that names it.
   */
  prepare(uri: string, now: number): void {
    try {
      this.get(uri, now).prepare();
    } catch {
      // Not there any more, or told by `onProblem`.
    }
  }

  /** Whether a version is compiled, as far as is known without looking at its file. */
  holds(uri: string): boolean {
    return this.entries.has(uri);
  }

  /** The file of a version, below the schemas' directory, and its text; undefined if there is none. */
  source(title: string, version: string): { readonly file: string; readonly text: string } | undefined {
    const file = this.find(title, version);
    if (file === undefined) return undefined;
    return { file: file.slice(this.root.length + 1), text: readFileSync(file, "utf8") };
  }

  private load(title: string, version: string, now: number): EventSchema {
    const uri = `/${title}/${version}`;
    let entry = this.entries.get(uri);
    if (entry !== undefined && now - entry.checkedAt >= trustMs) {
      if (stampOf(entry.file) === entry.stamp) entry.checkedAt = now;
      else entry = undefined;
    }
    entry ??= this.measure(() => this.read(uri, title, version, now));
    if (entry?.schema === undefined) throw new SchemaUnavailable(`Failed loading schema at ${uri}`);
    return entry.schema;
  }

  private measure<T>(work: () => T): T {
    const { compileTime } = this.options;
    return compileTime === undefined ? work() : compileTime.measure(work);
  }

  /** Undefined if there is no such file; without a schema if it cannot validate events. */
  private read(uri: string, title: string, version: string, now: number): Entry | undefined {
    this.entries.delete(uri);
    const file = this.find(title, version);
    if (file === undefined) return undefined;
    // Before its content: what changes in between is read once more.
    const stamp = stampOf(file) ?? "";
    let schema: EventSchema | undefined;
    try {
      const written = parse(readFileSync(file, "utf8"));
      const documents = gatherDocuments(written, uri, this.referenced());
      const whole = resolved(written, { base: uri, documents }) as DataObject;
      schema = compileEventSchema(title, version, whole, this.options.flavour, this.options.compileTime);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.options.onProblem?.(uri, code ?? message);
    }
    const entry = { file, stamp, schema, checkedAt: now };
    this.entries.set(uri, entry);
    return entry;
  }

  private find(title: string, version: string): string | undefined {
    return this.firstOf(this.options.contentTypes.map((type) => `${title}/${version}.${type}`));
  }

  /** Reads what references of a version lead to: `/title/1.0.0` and other documents of the schemas' directory. */
  private referenced(): (address: string) => Schema | undefined {
    let count = 0;
    return (address) => {
      const path = /^\/(?!\/)[^?]*/.exec(address)?.[0];
      if (path === undefined || ++count > documentLimit) return undefined;
      try {
        const names = path.split("/").map(decodeURIComponent);
        // An escaped slash is part of no name.
        if (names.some((name) => name.includes("/"))) return undefined;
        const stem = names.join("/");
        const file = this.firstOf([stem, ...this.options.contentTypes.map((type) => `${stem}.${type}`)]);
        return file === undefined ? undefined : parse(readFileSync(file, "utf8"));
      } catch (error) {
        throw new Error(`“${address}”, which it refers to: ${(error as Error).message}`, { cause: error });
      }
    };
  }

  /** The first file that is there; none may be a link out of the schemas' directory. */
  private firstOf(paths: readonly string[]): string | undefined {
    for (const path of paths) {
      try {
        const real = realpathSync.native(join(this.root, path));
        if (real.startsWith(this.root + sep) && statSync(real).isFile()) return real;
      } catch {
        // Not there.
      }
    }
    return undefined;
  }
}

function parse(text: string): DataObject {
  const parsed = withNarrowNames(text, (known) => parseDocument(known, { isPublished: true }));
  if (parsed.kind === "problem") throw new Error(`it cannot be parsed: ${parsed.problem.kind}`);
  const { data } = parsed.document;
  if (!isObject(data)) throw new Error("it is not an object");
  return data;
}

/** A fingerprint of a file's content, without reading it. */
function stampOf(file: string): string | undefined {
  let stat: Stats;
  try {
    stat = statSync(file);
  } catch {
    return undefined;
  }
  return `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/** What an event says of its schema, as far as it fits an answer. */
function shown(uri: unknown): string {
  return (typeof uri === "string" ? uri : (JSON.stringify(uri) ?? "")).slice(0, 200);
}
