import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  mapValues,
  own,
  type Pointer,
} from "@addendum/json-schema";
import { resolvePath } from "../model/layout.ts";
import { rules } from "../rule-registry.ts";
import {
  type ContentType,
  defaultSettings,
  type RuleLevel,
  type Settings,
  type Waiver,
  type TablesSettings,
} from "../model/settings.ts";
import { configurationSchema } from "./configuration-schema.ts";
import {
  type ConfigurationProblem,
  findConfigurationProblem,
  type InvalidConfiguration,
  invalidAt,
  parseConfigurationObject,
  unknownName,
} from "./problem.ts";
import { findSecret } from "./warehouse.ts";

export type ConfigurationResult =
  { readonly kind: "settings"; readonly settings: Settings } | InvalidConfiguration;

/** The file names of a repository's configuration, the one that wins first. */
export const configurationNames = ["addendum.yaml", ".jsonschema-tools.yaml"] as const;

/** Reads `addendum.yaml`. */
export function parseConfiguration(text: string): ConfigurationResult {
  const parsed = parseConfigurationObject(text);
  if (parsed.kind === "invalid") return parsed;
  const data = datesAsText(parsed.data) as DataObject;
  const problem =
    findSecret(data) ?? findConfigurationProblem(configurationSchema, data) ?? unknownRule(data);
  return problem === undefined ? settle(data, text) : invalidAt(text, problem);
}

function settle(data: DataObject, text: string): ConfigurationResult {
  const at = (pointer: Pointer, message: string) => invalidAt(text, { pointer, message });
  const value = <T>(key: string, fallback: T): T => (own(data, key) as T | undefined) ?? fallback;
  const contentTypes = value("contentTypes", defaultSettings.contentTypes);
  const schemas = localPath(value("schemas", "schemas"));
  if (schemas === undefined) return at("/schemas", "“schemas” is outside the repository.");
  const referenceBases = value<readonly string[]>("referenceBases", [schemas]).map(referenceBase);
  const types = own(data, "types") as DataObject | undefined;
  const out = localPath((own(types ?? {}, "out") as string | undefined) ?? "types");
  if (out === undefined || out === "") return at("/types/out", "“out” is not a directory of the repository.");
  const tables = own(data, "tables") as DataObject | undefined;
  const tablesOut = localPath((own(tables ?? {}, "out") as string | undefined) ?? "tables");
  if (tablesOut === undefined || tablesOut === "") {
    return at("/tables/out", "“out” is not a directory of the repository.");
  }
  const settings: Settings = {
    ...defaultSettings,
    schemas,
    referenceBases,
    contentTypes,
    currentName: withExtension(value("currentName", "current"), contentTypes),
    versionField: value("versionField", defaultSettings.versionField),
    titleField: value("titleField", defaultSettings.titleField),
    dereference: value<Settings["dereference"]>("dereference", true),
    extensionlessAliases: value("extensionlessAliases", true),
    latestAliases: value("latestAliases", true),
    generateExamples: value("generateExamples", true),
    numericBounds: value("numericBounds", defaultSettings.numericBounds),
    ignore: value("ignore", []),
    baseBranch: value("baseBranch", undefined),
    adopted: value("adopted", false),
    unstable: { ...defaultSettings.unstable, ...value("unstable", {}) },
    retired: value("retired", []),
    rules: value<Record<string, RuleLevel>>("rules", {}),
    overrides: value("overrides", []),
    annotations: value("annotations", []),
    preset: value("preset", defaultSettings.preset),
    contentModel: value("contentModel", defaultSettings.contentModel),
    waivers: value<readonly Waiver[]>("waivers", []),
    skippedTestCases: value("skippedTestCases", {}),
    types: types && { out, package: own(types, "package") as string | undefined },
    tables: tables && tablesSettings(tablesOut, tables),
    site: value("site", {}),
    warehouse: value("warehouse", {}),
    events: value("events", []),
    materialize: { ...defaultSettings.materialize, ...value("materialize", {}) },
    logLevel: value("logLevel", defaultSettings.logLevel),
  };
  return { kind: "settings", settings };
}

/** @param given valid under the configuration's schema */
function tablesSettings(out: string, given: DataObject): TablesSettings {
  const value = <T>(key: string, fallback: T): T => (own(given, key) as T | undefined) ?? fallback;
  return {
    out,
    engines: value<readonly string[]>("engines", []),
    database: value<string | undefined>("database", undefined),
    location: value<string | undefined>("location", undefined),
    timestamps: value("timestamps", "string"),
    misfits: value("misfits", "omit"),
  };
}

/** A directory inside the repository, without `./` and trailing slashes; "" is the root. */
export function localPath(path: string): string | undefined {
  return resolvePath("", path);
}

/** A directory inside the repository as {@link localPath} has it; any other base as a URI, `file:` and a path. */
export function referenceBase(base: string): string {
  if (/^(https?|file):/.test(base)) return base.replace(/\/+$/, "");
  return localPath(base) ?? `file:${base.replace(/\/+$/, "")}`;
}

/** The name of currents; where it has no extension, that of the first content type. */
export function withExtension(name: string, [first]: Settings["contentTypes"]): string {
  return /.\.[^.]+$/.test(name) ? name : `${name}.${first satisfies ContentType}`;
}

/** YAML reads an unquoted day as a moment. */
function datesAsText(data: Data): Data {
  if (data instanceof Date) return data.toISOString().slice(0, 10);
  if (isArray(data)) return data.map(datesAsText);
  return isObject(data) ? mapValues(data, datesAsText) : data;
}

/** The first rule that is named and does not exist, which the JSON Schema does not list. */
function unknownRule(data: DataObject): ConfigurationProblem | undefined {
  const known = new Set(rules.map(({ id }) => id));
  const say = (id: string) => unknownName("rule", id, [...known], "`addendum rules` lists them.");
  const overrides = listAt(data, "overrides").map((override, index) => {
    return [join("/overrides", index, "rules"), own(override, "rules")] as const;
  });
  for (const [pointer, levels] of [["/rules", own(data, "rules")] as const, ...overrides]) {
    const unknown = Object.keys(isObject(levels) ? levels : {}).find((id) => !known.has(id));
    if (unknown === undefined) continue;
    return {
      pointer: join(pointer, unknown),
      isKey: true,
      message: say(unknown),
    };
  }
  for (const [index, waiver] of listAt(data, "waivers").entries()) {
    const named = own(waiver, "rules") as readonly string[];
    const place = named.findIndex((id) => !known.has(id));
    if (place === -1) continue;
    return { pointer: join("/waivers", index, "rules", place), message: say(named[place] ?? "") };
  }
  return undefined;
}

function listAt(data: DataObject, key: string): readonly DataObject[] {
  return (own(data, key) ?? []) as readonly DataObject[];
}
