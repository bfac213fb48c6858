import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Data, type DataObject, isObject, own, parseJson } from "@addendum/json-schema";
import { parseSchemaUri } from "@addendum/streams";
import type { Lines } from "./recorded-events.ts";

/** The outcome of a refused event that was judged again. */
export type Rejudged =
  /** It is valid now, by the version that it names from now on. */
  | { readonly kind: "valid"; readonly event: DataObject; readonly title: string }
  | { readonly kind: "invalid"; readonly title: string; readonly reason: string }
  /** The error event does not hold it as a whole, or nothing says what it is. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** Judges an event by a version; undefined: there is none. Else what is wrong with it, or an empty text. */
export type JudgeBy = (title: string, version: string, event: Data) => string | undefined;

/** The version against which the events of a title are validated from now on; undefined: there is none. */
export type NewestOf = (title: string) => string | undefined;

/** Reads error events, and validates the reported events again. */
export class RefusedEvents {
  private readonly stored = new Map<string, ReadonlyMap<string, string>>();
  private readonly judge: JudgeBy;
  private readonly newest: NewestOf;

  constructor(judge: JudgeBy, newest: NewestOf) {
    this.judge = judge;
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
    const text = id === undefined ? raw : this.storedIn(join(dirname(file), "raw-events")).get(id);
    const given = text === undefined ? undefined : parseJson(text);
    if (!isObject(given))
      return { kind: "unreadable", reason: "the event was truncated or is stored elsewhere" };
    const event = completed(given, told);
    const named = parseSchemaUri(own(event, "$schema"));
    if (named === undefined) return { kind: "unreadable", reason: "it names no schema" };
    const { title, version } = named;
    const reason = this.judge(title, version, event);
    if (reason === "") return { kind: "valid", event, title };
    const newest = this.newest(title);
    if (newest !== undefined && newest !== version) {
      const moved = { ...event, $schema: `/${title}/${newest}` };
      const still = this.judge(title, newest, moved);
      if (still === "") return { kind: "valid", event: moved, title };
      return { kind: "invalid", title, reason: still ?? reason ?? "its schema does not exist here" };
    }
    return { kind: "invalid", title, reason: reason ?? "its schema does not exist here" };
  }

  private storedIn(directory: string): ReadonlyMap<string, string> {
    let stored = this.stored.get(directory);
    if (stored === undefined) this.stored.set(directory, (stored = readStored(directory)));
    return stored;
  }
}

/** An event as it was judged: what its request said instead of it is in the error event. */
function completed(event: DataObject, told: DataObject): DataObject {
  const [uri, stream] = [own(told, "errored_schema_uri"), own(told, "errored_stream_name")];
  const meta = own(event, "meta");
  return {
    ...event,
    ...(!Object.hasOwn(event, "$schema") && typeof uri === "string" && { $schema: uri }),
    ...(meta === undefined && typeof stream === "string" && { meta: { stream } }),
  };
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

/** So many events are resubmitted with one request. */
const batchSize = 100;

/** The outcome of sending events. */
export interface Resubmitted {
  accepted: number;
  /** In the intake's words, each once. */
  readonly failures: Set<string>;
}

/** Sends events to an intake, some at a time. */
export async function resubmit(url: string, events: readonly DataObject[]): Promise<Resubmitted> {
  const result: Resubmitted = { accepted: 0, failures: new Set() };
  for (let at = 0; at < events.length; at += batchSize) {
    const batch = events.slice(at, at + batchSize);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(batch),
      });
      const answer = parseJson(await response.text());
      const list = (name: string) => {
        const entries = isObject(answer) ? own(answer, name) : undefined;
        return Array.isArray(entries) ? (entries as readonly Data[]) : [];
      };
      const entries = [...list("invalid"), ...list("error")];
      for (const entry of entries) result.failures.add(reasonOf(entry));
      if (response.status === 201 || response.status === 207)
        result.accepted += batch.length - entries.length;
      else if (entries.length === 0) result.failures.add(`it answered ${response.status}`);
    } catch (error) {
      const { message, cause } = error as Error;
      result.failures.add((cause as NodeJS.ErrnoException | undefined)?.code ?? message);
    }
  }
  return result;
}

function reasonOf(entry: Data): string {
  const context = isObject(entry) ? own(entry, "context") : undefined;
  const said = isObject(context) ? (own(context, "errorsText") ?? own(context, "message")) : undefined;
  return typeof said === "string" ? said.slice(0, 200) : "refused";
}
