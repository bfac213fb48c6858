import { toYaml, type DataObject } from "@addendum/json-schema";
import { defaultSettings, type Settings } from "@addendum/schema-repository";

/** A key of `addendum.yaml` and its value. */
export type ConfigurationEntry = readonly [key: string, value: unknown];

/**
 * The entries of an `addendum.yaml` with these settings, in the order in which they are written. Defaults are left out,
 * unless they are requested.
 * @param kept keys that are written anyway
 */
export function configurationEntries(
  settings: Settings,
  baseBranch: string,
  kept: ReadonlySet<string> = new Set(),
): readonly ConfigurationEntry[] {
  const entries: readonly (readonly [key: string, value: unknown, usual: unknown])[] = [
    ["schemas", settings.schemas === "" ? "." : settings.schemas, undefined],
    ["baseBranch", baseBranch, undefined],
    ["adopted", settings.adopted, false],
    ["referenceBases", settings.referenceBases.map((base) => base || "."), [settings.schemas || "."]],
    ["contentTypes", settings.contentTypes, defaultSettings.contentTypes],
    ["currentName", settings.currentName, `current.${settings.contentTypes[0]}`],
    ["versionField", settings.versionField, "$id"],
    ["titleField", settings.titleField, "title"],
    ["dereference", settings.dereference, true],
    ["extensionlessAliases", settings.extensionlessAliases, true],
    ["latestAliases", settings.latestAliases, true],
    ["generateExamples", settings.generateExamples, true],
    ["numericBounds", settings.numericBounds, defaultSettings.numericBounds],
    ["ignore", settings.ignore, []],
    ["skippedTestCases", settings.skippedTestCases, {}],
    ["materialize", settings.materialize, defaultSettings.materialize],
    ["logLevel", settings.logLevel, "warn"],
  ];
  return entries
    .filter(([key, value, usual]) => kept.has(key) || JSON.stringify(value) !== JSON.stringify(usual))
    .map(([key, value]) => [key, value]);
}

export function entryText([key, value]: ConfigurationEntry): string {
  return toYaml({ [key]: value } as DataObject);
}

/** The text of a new configuration. @param schema where editors find its JSON Schema */
export function newConfiguration(baseBranch: string, schema: string): string {
  const body = configurationEntries(defaultSettings, baseBranch).map(entryText).join("");
  return `${editorComment(schema)}# Configuration of this schema repository; see docs/configuration.md of Addendum.\nversion: 1\n${body}`;
}

/** Tells editors with the YAML language server which JSON Schema a file has. */
export function editorComment(schema: string): string {
  return `# yaml-language-server: $schema=${schema}\n`;
}
