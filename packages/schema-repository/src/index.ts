export { Compatibility, type VersionChange } from "./compatibility/compatibility.ts";
export {
  changelog,
  type ChangelogEntry,
  type ChangelogVersion,
  changesBetween,
} from "./compatibility/changelog.ts";
export { findChanges, judgeChanges } from "./compatibility/changes.ts";
export { compareVersionData, leastStep, objectionsTo, type VersionData } from "./compatibility/compare.ts";
export { configurationSchema } from "./configuration/configuration-schema.ts";
export {
  configurationNames,
  type ConfigurationResult,
  parseConfiguration,
} from "./configuration/configuration.ts";
export { parseJsonschemaTools } from "./configuration/jsonschema-tools.ts";
export {
  type ConfigurationProblem,
  findConfigurationProblem,
  type InvalidConfiguration,
  invalidAt,
  parseConfigurationObject,
} from "./configuration/problem.ts";
export { suggest } from "./configuration/suggestion.ts";
export { configuredGenerators, type Examination, Examiner, examine } from "./examine/examine.ts";
export type { Part } from "./examine/examine-titles.ts";
export { Documents } from "./documents.ts";
export { applyFixes } from "./fix.ts";
export { findTitles } from "./find-titles.ts";
export { isLinterFinding } from "./lint/linter.ts";
export { lint } from "./lint/lint.ts";
export { basicScope, type ExaminationScope } from "./examine/examination-scope.ts";
export {
  generatedDirectories,
  type Generator,
  type GeneratorContext,
  type GeneratorIndex,
  type GeneratorVersion,
  type IndexEntry,
  type TitleContext,
  type TitleFiles,
} from "./examine/generator.ts";
export { runGenerator } from "./examine/run-generator.ts";
export {
  type Evidence,
  type Finding,
  type FindingLocation,
  fingerprint,
  severities,
  type Severity,
} from "./finding.ts";
export {
  baseName,
  classify,
  directoryOf,
  directoryOfTitle,
  isFragmentTitle,
  joinPath,
  resolvePath,
  titleOfDirectory,
} from "./layout.ts";
export { type Materialized, Materializer } from "./materialize/materializer.ts";
export type { RemoteReferences } from "./materialize/reference-resolver.ts";
export { memoryBaseline, memorySnapshot } from "./memory-snapshot.ts";
export type { AliasStyle, Plan, Write } from "./plan.ts";
export { parseReference, type SourceReference } from "./references.ts";
export { type RefusedTitle, refusedTitles, withoutTitles } from "./refused-titles.ts";
export { render } from "./render.ts";
export { isInstance, type Judge, type Repository } from "./repository.ts";
export { type Concern, lintConcerns } from "./concern.ts";
export { Findings, isLintRule, type Rule, ruleLevel, type RuleExample, type RuleMessage } from "./rule.ts";
export { noUntypedSchema } from "./producers/rules/no-untyped-schema.ts";
export { noVersionIdClash } from "./producers/rules/no-version-id-clash.ts";
export { noColumnlessProperty } from "./producers/rules/no-columnless-property.ts";
export { noTableNameClash } from "./producers/rules/no-table-name-clash.ts";
export { tablesNotGenerated } from "./producers/rules/tables-not-generated.ts";
export { typesNotGenerated } from "./producers/rules/types-not-generated.ts";
export { rules } from "./rule-registry.ts";
export {
  type ContentType,
  defaultSettings,
  type RuleLevel,
  type Settings,
  type TablesSettings,
  type TypesSettings,
} from "./settings.ts";
export type {
  DuckDbConnection,
  HiveConnection,
  MariaDbConnection,
  TrinoConnection,
  WarehouseSettings,
} from "./warehouse-settings.ts";
export {
  type Baseline,
  type Content,
  type DirectoryEntry,
  type EntryKind,
  nothingPublished,
  publishedFiles,
  type Snapshot,
} from "./snapshot.ts";
export { readVersion, type SourceVersion } from "./versions/source-version.ts";
export { compareVersions, formatVersion, parseVersion, type Version } from "./version.ts";
export { examineTargets, type ProducerFile } from "./producers/targets.ts";
export { TitleVersions } from "./versions/title-versions.ts";
