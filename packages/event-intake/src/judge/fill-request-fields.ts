import { randomUUID } from "node:crypto";
import { type Data, setOwn } from "@addendum/json-schema";
import { type Event, isEvent } from "./event.ts";
import type { EventSchema } from "./event-schema.ts";
import { headerText, type Origin } from "./origin.ts";

/** Request header → the event field that gets its value. Source: eventgate-wikimedia, `http_request_headers_to_fields`. */
export const defaultHeaderFields: Readonly<Record<string, string>> = {
  "x-request-id": "meta.request_id",
  "user-agent": "http.request_headers.user-agent",
};

/** A field that is filled where the schema has a place for it and the event does not contain it. */
interface Field {
  readonly name: string;
  value(origin: Origin): Data | undefined;
}

/** The fields of one object in an event. */
interface Group {
  /** From the root. */
  readonly path: readonly string[];
  readonly fields: Field[];
}

/** The second stage: fills in what the intake knows and the event does not say. */
export class RequestFields {
  private readonly fields: readonly { readonly path: readonly string[]; readonly value: Field["value"] }[];
  private readonly bySchema = new WeakMap<EventSchema, readonly Group[]>();

  /** @param headerFields request header → path with dots; no name may contain a dot */
  constructor(headerFields: Readonly<Record<string, string>> = defaultHeaderFields) {
    this.fields = [
      { path: ["meta", "id"], value: () => randomUUID() },
      { path: ["meta", "dt"], value: ({ receivedAtText }) => receivedAtText },
      ...Object.entries(headerFields).map(([header, field]) => {
        const name = header.toLowerCase();
        return { path: field.split("."), value: ({ headers }: Origin) => headerText(headers[name]) };
      }),
      { path: ["http", "client_ip"], value: ({ clientAddress }) => clientAddress },
    ];
  }

  fill(event: Event, schema: EventSchema, origin: Origin): void {
    let groups = this.bySchema.get(schema);
    if (groups === undefined) this.bySchema.set(schema, (groups = this.groupsFor(schema)));
    for (const group of groups) fillGroup(event, group, origin);
  }

  private groupsFor(schema: EventSchema): readonly Group[] {
    const groups = new Map<string, Group>();
    // Source: eventgate-wikimedia: `dt` is the sender's to say, except for what was converted from the old system.
    const isLegacy = schema.title.startsWith("analytics/legacy");
    const legacy = { path: ["dt"], value: ({ receivedAtText }: Origin) => receivedAtText };
    for (const { path, value } of isLegacy ? [...this.fields, legacy] : this.fields) {
      if (!schema.hasPlaceFor(path)) continue;
      const parent = path.slice(0, -1);
      const key = parent.join(".");
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { path: parent, fields: [] }));
      group.fields.push({ name: path.at(-1) as string, value });
    }
    return [...groups.values()];
  }
}

function fillGroup(event: Event, { path, fields }: Group, origin: Origin): void {
  let holder: Event | undefined = event;
  for (const name of path) {
    const next: unknown = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (next === undefined) {
      holder = undefined;
      break;
    }
    // What is there, but no object, is the validator's to refuse.
    if (!isEvent(next)) return;
    holder = next;
  }
  for (const { name, value } of fields) {
    if (holder !== undefined && Object.hasOwn(holder, name)) continue;
    const filled = value(origin);
    if (filled === undefined) continue;
    setOwn((holder ??= makePath(event, path)), name, filled);
  }
}

/** The object at a path, made where it is missing. */
function makePath(event: Event, path: readonly string[]): Event {
  let holder = event;
  for (const name of path) {
    if (!Object.hasOwn(holder, name)) setOwn<Data>(holder, name, {});
    holder = holder[name] as Event;
  }
  return holder;
}
