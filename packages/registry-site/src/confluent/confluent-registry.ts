import { canonical, type DataObject, isObject, parseJson } from "@addendum/json-schema";
import { registryId } from "@addendum/schema-repository";
import type { Pair } from "../model/pair.ts";

/** A schema under the topic that carries its events. */
export interface Subject {
  /** `<topic>-value` */
  readonly name: string;
  readonly title: string;
}

/** The data of the registry, and how schemas are compared. */
export interface RegistrySource {
  readonly subjects: readonly Subject[];
  /** X.Y.Z of a title, the lowest first: their places from 1 are the numbers of Confluent's versions. */
  versions(title: string): readonly string[];
  /** Every title that has versions, whether a stream carries it or not. */
  readonly titles: readonly string[];
  /** Materialized; undefined if it cannot be read. */
  schema(title: string, version: string): DataObject | undefined;
  compare(title: string, old: string, schema: DataObject): Pair | undefined;
}

export interface RegistryRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

export interface RegistryAnswer {
  readonly status: number;
  /** Is sent as JSON; a text is sent as it is. */
  readonly body: unknown;
}

const prefixes = new Set(["subjects", "schemas", "config", "mode", "compatibility", "contexts"]);

/** Whether a path belongs to the registry API. */
export function isRegistryPath(path: string): boolean {
  return prefixes.has(path.split("/")[1] ?? "");
}

/** A request that is answered with an error. Source of the codes: Confluent's Schema Registry API, “Errors”. */
class RegistryError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const notFound = () => new RegistryError(404, 404, "HTTP 404 Not Found");
const readOnly = () =>
  new RegistryError(
    422,
    42_205,
    "This registry is read-only. To change a schema, commit to its repository, where old events are proved to stay valid.",
  );

/**
 * Implements the read-only part of Confluent's Schema Registry API. Source:
 * https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
export class ConfluentRegistry {
  private readonly source: RegistrySource;
  private ids: ReadonlyMap<number, { readonly title: string; readonly version: string }> | undefined;

  constructor(source: RegistrySource) {
    this.source = source;
  }

  answer(request: RegistryRequest): RegistryAnswer {
    try {
      return { status: 200, body: this.route(request) };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return { status: error.status, body: { error_code: error.code, message: error.message } };
    }
  }

  private route({ method, path, query, body }: RegistryRequest): unknown {
    const [first, second, third, fourth, fifth, ...rest] = path.split("/").slice(1).map(decode);
    if (rest.length > 0) throw notFound();
    const parameters = new URLSearchParams(query);
    const isGet = method === "GET" || method === "HEAD";
    if (method !== "POST" && !isGet) throw readOnly();
    switch (first) {
      case "subjects":
        if (method === "POST") return this.postSubject(second, third, fourth, body);
        return this.getSubjects(parameters, second, third, fourth, fifth);
      case "schemas":
        if (!isGet) throw notFound();
        return this.getSchemas(second, third, fourth);
      case "config":
        if (!isGet || third !== undefined) throw notFound();
        if (second !== undefined && parameters.get("defaultToGlobal") !== "true") this.subject(second);
        return { compatibilityLevel: "BACKWARD_TRANSITIVE" };
      case "mode":
        if (!isGet || third !== undefined) throw notFound();
        return { mode: "READONLY" };
      case "contexts":
        if (second !== undefined) throw notFound();
        return ["."];
      case "compatibility":
        if (method !== "POST" || second !== "subjects" || third === undefined || fourth !== "versions") {
          throw notFound();
        }
        return this.compatibility(third, fifth, body, parameters.get("verbose") === "true");
      default:
        throw notFound();
    }
  }

  private getSubjects(
    parameters: URLSearchParams,
    name: string | undefined,
    versions: string | undefined,
    version: string | undefined,
    part: string | undefined,
  ): unknown {
    if (name === undefined || name === "") {
      const prefix = (parameters.get("subjectPrefix") ?? "").replace(/^:\*:/, "");
      return this.source.subjects.map((one) => one.name).filter((one) => one.startsWith(prefix));
    }
    if (versions !== "versions") throw notFound();
    const { title } = this.subject(name);
    if (version === undefined) return this.source.versions(title).map((_, index) => index + 1);
    const found = this.version(title, version);
    if (part === "referencedby") return [];
    const schema = this.text(title, found.version);
    if (part === "schema") return schema;
    if (part !== undefined) throw notFound();
    const id = registryId(`/${title}/${found.version}`);
    return { subject: name, version: found.number, id, schemaType: "JSON", schema };
  }

  private postSubject(
    name: string | undefined,
    versions: string | undefined,
    more: string | undefined,
    body: string,
  ): unknown {
    if (name === undefined || more !== undefined || (versions !== undefined && versions !== "versions")) {
      throw notFound();
    }
    const { title } = this.subject(name);
    const posted = readSchema(body);
    const wanted = comparable(posted);
    const all = this.source.versions(title);
    const index = all.findLastIndex((version) => {
      const schema = this.source.schema(title, version);
      return schema !== undefined && comparable(schema) === wanted;
    });
    const version = all[index];
    if (version === undefined) {
      if (versions === "versions") throw readOnly();
      throw new RegistryError(404, 40_403, "Schema not found");
    }
    const id = registryId(`/${title}/${version}`);
    if (versions === "versions") return { id };
    return { subject: name, version: index + 1, id, schemaType: "JSON", schema: this.text(title, version) };
  }

  private getSchemas(kind: string | undefined, id: string | undefined, part: string | undefined): unknown {
    if (kind === "types" && id === undefined) return ["JSON"];
    if (kind !== "ids" || id === undefined) throw notFound();
    const found = /^\d{1,10}$/.test(id) ? this.byId().get(Number(id)) : undefined;
    if (found === undefined) throw new RegistryError(404, 40_403, `Schema ${id} not found`);
    const { title, version } = found;
    const subjects = this.source.subjects.filter((one) => one.title === title);
    const number = this.source.versions(title).indexOf(version) + 1;
    switch (part) {
      case undefined:
        return { schemaType: "JSON", schema: this.text(title, version) };
      case "schema":
        return this.text(title, version);
      case "subjects":
        return subjects.map(({ name }) => name);
      case "versions":
        return subjects.map(({ name }) => ({ subject: name, version: number }));
      default:
        throw notFound();
    }
  }

  /** Whether every event of a version, or of all versions of the newest major, is valid under the schema that was sent. */
  private compatibility(
    name: string,
    version: string | undefined,
    body: string,
    isVerbose: boolean,
  ): unknown {
    const { title } = this.subject(name);
    const posted = readSchema(body);
    const all = this.source.versions(title);
    const major = all.at(-1)?.split(".")[0];
    const olds =
      version === undefined
        ? all.filter((one) => one.split(".")[0] === major)
        : [this.version(title, version).version];
    const pairs = olds.flatMap((old) => this.source.compare(title, old, posted) ?? []);
    const broken = pairs.filter(({ verdict }) => verdict !== "compatible");
    return {
      is_compatible: broken.length === 0 && pairs.length === olds.length,
      ...(isVerbose && { messages: broken.flatMap(messagesOf) }),
    };
  }

  private subject(name: string): Subject {
    const found = this.source.subjects.find((one) => one.name === name);
    if (found === undefined || this.source.versions(found.title).length === 0) {
      throw new RegistryError(404, 40_401, `Subject '${name}' not found.`);
    }
    return found;
  }

  /** @param text Confluent's number, `latest`, `-1`, or X.Y.Z */
  private version(title: string, text: string): { readonly version: string; readonly number: number } {
    const all = this.source.versions(title);
    const isLatest = text === "latest" || text === "-1";
    if (!isLatest && !/^\d{1,10}$/.test(text) && !all.includes(text)) {
      const message = `The specified version '${text}' is not a valid version id. It is a number from 1, “latest”, or X.Y.Z.`;
      throw new RegistryError(422, 42_202, message);
    }
    const number = isLatest ? all.length : all.includes(text) ? all.indexOf(text) + 1 : Number(text);
    const version = all[number - 1];
    if (version === undefined) throw new RegistryError(404, 40_402, `Version ${text} not found.`);
    return { version, number };
  }

  private text(title: string, version: string): string {
    const schema = this.source.schema(title, version);
    if (schema === undefined) throw new RegistryError(404, 40_403, "Schema not found");
    return JSON.stringify(withDialect(schema));
  }

  /** The first of several versions with one number, by their URIs, has it. */
  private byId(): ReadonlyMap<number, { readonly title: string; readonly version: string }> {
    if (this.ids !== undefined) return this.ids;
    const ids = new Map<number, { readonly title: string; readonly version: string }>();
    for (const title of [...this.source.titles].sort()) {
      for (const version of this.source.versions(title)) {
        const id = registryId(`/${title}/${version}`);
        if (!ids.has(id)) ids.set(id, { title, version });
      }
    }
    this.ids = ids;
    return ids;
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const officialDialect = "http://json-schema.org/draft-07/schema#";

/** Validators know the dialect by its official URI alone; event repositories write it with `https`. */
function withDialect(schema: DataObject): DataObject {
  const dialect = schema["$schema"];
  const isDraft07 =
    typeof dialect === "string" && /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/.test(dialect);
  return isDraft07 ? { ...schema, $schema: officialDialect } : schema;
}

function comparable(schema: DataObject): string {
  return canonical(withDialect(schema));
}

function readSchema(body: string): DataObject {
  const request = parseJson(body);
  const { schema: text, schemaType = "AVRO" } = isObject(request) ? request : {};
  if (typeof text !== "string")
    throw new RegistryError(422, 42_201, "The request has no “schema”, which must be a string.");
  if (schemaType !== "JSON") {
    throw new RegistryError(
      422,
      42_201,
      `Schemas here are of the type JSON, not ${JSON.stringify(schemaType)}.`,
    );
  }
  const schema = parseJson(text);
  if (!isObject(schema)) throw new RegistryError(422, 42_201, "The schema is not a JSON object.");
  return schema;
}

function messagesOf(pair: Pair): readonly string[] {
  const { old, verdict, reason, witnesses } = pair;
  if (verdict === "unknown") return [`Compared with ${old}: undecided. ${reason ?? ""}`];
  return witnesses.map(
    ({ event, refusal }) =>
      `Compared with ${old}: an event that it accepts would be rejected: ${refusal}. The event: ${JSON.stringify(event)}`,
  );
}
