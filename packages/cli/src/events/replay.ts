import { closeSchema } from "@addendum/containment";
import { compileUndeclared, findDeclaredPlaces, maskedEvent, publicPointer } from "@addendum/event-fields";
import { type Data, type DataObject, isObject, join, own, parseJson, tokens } from "@addendum/json-schema";
import type * as Validator from "@addendum/json-schema/validator";
import { parseSchemaUri } from "@addendum/streams";
import type { Lines } from "./recorded-events.ts";

/** Events of one title that are rejected for the same reason. */
export interface Refusals {
  /** In events; each item of a list stands for all. */
  readonly place: string;
  readonly reason: string;
  count: number;
  /** The first of them. */
  readonly example: { readonly file: string; readonly line: number; readonly event: Data };
}

/** The outcome of the events of one title. */
export interface Replayed {
  readonly title: string;
  events: number;
  refused: number;
  readonly refusals: Refusals[];
}

/** What an event's `$schema` names. */
interface Named {
  readonly title: string;
  /** Or why its schema cannot judge events; undefined: it is not here. */
  readonly judge: Judge | string | undefined;
}

interface Judge {
  readonly schema: DataObject;
  readonly judge: (value: unknown) => Validator.ValidationErrors;
}

/** The most reasons that are counted separately for a title; others are only counted as rejected. */
const reasonsLimit = 50;

/** Validates recorded events one after another, in constant memory. */
export class Replay {
  readonly titles = new Map<string, Replayed>();
  /** Lines that are not events, or name no schema that is here. */
  readonly unreadable = { count: 0, first: undefined as string | undefined };
  private readonly judges = new Map<string, Judge | string | undefined>();
  private readonly byUri = new Map<string, Named>();
  private readonly schemaOf: (title: string, version: string) => DataObject | undefined;
  private readonly compile: (schema: DataObject) => Judge["judge"];
  private readonly only: string | undefined;

  /**
   * @param schemaOf the schema that judges events of a title and version; undefined: there is none
   * @param only the title that is asked about; undefined: all
   */
  constructor(
    schemaOf: (title: string, version: string) => DataObject | undefined,
    compile: (schema: DataObject) => Judge["judge"],
    only?: string,
  ) {
    this.schemaOf = schemaOf;
    this.compile = compile;
    this.only = only;
  }

  judge({ file, first, lines }: Lines): void {
    for (const [index, line] of lines.entries()) {
      if (line !== "" && line !== "\r") this.judgeLine(line, file, first + index);
    }
  }

  private judgeLine(line: string, file: string, number: number): void {
    const event = parseJson(line);
    if (event === undefined) {
      this.cannotRead(`${file}:${number} is not JSON`);
      return;
    }
    const uri = isObject(event) ? own(event, "$schema") : undefined;
    const named = typeof uri === "string" ? this.lookUp(uri) : undefined;
    if (named === undefined) {
      this.cannotRead(`${file}:${number} names no schema`);
      return;
    }
    const { title, judge } = named;
    if (this.only !== undefined && title !== this.only) return;
    if (judge === undefined) {
      this.cannotRead(`${file}:${number} names ${String(uri)}, which does not exist here`);
      return;
    }
    if (typeof judge === "string") {
      this.cannotRead(`${file}:${number} names ${String(uri)}, which cannot validate events: ${judge}`);
      return;
    }
    let replayed = this.titles.get(title);
    if (replayed === undefined)
      this.titles.set(title, (replayed = { title, events: 0, refused: 0, refusals: [] }));
    replayed.events++;
    const [error] = judge.judge(event);
    if (error === undefined) return;
    replayed.refused++;
    note(replayed, error, judge.schema, { file, line: number, event });
  }

  private lookUp(uri: string): Named | undefined {
    const known = this.byUri.get(uri);
    if (known !== undefined) return known;
    const parsed = parseSchemaUri(uri);
    if (parsed === undefined) return undefined;
    const { title, version } = parsed;
    const isAsked = this.only === undefined || title === this.only;
    const found = { title, judge: isAsked ? this.judgeOf(title, version) : undefined };
    // Senders choose what they name.
    if (this.byUri.size < 10_000) this.byUri.set(uri, found);
    return found;
  }

  private judgeOf(title: string, version: string): Named["judge"] {
    const key = this.only === undefined ? `${title}@${version}` : title;
    if (!this.judges.has(key)) {
      const schema = this.schemaOf(title, version);
      this.judges.set(key, schema && this.compiled(schema));
    }
    return this.judges.get(key);
  }

  private compiled(schema: DataObject): Judge | string {
    try {
      return { schema, judge: this.compile(schema) };
    } catch (error) {
      return (error as Error).message;
    }
  }

  private cannotRead(why: string): void {
    this.unreadable.count++;
    this.unreadable.first ??= why;
  }
}

function note(
  replayed: Replayed,
  { instancePath, message }: Validator.ValidationErrors[number],
  schema: DataObject,
  example: Refusals["example"],
): void {
  const declared = findDeclaredPlaces(schema);
  // The names of members may be personal data, too.
  const shown = join("", ...publicPointer(tokens(instancePath), declared));
  const place = shown.replace(/\/\d+(?=\/|$)/g, "/*");
  const known = replayed.refusals.find((one) => one.place === place && one.reason === message);
  if (known !== undefined) known.count++;
  else if (replayed.refusals.length < reasonsLimit) {
    const event = maskedEvent(example.event, declared, compileUndeclared(closeSchema(schema)));
    replayed.refusals.push({ place, reason: message, count: 1, example: { ...example, event } });
  }
}
