import { isArray, isObject, join, own, type Pointer } from "@addendum/json-schema";
import { defaultSettings, type Settings } from "../model/settings.ts";
import { type ConfigurationResult, localPath, referenceBase, withExtension } from "./configuration.ts";
import { invalidAt, parseConfigurationObject } from "./problem.ts";

/**
 * Reads `.jsonschema-tools.yaml`, every key of it. Keys that jsonschema-tools does not know either are ignored, as it
 * does. Source: the options of @wikimedia/jsonschema-tools 1.3.0.
 */
export function parseJsonschemaTools(text: string): ConfigurationResult {
  const parsed = parseConfigurationObject(text);
  if (parsed.kind === "invalid") return parsed;
  const { data } = parsed;
  const at = (pointer: Pointer, message: string) => invalidAt(text, { pointer, message });
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
    return at("/contentTypes", `“contentTypes” lists “${foreign ?? ""}”; only yaml and json are possible.`);
  }
  const contentTypes = types as unknown as Settings["contentTypes"];
  const schemas = localPath(name("schemaBasePath", "."));
  if (schemas === undefined) {
    return at("/schemaBasePath", "“schemaBasePath” is outside the repository.");
  }
  const bases = list("schemaBaseUris") ?? [schemas === "" ? "." : schemas];
  const referenceBases = bases.map(referenceBase);
  const bounds = own(data, "enforcedNumericBounds");
  const isBounds = isArray(bounds) && bounds.length === 2 && bounds.every((one) => typeof one === "number");
  if (bounds !== undefined && bounds && !isBounds) {
    return at("/enforcedNumericBounds", "“enforcedNumericBounds” must be a minimum and a maximum.");
  }
  const given = own(data, "skipSchemaTestCases");
  const skipped = Object.entries(isObject(given) ? given : {});
  const unreadable = skipped.find(([pattern]) => !isPattern(pattern))?.[0];
  if (unreadable !== undefined) {
    const message = `“${unreadable}” is not a regular expression.`;
    return invalidAt(text, { pointer: join("/skipSchemaTestCases", unreadable), isKey: true, message });
  }
  const ignore = list("ignoreSchemas") ?? [];
  const broken = ignore.findIndex((pattern) => !isPattern(pattern));
  if (broken !== -1) {
    return at(`/ignoreSchemas/${broken}`, `“${ignore[broken]}” is not a regular expression.`);
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
      skipped.map(([pattern, cases]) => [pattern, isArray(cases) ? cases.map(String) : []]),
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

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}
