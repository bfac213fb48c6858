import { declare, type Declaration } from "@addendum/event-fields";
import { accepts, cloneData, type Data, type DataObject, isObject, type Schema } from "@addendum/json-schema";
import { Random } from "./random.ts";

/** The source of made-up events. */
export interface SpoofSource {
  /** A version, materialized. */
  readonly schema: Schema;
  readonly stream: string;
  /** `/title/1.0.0` */
  readonly schemaUri: string;
  /** A valid event, whose values are used where nothing better is known. */
  readonly example: DataObject;
}

export interface SpoofOptions {
  readonly days: number;
  /** Events a day, on an average day. */
  readonly rate: number;
  readonly seed: number;
  /** The end of the last day, in milliseconds since the epoch. */
  readonly until: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How much of a day's traffic an hour has, and of a week's a day: people sleep, and write less on Saturdays. */
const hours = [4, 3, 2, 2, 2, 3, 4, 6, 8, 10, 11, 11, 10, 10, 11, 11, 11, 11, 11, 12, 12, 10, 8, 6];
const weekdays = [0.85, 1.1, 1.1, 1.08, 1.05, 1, 0.8];

/** Fields whose values stay the same during a session. */
const ofSession =
  /session|user|wiki|database|domain|skin|platform|browser|country|language|bucket|token|agent|interface|editor/i;

/**
 * Made-up events in the order of their time, sessions of a few events each. The same seed gives the same events. Each is
 * valid: a value that its schema refuses gives way to the example's.
 */
export function* spoofEvents(source: SpoofSource, options: SpoofOptions): Generator<DataObject> {
  const random = new Random(`${options.seed} ${source.stream} ${source.schemaUri}`);
  const fields = fieldsOf(declare(source.schema), []);
  const start = Math.floor((options.until - options.days * dayMs) / dayMs) * dayMs;
  const perSession = 4;
  const total = hours.reduce((sum, weight) => sum + weight, 0);
  /** Events that are to come, by their time. */
  let waiting: { readonly time: number; readonly session: Session }[] = [];
  for (let hour = start; hour < options.until; hour += hourMs) {
    const date = new Date(hour);
    const share = ((hours[date.getUTCHours()] as number) / total) * (weekdays[date.getUTCDay()] as number);
    const expected = (options.rate * share) / perSession;
    // Sessions come as they like: about as many as expected, by a coin for each part of one.
    const count = Math.floor(expected * (0.8 + 0.4 * random.next()) + random.next());
    for (let index = 0; index < count; index++) {
      const session = new Session(random);
      let time = hour + random.next() * hourMs;
      do {
        waiting.push({ time, session });
        time += 1000 + random.exponential(45_000);
      } while (random.chance(1 - 1 / perSession));
    }
    waiting.sort((a, b) => a.time - b.time);
    const due = waiting.filter(({ time }) => time < hour + hourMs && time < options.until);
    waiting = waiting.filter(({ time }) => time >= hour + hourMs);
    for (const { time, session } of due) yield makeEvent(source, fields, session, time, random);
  }
}

/** What one person does in a sitting. */
class Session {
  readonly id: string;
  private readonly values = new Map<string, Data | undefined>();

  constructor(random: Random) {
    this.id = random.hex(20);
  }

  /** The value that a field has in this session. */
  of(name: string, make: () => Data | undefined): Data | undefined {
    if (!this.values.has(name)) this.values.set(name, make());
    return this.values.get(name);
  }
}

interface Field {
  readonly path: readonly string[];
  readonly declaration: Declaration;
  readonly isRequired: boolean;
}

/** The fields that contain simple values, by objects alone: lists and maps keep what the example has. */
function fieldsOf(declaration: Declaration, path: readonly string[]): Field[] {
  return [...declaration.properties].flatMap(([name, member]) => {
    const at = [...path, name];
    if (member.properties.size > 0 && at.length < 6) return fieldsOf(member, at);
    return [{ path: at, declaration: member, isRequired: declaration.required.has(name) }];
  });
}

function makeEvent(
  source: SpoofSource,
  fields: readonly Field[],
  session: Session,
  time: number,
  random: Random,
): DataObject {
  const event = cloneData(source.example) as Record<string, Data>;
  const set: Field[] = [];
  const before = new Map<Field, Data | undefined>();
  for (const field of fields) {
    const key = field.path.join(".");
    const make = () => valueOf(field, source, session, time, random);
    const value = ofSession.test(field.path.at(-1) as string) ? session.of(key, make) : make();
    if (value === undefined) continue;
    before.set(field, read(event, field.path));
    write(event, field.path, value);
    set.push(field);
  }
  if (accepts(source.schema, source.schema, event) === true) return event;
  // Something is refused: each value alone says whether it is the one.
  for (const field of set) write(event, field.path, before.get(field));
  for (const field of [...set.filter(isIdentity), ...set.filter((one) => !isIdentity(one))]) {
    const value = ofSession.test(field.path.at(-1) as string)
      ? session.of(field.path.join("."), () => undefined)
      : valueOf(field, source, session, time, random);
    if (value === undefined) continue;
    write(event, field.path, value);
    if (accepts(source.schema, source.schema, event) !== true) write(event, field.path, before.get(field));
  }
  return event;
}

function isIdentity({ path }: Field): boolean {
  return path[0] === "meta" || path[0] === "dt";
}

/** A plausible value; undefined leaves what the example has. */
function valueOf(
  { path, declaration }: Field,
  { stream, schemaUri }: SpoofSource,
  session: Session,
  time: number,
  random: Random,
): Data | undefined {
  const name = path.at(-1) as string;
  switch (path.join(".")) {
    case "$schema":
      return schemaUri;
    case "meta.stream":
      return stream;
    case "meta.dt":
      return new Date(time + random.integer(20, 900)).toISOString();
    case "dt":
      return new Date(time).toISOString();
    case "meta.id":
    case "uuid":
    case "meta.request_id":
      return random.uuid();
    case "meta.domain":
      return random.pick([
        "en.wikipedia.org",
        "de.wikipedia.org",
        "fr.wikipedia.org",
        "ja.wikipedia.org",
        "es.wikipedia.org",
      ]);
    default:
  }
  if (declaration.values !== undefined) {
    const options = declaration.values.filter((value) => value !== null);
    return options.length === 0 ? undefined : random.pick(options);
  }
  const types = [...(declaration.types ?? [])].filter((type) => type !== "null");
  switch (types.length === 1 ? types[0] : undefined) {
    case "boolean":
      return random.chance(0.7);
    case "integer":
      return Math.round(magnitude(declaration, random));
    case "number":
      return Math.round(magnitude(declaration, random) * 1000) / 1000;
    case "string":
      return textOf(name, declaration, session, time, random);
    default:
      return undefined;
  }
}

/** Most numbers are small; limits are kept. */
function magnitude({ schema }: Declaration, random: Random): number {
  const limit = (keyword: string): number | undefined => {
    const value = isObject(schema) ? schema[keyword] : undefined;
    return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  };
  const least = limit("minimum") ?? (limit("exclusiveMinimum") ?? -1) + 1;
  const most = limit("maximum") ?? limit("exclusiveMaximum") ?? least + 100_000;
  return Math.min(most, least + random.exponential(Math.min(1000, Math.max(1, (most - least) / 5))));
}

function textOf(
  name: string,
  { format, schema }: Declaration,
  session: Session,
  time: number,
  random: Random,
): string | undefined {
  if (format === "date-time") return new Date(time).toISOString();
  if (format === "uuid") return random.uuid();
  if (format !== undefined || (isObject(schema) && Object.hasOwn(schema, "pattern"))) return undefined;
  if (/session/i.test(name)) return session.id;
  if (/token|_id$|^id$|uuid/i.test(name)) return random.hex(20);
  if (/wiki|database/i.test(name))
    return random.pick(["enwiki", "dewiki", "frwiki", "jawiki", "eswiki", "itwiki"]);
  if (/lang/i.test(name)) return random.pick(["en", "de", "fr", "ja", "es"]);
  if (/bucket/i.test(name)) {
    return random.pick(["0 edits", "1-4 edits", "5-99 edits", "100-999 edits", "1000+ edits"]);
  }
  return undefined;
}

function read(event: Data, path: readonly string[]): Data | undefined {
  return path.reduce<Data | undefined>(
    (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
    event,
  );
}

/** Undefined takes it out. Objects on the way are made where they are missing. */
function write(event: Record<string, Data>, path: readonly string[], value: Data | undefined): void {
  let holder: Record<string, Data> = event;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(holder, name) ? holder[name] : undefined;
    if (isObject(next)) {
      holder = next as Record<string, Data>;
      continue;
    }
    if (value === undefined) return;
    const made: Record<string, Data> = {};
    define(holder, name, made);
    holder = made;
  }
  const last = path.at(-1) as string;
  if (value === undefined) delete holder[last];
  else define(holder, last, value);
}

/** A property by any name, `__proto__` too. */
function define(holder: Record<string, Data>, name: string, value: Data): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}
