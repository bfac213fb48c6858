import {
  type Data,
  type DataObject,
  evaluate,
  findRange,
  isArray,
  isObject,
  mapValues,
  own,
  parent,
  parseDocument,
  type Pointer,
  resolvePointer,
  sourceRanges,
  tokens,
} from "@addendum/json-schema";
import { resolvePath } from "../layout.ts";
import { rules } from "../rules/registry.ts";
import {
  type ContentType,
  defaultSettings,
  type RuleLevel,
  type Settings,
  type Waiver,
} from "../settings.ts";
import { configurationSchema } from "./configuration-schema.ts";
import { suggest } from "./suggestion.ts";

export type ConfigurationResult =
  | { readonly kind: "settings"; readonly settings: Settings }
  /** `offset` is into the text. */
  | { readonly kind: "invalid"; readonly message: string; readonly offset: number };

/** The file names of a repository's configuration, the one that wins first. */
export const configurationNames = ["addendum.yaml", ".jsonschema-tools.yaml"] as const;

/** Reads `addendum.yaml`. */
export function parseConfiguration(text: string): ConfigurationResult {
  const parsed = parseObject(text);
  if (parsed.kind === "invalid") return parsed;
  const data = datesAsText(parsed.data) as DataObject;
  const problem =
    unknownKey(data, configurationSchema, "") ??
    unknownKey(
      own(data, "materialize"),
      (configurationSchema["properties"] as DataObject)["materialize"],
      "/materialize",
    ) ??
    unknownKey(own(data, "types"), (configurationSchema["properties"] as DataObject)["types"], "/types") ??
    unknownRule(own(data, "rules"), "/rules") ??
    unknownOverride(data) ??
    unknownWaiver(data) ??
    invalidValue(data);
  if (problem !== undefined) {
    const { pointer, message } = problem;
    const key = problem.isKey === true ? sourceRanges(text).get(pointer)?.key : undefined;
    return key === undefined ? at(text, pointer, message) : { kind: "invalid", message, offset: key.start };
  }
  return settle(data, text);
}

function settle(data: DataObject, text: string): ConfigurationResult {
  const value = <T>(key: string, fallback: T): T => (own(data, key) as T | undefined) ?? fallback;
  const contentTypes = value("contentTypes", defaultSettings.contentTypes);
  const schemas = localPath(value("schemas", "schemas"));
  if (schemas === undefined) return at(text, "/schemas", "“schemas” leads out of the repository.");
  const referenceBases: string[] = [];
  for (const [index, base] of value<readonly string[]>("referenceBases", [schemas]).entries()) {
    const path = /^(https?|file):/.test(base) ? base.replace(/\/+$/, "") : localPath(base);
    if (path === undefined) {
      return at(text, `/referenceBases/${index}`, `“${base}” leads out of the repository.`);
    }
    referenceBases.push(path);
  }
  const types = own(data, "types") as DataObject | undefined;
  const out = localPath((own(types ?? {}, "out") as string | undefined) ?? "types");
  if (out === undefined || out === "")
    return at(text, "/types/out", "“out” is no directory of the repository.");
  const settings: Settings = {
    ...defaultSettings,
    schemas,
    referenceBases,
    contentTypes,
    currentName: withExtension(value("currentName", "current"), contentTypes),
    versionField: value("versionField", defaultSettings.versionField),
    titleField: value("titleField", defaultSettings.titleField),
    dereference: value("dereference", true),
    extensionlessAliases: value("extensionlessAliases", true),
    latestAliases: value("latestAliases", true),
    generateExamples: value("generateExamples", true),
    numericBounds: value("numericBounds", defaultSettings.numericBounds),
    ignore: value("ignore", []),
    baseBranch: value("baseBranch", undefined),
    adopted: value("adopted", false),
    retired: value("retired", []),
    rules: value<Record<string, RuleLevel>>("rules", {}),
    overrides: value("overrides", []),
    annotations: value("annotations", []),
    preset: value("preset", defaultSettings.preset),
    contentModel: value("contentModel", defaultSettings.contentModel),
    waivers: value<readonly Waiver[]>("waivers", []),
    skippedTestCases: value("skippedTestCases", {}),
    types: types && { out, package: own(types, "package") as string | undefined },
    events: value("events", []),
    materialize: { ...defaultSettings.materialize, ...value("materialize", {}) },
    logLevel: value("logLevel", defaultSettings.logLevel),
  };
  return { kind: "settings", settings };
}

/**
 * Reads `.jsonschema-tools.yaml`, every key of it. Keys that jsonschema-tools does not know either are passed over, as
 * it does. Source: the options of @wikimedia/jsonschema-tools 1.3.0.
 */
export function parseJsonschemaTools(text: string): ConfigurationResult {
  const parsed = parseObject(text);
  if (parsed.kind === "invalid") return parsed;
  const { data } = parsed;
  const flag = (key: string, fallback: boolean): boolean => {
    const value = own(data, key);
    return value === undefined ? fallback : Boolean(value);
  };
  const name = (key: string, fallback: string): string => {
    const value = own(data, key);
    return typeof value === "string" && value !== "" ? value : fallback;
  };
  const list = (key: string): readonly string[] | undefined => {
    const value = own(data, key);
    if (value === undefined || value === null) return undefined;
    return (isArray(value) ? value : [value]).map(String);
  };

  const types = list("contentTypes") ?? ["yaml", "json"];
  const foreign = types.find((type) => type !== "yaml" && type !== "json");
  if (foreign !== undefined || types.length === 0) {
    return at(text, "/contentTypes", `“contentTypes” lists “${foreign ?? ""}”; there are yaml and json.`);
  }
  const contentTypes = types as unknown as Settings["contentTypes"];
  const schemas = localPath(name("schemaBasePath", "."));
  if (schemas === undefined) {
    return at(text, "/schemaBasePath", "“schemaBasePath” leads out of the repository.");
  }
  const bases = list("schemaBaseUris") ?? [schemas === "" ? "." : schemas];
  const referenceBases = bases.map((base) => {
    if (/^(https?|file):/.test(base)) return base.replace(/\/+$/, "");
    return localPath(base) ?? `file:${base.replace(/\/+$/, "")}`;
  });
  const bounds = own(data, "enforcedNumericBounds");
  const isBounds = isArray(bounds) && bounds.length === 2 && bounds.every((one) => typeof one === "number");
  if (bounds !== undefined && bounds && !isBounds) {
    return at(text, "/enforcedNumericBounds", "“enforcedNumericBounds” is a minimum and a maximum.");
  }
  const skipped = own(data, "skipSchemaTestCases");
  const ignore = list("ignoreSchemas") ?? [];
  const broken = ignore.findIndex((pattern) => !isPattern(pattern));
  if (broken !== -1) {
    return at(text, `/ignoreSchemas/${broken}`, `“${ignore[broken]}” is not a regular expression.`);
  }
  const settings: Settings = {
    ...defaultSettings,
    adopted: true,
    schemas,
    referenceBases,
    contentTypes,
    currentName: withExtension(name("currentName", "current"), contentTypes),
    versionField: name("schemaVersionField", "$id"),
    titleField: name("schemaTitleField", "title"),
    dereference: flag("shouldDereference", true),
    extensionlessAliases: flag("shouldSymlinkExtensionless", true),
    latestAliases: flag("shouldSymlinkLatest", true),
    generateExamples: flag("shouldGenerateExample", false),
    numericBounds: isBounds
      ? (bounds as unknown as [number, number])
      : bounds === undefined
        ? defaultSettings.numericBounds
        : false,
    ignore,
    skippedTestCases: Object.fromEntries(
      Object.entries(isObject(skipped) ? skipped : {}).map(([pattern, cases]) => [
        pattern,
        isArray(cases) ? cases.map(String) : [],
      ]),
    ),
    materialize: {
      staged: flag("gitStaged", false),
      stage: flag("shouldGitAdd", true),
      dryRun: flag("dryRun", false),
    },
    logLevel: logLevel(name("logLevel", "warn")),
  };
  return { kind: "settings", settings };
}

function logLevel(name: string): Settings["logLevel"] {
  switch (name) {
    case "silent":
    case "error":
    case "info":
    case "debug":
      return name;
    case "fatal":
      return "error";
    case "trace":
      return "debug";
    default:
      return "warn";
  }
}

/** A directory inside the repository, without `./` and trailing slashes; "" is the root. */
function localPath(path: string): string | undefined {
  return resolvePath("", path);
}

function withExtension(name: string, [first]: Settings["contentTypes"]): string {
  return /.\.[^.]+$/.test(name) ? name : `${name}.${first satisfies ContentType}`;
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

function parseObject(
  text: string,
): { kind: "object"; data: DataObject } | Extract<ConfigurationResult, { kind: "invalid" }> {
  const result = parseDocument(text);
  if (result.kind === "problem") {
    const { problem } = result;
    const message =
      problem.kind === "syntax" ? `not valid YAML: ${problem.reason}` : `not usable: ${problem.kind}`;
    return { kind: "invalid", message, offset: problem.kind === "syntax" ? problem.offset : 0 };
  }
  const { data } = result.document;
  if (data === null) return { kind: "object", data: {} };
  return isObject(data)
    ? { kind: "object", data }
    : { kind: "invalid", message: "the configuration is an object", offset: 0 };
}

/** YAML reads an unquoted day as a moment. */
function datesAsText(data: Data): Data {
  if (data instanceof Date) return data.toISOString().slice(0, 10);
  if (isArray(data)) return data.map(datesAsText);
  return isObject(data) ? mapValues(data, datesAsText) : data;
}

interface Problem {
  readonly pointer: Pointer;
  /** It is the key that is wrong, not its value. */
  readonly isKey?: boolean;
  readonly message: string;
}

function unknownKey(data: Data | undefined, schema: Data | undefined, pointer: Pointer): Problem | undefined {
  if (!isObject(data) || !isObject(schema)) return undefined;
  const known = Object.keys(schema["properties"] as DataObject);
  const unknown = Object.keys(data).find((key) => !known.includes(key));
  if (unknown === undefined) return undefined;
  return { pointer: `${pointer}/${unknown}`, isKey: true, message: notKnown("key", unknown, known) };
}

function unknownOverride(data: DataObject): Problem | undefined {
  const overrides = own(data, "overrides");
  const { items } = (configurationSchema["properties"] as DataObject)["overrides"] as DataObject;
  for (const [index, override] of (isArray(overrides) ? overrides : []).entries()) {
    const at = `/overrides/${index}`;
    const problem =
      unknownKey(override, items, at) ??
      unknownRule(isObject(override) ? own(override, "rules") : undefined, `${at}/rules`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function unknownRule(levels: Data | undefined, pointer: Pointer): Problem | undefined {
  if (!isObject(levels)) return undefined;
  const known = rules.map(({ id }) => id);
  const unknown = Object.keys(levels).find((id) => !known.includes(id));
  if (unknown === undefined) return undefined;
  return { pointer: `${pointer}/${unknown}`, isKey: true, message: notKnown("rule", unknown, known) };
}

function unknownWaiver(data: DataObject): Problem | undefined {
  const waivers = own(data, "waivers");
  if (!isArray(waivers)) return undefined;
  const schema = (configurationSchema["properties"] as DataObject)["waivers"] as DataObject;
  const known = rules.map(({ id }) => id);
  for (const [index, waiver] of waivers.entries()) {
    const key = unknownKey(waiver, schema["items"], `/waivers/${index}`);
    if (key !== undefined) return key;
    const named = isObject(waiver) ? own(waiver, "rules") : undefined;
    for (const [place, id] of (isArray(named) ? named : []).entries()) {
      if (typeof id !== "string" || known.includes(id)) continue;
      return { pointer: `/waivers/${index}/rules/${place}`, message: notKnown("rule", id, known) };
    }
  }
  return undefined;
}

function notKnown(what: string, name: string, known: readonly string[]): string {
  const suggestion = suggest(name, known);
  const end =
    suggestion === undefined ? `. There are: ${known.join(", ")}.` : `; did you mean “${suggestion}”?`;
  return `unknown ${what} “${name}”${end}`;
}

function invalidValue(data: DataObject): Problem | undefined {
  const refusal = evaluate(configurationSchema, data);
  if (refusal === undefined) return undefined;
  const { instancePointer, schemaPointer, keyword } = refusal;
  if (keyword === "required") {
    return { pointer: "", message: "“version: 1” is missing." };
  }
  const holder = resolvePointer(configurationSchema, parent(schemaPointer));
  const demand = isObject(holder) ? JSON.stringify(holder[keyword]) : "";
  const name = tokens(instancePointer).join(".");
  return { pointer: instancePointer, message: `“${name}” does not fit: ${keyword} ${demand}.` };
}

function at(text: string, pointer: Pointer, message: string): ConfigurationResult {
  const ranges = sourceRanges(text);
  return { kind: "invalid", message, offset: findRange(ranges, pointer, text).start };
}
