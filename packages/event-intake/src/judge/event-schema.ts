import { closeSchema } from "@addendum/containment";
import {
  compileUndeclared,
  type DeclaredPlaces,
  findDeclaredPlaces,
  findPersonalFields,
  type FindUndeclared,
  hasPlaceFor,
  type PersonalPlace,
} from "@addendum/event-fields";
import { type Data, type DataObject, type Schema, step, tokens } from "@addendum/json-schema";
import { compileForMany, type ValidationErrors } from "@addendum/json-schema/validator";
import { type Ajv6Error, type Ajv6Judge, compileAsEventGate, compileWording } from "./ajv-6.ts";
import type { Event } from "./event.ts";
import type { CompileTime } from "./compile-time.ts";
import { compileDefaults } from "./fill-defaults.ts";

/** Why an event is not valid. `instancePath` is not Ajv 6's: in answers that need not be EventGate's, it is there too. */
export interface EventError extends Ajv6Error {
  readonly instancePath?: string;
}

/** Which verdicts count: ours, or those of EventGate 1.8.4. */
export type Flavour = "addendum" | "eventgate-1.8";

/** One version of one schema, compiled for the events that name it. */
export interface EventSchema {
  readonly title: string;
  readonly version: string;
  /** `/title/X.Y.Z`, as events name it. */
  readonly uri: string;
  readonly schema: DataObject;
  /**
   * Fills the schema's defaults into the event, and says what is wrong with it; undefined: nothing.
   * The first event that is refused costs some 20 ms unless it was prepared: its judge's wording is compiled then.
   * @param most the most errors that are reported; EventGate reports all
   */
  refuse(event: Event, most?: number): readonly EventError[] | undefined;
  readonly undeclared: FindUndeclared;
  readonly personalFields: PersonalPlace | undefined;
  /** For events that it refuses; undefined if it marks nothing as personal. */
  readonly declaredPlaces: DeclaredPlaces | undefined;
  /** Compiles what else it may need, so that no event waits for that. */
  prepare(): void;
  /** Whether the schema has a place for a member, declared or as one of a map. */
  hasPlaceFor(path: readonly string[]): boolean;
}

/** Throws an Error for a schema that cannot judge events. */
export function compileEventSchema(
  title: string,
  version: string,
  schema: DataObject,
  flavour: Flavour,
  compileTime?: CompileTime,
): EventSchema {
  const measure = <T>(work: () => T): T => (compileTime === undefined ? work() : compileTime.measure(work));
  let wording: Ajv6Judge | undefined;
  const word = (): Ajv6Judge => (wording ??= measure(() => compileWording(schema)));
  const refuse = flavour === "addendum" ? compileJudge(schema, word) : compileAsEventGate(schema);
  const findUndeclared = () => (undeclared ??= measure(() => compileUndeclared(closeSchema(schema))));
  let undeclared: FindUndeclared | undefined;
  let personal: { readonly fields: PersonalPlace | undefined } | undefined;
  let declared: { readonly places: DeclaredPlaces | undefined } | undefined;
  return {
    title,
    version,
    uri: `/${title}/${version}`,
    schema,
    refuse,
    undeclared: (event, tell) => findUndeclared()(event, tell),
    get personalFields() {
      return (personal ??= measure(() => ({ fields: findPersonalFields(schema) }))).fields;
    },
    get declaredPlaces() {
      return (declared ??= measure(() => ({ places: findDeclaredPlaces(schema) }))).places;
    },
    prepare() {
      findUndeclared();
      void this.personalFields;
      // The engine, too, compiles a function when it is first called.
      refuse({}, 1);
      if (flavour === "addendum") word();
    },
    hasPlaceFor: (path) => hasPlaceFor(schema, path),
  };
}

/**
 * The linter's judge decides; Ajv 6 words it.
 * @param word compiles the wording when it is first asked for
 */
function compileJudge(schema: Schema, word: () => Ajv6Judge): EventSchema["refuse"] {
  const judge = compileForMany(schema);
  const fill = compileDefaults(schema);
  return (event, most = Infinity) => {
    fill?.(event);
    let errors: ValidationErrors;
    try {
      errors = judge(event);
    } catch {
      // A pattern that no automaton can judge: the engine's own expression has to.
      return word()(event)?.slice(0, most).map(withPath);
    }
    if (errors.length === 0) return undefined;
    const worded = word()(event);
    // What Ajv 6 would have accepted is refused in its style.
    return worded === undefined
      ? errors.slice(0, most).map((error) => translate(error, event))
      : worded.slice(0, most).map(withPath);
  };
}

function withPath({ keyword, dataPath, schemaPath, params, message }: Ajv6Error): EventError {
  return { keyword, dataPath, schemaPath, params, message, instancePath: pointerOf(dataPath) };
}

function translate(
  { instancePath, schemaPath, keyword, message }: ValidationErrors[number],
  event: Event,
): EventError {
  return {
    keyword,
    dataPath: dataPathOf(instancePath, event),
    schemaPath,
    params: {},
    message: message.replace(/^must /, "should "),
    instancePath,
  };
}

/** `.meta.dt`, `.list[0]`, `['user-agent']` as Ajv 6 writes them. */
function dataPathOf(pointer: string, event: Data): string {
  let at: Data | undefined = event;
  let path = "";
  for (const token of tokens(pointer)) {
    if (Array.isArray(at)) path += `[${token}]`;
    else if (/^[a-z$_][a-z$_0-9]*$/i.test(token)) path += `.${token}`;
    else path += `['${token.replace(/['\\]/g, "\\$&")}']`;
    at = at === undefined ? undefined : step(at, token);
  }
  return path;
}

/** The pointer that an Ajv 6 path means. */
export function pointerOf(path: string): string {
  if (!path.includes("[")) return path.replaceAll(".", "/");
  let pointer = "";
  for (const match of path.matchAll(/\.([a-z$_][a-z$_0-9]*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/gi)) {
    const token = match[1] ?? match[2] ?? (match[3] as string).replace(/\\(.)/g, "$1");
    pointer += `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}
