export { Compatibility, type VersionChange } from "./compatibility/compatibility.ts";
export {
  changelog,
  type ChangelogEntry,
  type ChangelogVersion,
  changesBetween,
} from "./compatibility/changelog.ts";
export { findChanges, judgeChanges } from "./compatibility/changes/changes.ts";
export {
  compareVersionData,
  leastStep,
  objectionsTo,
  type VersionData,
} from "./compatibility/compare-versions.ts";
export { configurationSchema } from "./configuration/configuration-schema.ts";
export {
  configurationNames,
  type ConfigurationResult,
  parseConfiguration,
} from "./configuration/configuration.ts";
export { policies } from "./compatibility/policies/registry.ts";
export { sayRefusal } from "./compatibility/policies/events.ts";
export { parseJsonschemaTools } from "./configuration/jsonschema-tools.ts";
export {
  type ConfigurationProblem,
  findConfigurationProblem,
  type InvalidConfiguration,
  invalidAt,
  parseConfigurationObject,
} from "./configuration/problem.ts";
export { suggest } from "./words/suggestion.ts";
export { configuredGenerators, type Examination, Examiner, examine } from "./examine/examine.ts";
export type { Part } from "./examine/examine-titles.ts";
export { Documents } from "./materialize/documents.ts";
export { applyFixes } from "./lint/fix.ts";
export { findTitles } from "./model/find-titles.ts";
export { isLinterFinding, Linter, settleMistakes } from "./lint/linter.ts";
export { lint } from "./lint/lint.ts";
export { basicScope, type ExaminationScope } from "./model/examination-scope.ts";
export {
  generatedDirectories,
  type Generator,
  type GeneratorContext,
  type GeneratorIndex,
  type GeneratorVersion,
  type IndexEntry,
  type TitleContext,
  type TitleFiles,
} from "./model/generator.ts";
export { ruleExampleFindings } from "./examine/rule-example-findings.ts";
export { runGenerator } from "./examine/run-generator.ts";
export {
  type Evidence,
  type Finding,
  type FindingLocation,
  fingerprint,
  severities,
  type Severity,
} from "./model/finding.ts";
export { findConflict } from "./model/conflict-markers.ts";
export {
  baseName,
  classify,
  directoryOf,
  directoryOfTitle,
  isFragmentTitle,
  joinPath,
  resolvePath,
  titleOfDirectory,
} from "./model/layout.ts";
export { type Materialized, Materializer } from "./materialize/materializer.ts";
export { equalButForLineEnds } from "./model/line-ends.ts";
export { memoryBaseline, memorySnapshot } from "./model/memory-snapshot.ts";
export type { AliasStyle, Plan, Write } from "./model/plan.ts";
export { parseReference, type SourceReference } from "./materialize/source-references.ts";
export { type RefusedTitle, refusedTitles, withoutTitles } from "./examine/refused-titles.ts";
export { type FindReaders, type NewOption, type Reader, sayReader } from "./model/reader.ts";
export { render } from "./versions/render.ts";
export { isInstance, type Judge, type RemoteReferences, type Repository } from "./model/repository.ts";
export { type Concern, lintConcerns } from "./model/concern.ts";
export { Findings } from "./model/findings.ts";
export { isLintRule, type QueryReads, type Rule, type RuleExample, type RuleMessage } from "./model/rule.ts";
export { ruleLevel } from "./model/rule-level.ts";
export { isUnstable } from "./model/unstable.ts";
export { dashboardInvalidDocument } from "./metrics/rules/dashboard-invalid-document.ts";
export { dashboardMissingEnd } from "./metrics/rules/dashboard-missing-end.ts";
export { dashboardMissingIntroduction } from "./metrics/rules/dashboard-missing-introduction.ts";
export { dashboardMissingOwner } from "./metrics/rules/dashboard-missing-owner.ts";
export { dashboardMissingTag } from "./metrics/rules/dashboard-missing-tag.ts";
export { dashboardMissingTicket } from "./metrics/rules/dashboard-missing-ticket.ts";
export { dashboardMissingTotals } from "./metrics/rules/dashboard-missing-totals.ts";
export { dashboardMissingVariable } from "./metrics/rules/dashboard-missing-variable.ts";
export { noDashboardMixedMetrics } from "./metrics/rules/no-dashboard-mixed-metrics.ts";
export { noDashboardStacking } from "./metrics/rules/no-dashboard-stacking.ts";
export { metricInvalidBaseline } from "./metrics/rules/metric-invalid-baseline.ts";
export { metricInvalidDefinition } from "./metrics/rules/metric-invalid-definition.ts";
export { metricInvalidFieldType } from "./metrics/rules/metric-invalid-field-type.ts";
export { metricInvalidNormalization } from "./metrics/rules/metric-invalid-normalization.ts";
export { metricInvalidSampling } from "./metrics/rules/metric-invalid-sampling.ts";
export { metricMissingEnd } from "./metrics/rules/metric-missing-end.ts";
export { metricMissingOwner } from "./metrics/rules/metric-missing-owner.ts";
export { metricMissingQuestion } from "./metrics/rules/metric-missing-question.ts";
export { metricMissingTicket } from "./metrics/rules/metric-missing-ticket.ts";
export { metricMissingValue } from "./metrics/rules/metric-missing-value.ts";
export { metricSamplingDiffers } from "./metrics/rules/metric-sampling-differs.ts";
export { metricTooWide } from "./metrics/rules/metric-too-wide.ts";
export { metricUndeclaredField } from "./metrics/rules/metric-undeclared-field.ts";
export { metricUnknownReport } from "./metrics/rules/metric-unknown-report.ts";
export { metricUnknownStream } from "./metrics/rules/metric-unknown-stream.ts";
export { metricUnknownValue } from "./metrics/rules/metric-unknown-value.ts";
export { temporaryMetricOverdue } from "./metrics/rules/temporary-metric-overdue.ts";
export { temporaryMarkOverdue } from "./metrics/rules/temporary-mark-overdue.ts";
export { temporaryMarkInvalid } from "./metrics/rules/temporary-mark-invalid.ts";
export { panelReadsNothing } from "./metrics/rules/panel-reads-nothing.ts";
export { noLineageCircle } from "./metrics/rules/no-lineage-circle.ts";
export { noMetricClash } from "./metrics/rules/no-metric-clash.ts";
export { noMetricPerUser } from "./metrics/rules/no-metric-per-user.ts";
export { noMetricPersonalData } from "./metrics/rules/no-metric-personal-data.ts";
export { noPastMetricSunset } from "./metrics/rules/no-past-metric-sunset.ts";
export { noUntypedSchema } from "./producers/rules/no-untyped-schema.ts";
export { noVersionIdClash } from "./producers/rules/no-version-id-clash.ts";
export { noColumnlessProperty } from "./producers/rules/no-columnless-property.ts";
export { noTableNameClash } from "./producers/rules/no-table-name-clash.ts";
export { tablesNotGenerated } from "./producers/rules/tables-not-generated.ts";
export { typesNotGenerated } from "./producers/rules/types-not-generated.ts";
export { reportFailed } from "./reports/rules/report-failed.ts";
export { reportIgnoredKey } from "./reports/rules/report-ignored-key.ts";
export { reportInvalidSetting } from "./reports/rules/report-invalid-setting.ts";
export { reportMissingWiki } from "./reports/rules/report-missing-wiki.ts";
export { reportNotPublished } from "./reports/rules/report-not-published.ts";
export { reportPointRejected } from "./reports/rules/report-point-rejected.ts";
export { reportUnknownKey } from "./reports/rules/report-unknown-key.ts";
export { registryId } from "./versions/registry-id.ts";
export { rules } from "./rule-registry.ts";
export {
  type CurrentId,
  findIdClashes,
  findRegistryIdClashes,
  findUnusedFragments,
} from "./versions/whole-repository.ts";
export {
  type ContentType,
  defaultSettings,
  type RuleLevel,
  type Settings,
  type SiteSettings,
  type TablesSettings,
  type TypesSettings,
} from "./model/settings.ts";
export type {
  DuckDbConnection,
  HiveConnection,
  MariaDbConnection,
  TrinoConnection,
  WarehouseSettings,
} from "./model/warehouse-settings.ts";
export {
  type Baseline,
  type Content,
  type DirectoryEntry,
  type EntryKind,
  nothingPublished,
  publishedFiles,
  type Snapshot,
} from "./model/snapshot.ts";
export { readVersion, type SourceVersion } from "./versions/source-version.ts";
export { compareVersions, formatVersion, parseVersion, type Version } from "./model/version.ts";
export { examineQueries } from "./producers/queries.ts";
export { examineTargets, type ProducerFile } from "./producers/targets.ts";
export { TitleVersions } from "./versions/title-versions.ts";
