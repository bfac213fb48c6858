import { randomUUID } from "node:crypto";
import { type Data, setOwn } from "@addendum/json-schema";
import { type Event, isEvent } from "./event.ts";
import type { EventSchema } from "./event-schema.ts";

/** What is known of the request that brought an event. */
export interface Origin {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The address of the client, as far as it says so. */
  readonly clientAddress: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The time in full: ISO 8601, UTC. */
  readonly receivedAtText: string;
}

/** Request header → the field that it fills. Source: eventgate-wikimedia, `http_request_headers_to_fields`. */
export const defaultHeaderFields: Readonly<Record<string, string>> = {
  "x-request-id": "meta.request_id",
  "user-agent": "http.request_headers.user-agent",
};

/** A header's longest text in an event. Source: eventgate-wikimedia. */
const headerLimit = 400;

/** Fills one field, where the schema has a place for it and the event does not hold it. */
interface Filling {
  readonly path: readonly string[];
  value(origin: Origin): Data | undefined;
}

/** Fills in what the intake knows and the event does not say. */
export class Completion {
  private readonly fillings: readonly Filling[];
  /** Schema → the fillings that it has a place for. */
  private readonly bySchema = new WeakMap<EventSchema, readonly Filling[]>();

  /** @param headerFields request header → path with dots; the last name may hold a dot as little as the others */
  constructor(headerFields: Readonly<Record<string, string>> = defaultHeaderFields) {
    this.fillings = [
      { path: ["meta", "id"], value: () => randomUUID() },
      { path: ["meta", "dt"], value: ({ receivedAtText }) => receivedAtText },
      ...Object.entries(headerFields).map(([header, field]): Filling => {
        const name = header.toLowerCase();
        return { path: field.split("."), value: ({ headers }) => headerText(headers[name]) };
      }),
      { path: ["http", "client_ip"], value: ({ clientAddress }) => clientAddress },
    ];
  }

  complete(event: Event, schema: EventSchema, origin: Origin): void {
    let fillings = this.bySchema.get(schema);
    if (fillings === undefined) {
      const legacy: Filling[] = schema.title.startsWith("analytics/legacy")
        ? [{ path: ["dt"], value: ({ receivedAtText }) => receivedAtText }]
        : [];
      fillings = [...this.fillings, ...legacy].filter(({ path }) => schema.hasPlaceFor(path));
      this.bySchema.set(schema, fillings);
    }
    for (const filling of fillings) fill(event, filling, origin);
  }
}

function fill(event: Event, { path, value }: Filling, origin: Origin): void {
  let holder = event;
  let depth = 0;
  for (; depth < path.length - 1; depth++) {
    const name = path[depth] as string;
    if (!Object.hasOwn(holder, name)) break;
    const next = holder[name];
    // What is there, but no object, is the validator's to refuse.
    if (!isEvent(next)) return;
    holder = next;
  }
  if (Object.hasOwn(holder, path[depth] as string)) return;
  let filled = value(origin);
  if (filled === undefined) return;
  for (let at = path.length - 1; at > depth; at--) filled = { [path[at] as string]: filled };
  setOwn(holder, path[depth] as string, filled);
}

function headerText(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value.join(", ") : value;
  return text === undefined || text === "" ? undefined : text.slice(0, headerLimit);
}

/** Source: eventgate-wikimedia: X-Client-IP, else the leftmost of X-Forwarded-For, else the socket's address. */
export function clientAddress(headers: Origin["headers"], socketAddress: string): string {
  const direct = headerText(headers["x-client-ip"]);
  const leftmost = headerText(headers["x-forwarded-for"])?.split(",")[0];
  return (direct ?? leftmost ?? "").trim() || socketAddress;
}
