import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hasPlaceFor } from "@addendum/event-fields";
import { type Data, type DataObject, isObject, own, parseJson } from "@addendum/json-schema";
import { parseSchemaUri } from "@addendum/streams";
import type { Lines } from "./recorded-events.ts";

/** The outcome of a refused event that was judged again. */
export type Rejudged =
  /** It is valid now, by the version that it names from now on. */
  | {
      readonly kind: "valid";
      readonly event: DataObject;
      readonly title: string;
      /** Its `meta.id`, if it has one. */
      readonly key: string | undefined;
    }
  | {
      readonly kind: "invalid";
      readonly title: string;
      readonly reason: string;
      readonly key: string | undefined;
    }
  /** The error event does not contain it as a whole, or nothing says what it is. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A version that events are judged by. */
export interface VersionJudge {
  readonly schema: DataObject;
  /** What is wrong with an event; empty: nothing. */
  judge(event: Data): string;
}

/** The validator of a version; undefined if the version does not exist. */
export type JudgeOf = (title: string, version: string) => VersionJudge | undefined;

/** The version against which the events of a title are validated from now on; undefined: there is none. */
export type NewestOf = (title: string) => string | undefined;

/** What an error event says where the event itself said nothing. */
const unnamed = "unknown";

/** Reads error events, and validates the reported events again. */
export class RefusedEvents {
  private readonly stored = new Map<string, ReadonlyMap<string, string>>();
  private readonly judgeOf: JudgeOf;
  private readonly newest: NewestOf;

  constructor(judgeOf: JudgeOf, newest: NewestOf) {
    this.judgeOf = judgeOf;
    this.newest = newest;
  }

  /** Lines that are not error events are left out. */
  *rejudge({ file, lines }: Lines): Generator<Rejudged> {
    for (const line of lines) {
      if (!line.includes('"raw_event"')) continue;
      const told = parseJson(line);
      const raw = isObject(told) ? own(told, "raw_event") : undefined;
      if (typeof raw === "string") yield this.rejudgeOne(file, raw, told as DataObject);
    }
  }

  private rejudgeOne(file: string, raw: string, told: DataObject): Rejudged {
    const id = /^raw-events\/([\w-]+)$/.exec(raw)?.[1];
    const directory = join(dirname(file), "raw-events");
    const text = id === undefined ? raw : this.storedIn(directory).get(id);
    if (text === undefined) return { kind: "unreadable", reason: `${directory} does not contain it` };
    const given = parseJson(text);
    if (!isObject(given))
      return { kind: "unreadable", reason: "the error event contains only its beginning" };
    const event = completed(given, told);
    const named = parseSchemaUri(own(event, "$schema"));
    if (named === undefined) return { kind: "unreadable", reason: "it does not name a schema" };
    const { title, version } = named;
    const first = this.judgeBy(title, version, event, told);
    if (first.kind === "valid") return first;
    const newest = this.newest(title);
    if (newest === undefined || newest === version) return first;
    return this.judgeBy(title, newest, { ...event, $schema: `/${title}/${newest}` }, told);
  }

  private judgeBy(
    title: string,
    version: string,
    event: DataObject,
    told: DataObject,
  ): Exclude<Rejudged, { readonly kind: "unreadable" }> {
    const judge = this.judgeOf(title, version);
    const identified = judge === undefined ? event : withIdentity(event, judge.schema, told);
    const key = keyOf(identified);
    if (judge === undefined) return { kind: "invalid", title, reason: "its schema does not exist here", key };
    const reason = judge.judge(identified);
    return reason === ""
      ? { kind: "valid", event: identified, title, key }
      : { kind: "invalid", title, reason, key };
  }

  private storedIn(directory: string): ReadonlyMap<string, string> {
    let stored = this.stored.get(directory);
    if (stored === undefined) this.stored.set(directory, (stored = readStored(directory)));
    return stored;
  }
}

/** An event as the intake validated it, with the schema and stream that its request named. */
function completed(event: DataObject, told: DataObject): DataObject {
  const [uri, stream] = [own(told, "errored_schema_uri"), own(told, "errored_stream_name")];
  const isNamed = (name: Data | undefined) => typeof name === "string" && name !== unnamed;
  const meta = own(event, "meta");
  const isMissing = meta === undefined || (isObject(meta) && !Object.hasOwn(meta, "stream"));
  return {
    ...event,
    ...(!Object.hasOwn(event, "$schema") && isNamed(uri) && { $schema: uri }),
    ...(isMissing && isNamed(stream) && { meta: { ...meta, stream } }),
  } as DataObject;
}

/**
 * An event with the identifier and the time of arrival that the intake would have given it, where its schema has a
 * place for them. The identifier follows from the error event, so an event that is sent twice can be told by it.
 */
function withIdentity(event: DataObject, schema: DataObject, told: DataObject): DataObject {
  const given = own(event, "meta");
  if (given !== undefined && !isObject(given)) return event;
  const missing = (name: string) =>
    hasPlaceFor(schema, ["meta", name]) && (given === undefined || !Object.hasOwn(given, name));
  const about = own(told, "meta");
  const arrived = own(told, "dt") ?? (isObject(about) ? own(about, "dt") : undefined);
  const added = {
    ...(missing("id") && { id: identifierOf(told) }),
    ...(missing("dt") && typeof arrived === "string" && { dt: arrived }),
  };
  return Object.keys(added).length === 0 ? event : { ...event, meta: { ...given, ...added } };
}

/** Source: RFC 9562, version 8: what the bits are made of is our own affair. */
function identifierOf(told: DataObject): string {
  const about = own(told, "meta");
  const id = isObject(about) ? own(about, "id") : undefined;
  const name = typeof id === "string" ? id : JSON.stringify(told);
  const digits = createHash("sha256").update(`addendum replay ${name}`).digest("hex");
  const variant = "89ab"[Number.parseInt(digits.charAt(16), 16) % 4] ?? "8";
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

/** What tells an event from others; undefined: it has no `meta.id`. */
function keyOf(event: Data): string | undefined {
  const meta = isObject(event) ? own(event, "meta") : undefined;
  if (!isObject(meta)) return undefined;
  const [id, stream] = [own(meta, "id"), own(meta, "stream")];
  return typeof id === "string" ? JSON.stringify([stream ?? null, id]) : undefined;
}

/** Which of some events were recorded as valid ones since. */
export class AcceptedSince {
  readonly found = new Set<string>();
  private readonly keys: ReadonlySet<string>;
  private readonly identifiers: ReadonlySet<string>;

  /** @param keys of the events that are looked for */
  constructor(keys: ReadonlySet<string>) {
    this.keys = keys;
    this.identifiers = new Set([...keys].map((key) => (JSON.parse(key) as [unknown, string])[1]));
  }

  look({ lines }: Lines): void {
    for (const line of lines) {
      if (line.includes('"raw_event"')) continue;
      // Most lines are of other events, and parsing each would take long.
      const isCandidate = [...line.matchAll(/"id"\s*:\s*"([^"\\]+)"/g)].some(([, id = ""]) =>
        this.identifiers.has(id),
      );
      const key = isCandidate ? keyOf(parseJson(line) ?? null) : undefined;
      if (key !== undefined && this.keys.has(key)) this.found.add(key);
    }
  }
}

function readStored(directory: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => name.endsWith(".raw"));
  } catch {
    return found;
  }
  for (const name of names) {
    for (const line of readFileSync(join(directory, name), "utf8").split("\n")) {
      const one = line === "" ? undefined : parseJson(line);
      const [id, raw] = isObject(one) ? [own(one, "id"), own(one, "raw_event")] : [];
      if (typeof id === "string" && typeof raw === "string") found.set(id, raw);
    }
  }
  return found;
}
