import type { Rule } from "./model/rule.ts";
import { additionalPropertiesClosed } from "./compatibility/rules/additional-properties-closed.ts";
import { allOfWidened } from "./lint/rules/correctness/all-of-widened.ts";
import { annotationChanged } from "./compatibility/rules/annotation-changed.ts";
import { breakAccepted } from "./compatibility/rules/break-accepted.ts";
import { columnCollision } from "./compatibility/rules/column-collision.ts";
import { columnDropped } from "./compatibility/rules/column-dropped.ts";
import { columnRetyped } from "./compatibility/rules/column-retyped.ts";
import { constraintWidened } from "./compatibility/rules/constraint-widened.ts";
import { containmentUnknown } from "./compatibility/rules/containment-unknown.ts";
import { currentOutdated } from "./versions/rules/current-outdated.ts";
import { dashboardInvalidDocument } from "./metrics/rules/dashboard-invalid-document.ts";
import { dashboardMissingEnd } from "./metrics/rules/dashboard-missing-end.ts";
import { dashboardMissingIntroduction } from "./metrics/rules/dashboard-missing-introduction.ts";
import { dashboardMissingOwner } from "./metrics/rules/dashboard-missing-owner.ts";
import { dashboardMissingTag } from "./metrics/rules/dashboard-missing-tag.ts";
import { dashboardMissingTicket } from "./metrics/rules/dashboard-missing-ticket.ts";
import { dashboardMissingTotals } from "./metrics/rules/dashboard-missing-totals.ts";
import { dashboardMissingVariable } from "./metrics/rules/dashboard-missing-variable.ts";
import { deprecatedMissingSuccessor } from "./lint/rules/people/deprecated-missing-successor.ts";
import { deterministicType } from "./lint/rules/events/deterministic-type.ts";
import { enumValueAdded } from "./compatibility/rules/enum-value-added.ts";
import { enumValueRemoved } from "./compatibility/rules/enum-value-removed.ts";
import { eventInvalidated } from "./compatibility/rules/event-invalidated.ts";
import { eventMissingMeta } from "./lint/rules/events/event-missing-meta.ts";
import { eventMissingSchema } from "./lint/rules/events/event-missing-schema.ts";
import { exampleMissing } from "./lint/rules/events/example-missing.ts";
import { exampleMissingSchema } from "./lint/rules/events/example-missing-schema.ts";
import { formatChanged } from "./compatibility/rules/format-changed.ts";
import { fragmentOutdated } from "./versions/rules/fragment-outdated.ts";
import { idMissingVersion } from "./versions/rules/id-missing-version.ts";
import { ignoreMissingReason } from "./lint/rules/settings/ignore-missing-reason.ts";
import { ignoreUnused } from "./lint/rules/settings/ignore-unused.ts";
import { keywordInvalidOrder } from "./lint/rules/structure/keyword-invalid-order.ts";
import { latestOutdated } from "./versions/rules/latest-outdated.ts";
import { metricInvalidBaseline } from "./metrics/rules/metric-invalid-baseline.ts";
import { metricInvalidDefinition } from "./metrics/rules/metric-invalid-definition.ts";
import { metricInvalidFieldType } from "./metrics/rules/metric-invalid-field-type.ts";
import { metricInvalidNormalization } from "./metrics/rules/metric-invalid-normalization.ts";
import { metricInvalidSampling } from "./metrics/rules/metric-invalid-sampling.ts";
import { metricMissingEnd } from "./metrics/rules/metric-missing-end.ts";
import { metricMissingOwner } from "./metrics/rules/metric-missing-owner.ts";
import { metricMissingQuestion } from "./metrics/rules/metric-missing-question.ts";
import { metricMissingTicket } from "./metrics/rules/metric-missing-ticket.ts";
import { metricMissingValue } from "./metrics/rules/metric-missing-value.ts";
import { metricSamplingDiffers } from "./metrics/rules/metric-sampling-differs.ts";
import { metricTooWide } from "./metrics/rules/metric-too-wide.ts";
import { metricUndeclaredField } from "./metrics/rules/metric-undeclared-field.ts";
import { metricUnknownReport } from "./metrics/rules/metric-unknown-report.ts";
import { metricUnknownStream } from "./metrics/rules/metric-unknown-stream.ts";
import { metricUnknownValue } from "./metrics/rules/metric-unknown-value.ts";
import { noBacktrackingPattern } from "./lint/rules/correctness/no-backtracking-pattern.ts";
import { noBlankDescription } from "./lint/rules/people/no-blank-description.ts";
import { noCircularRef } from "./materialize/rules/no-circular-ref.ts";
import { noClosedAllOf } from "./lint/rules/correctness/no-closed-all-of.ts";
import { noColumnCollision } from "./lint/rules/events/no-column-collision.ts";
import { noConflictMarker } from "./materialize/rules/no-conflict-marker.ts";
import { noConflictingAllOf } from "./materialize/rules/no-conflicting-all-of.ts";
import { noDashboardMixedMetrics } from "./metrics/rules/no-dashboard-mixed-metrics.ts";
import { noDashboardStacking } from "./metrics/rules/no-dashboard-stacking.ts";
import { noDeadOption } from "./lint/rules/correctness/no-dead-option.ts";
import { noDeepNesting } from "./lint/rules/events/no-deep-nesting.ts";
import { noDependencyUndeclared } from "./lint/rules/correctness/no-dependency-undeclared.ts";
import { noDuplicateEnumValue } from "./lint/rules/correctness/no-duplicate-enum-value.ts";
import { noEnumTypeConflict } from "./lint/rules/correctness/no-enum-type-conflict.ts";
import { noEndlessRecursion } from "./lint/rules/correctness/no-endless-recursion.ts";
import { noExampleUndeclaredField } from "./lint/rules/correctness/no-example-undeclared-field.ts";
import { noForeignLink } from "./materialize/rules/no-foreign-link.ts";
import { noForeignRef } from "./materialize/rules/no-foreign-ref.ts";
import { noFractionalBound } from "./lint/rules/correctness/no-fractional-bound.ts";
import { noHugeDocument } from "./materialize/rules/no-huge-document.ts";
import { noIdClash } from "./versions/rules/no-id-clash.ts";
import { noIdMismatch } from "./versions/rules/no-id-mismatch.ts";
import { noIneffectiveKeyword } from "./lint/rules/correctness/no-ineffective-keyword.ts";
import { noInheritedDrift } from "./versions/rules/no-inherited-drift.ts";
import { noInvalidDefault } from "./lint/rules/correctness/no-invalid-default.ts";
import { noInvalidDocument } from "./materialize/rules/no-invalid-document.ts";
import { noInvalidExample } from "./lint/rules/correctness/no-invalid-example.ts";
import { noInvalidFieldExample } from "./lint/rules/correctness/no-invalid-field-example.ts";
import { noInvalidGeneratedExample } from "./lint/rules/correctness/no-invalid-generated-example.ts";
import { noInvalidPattern } from "./lint/rules/correctness/no-invalid-pattern.ts";
import { noInvalidSchema } from "./lint/rules/correctness/no-invalid-schema.ts";
import { noLineageCircle } from "./metrics/rules/no-lineage-circle.ts";
import { noMetricClash } from "./metrics/rules/no-metric-clash.ts";
import { noMetricPerUser } from "./metrics/rules/no-metric-per-user.ts";
import { noMetricPersonalData } from "./metrics/rules/no-metric-personal-data.ts";
import { noMisspeltDescription } from "./lint/rules/people/no-misspelt-description.ts";
import { noMistakenPattern } from "./lint/rules/correctness/no-mistaken-pattern.ts";
import { noNestedId } from "./lint/rules/structure/no-nested-id.ts";
import { noNonJsonValue } from "./materialize/rules/no-non-json-value.ts";
import { noPastMetricSunset } from "./metrics/rules/no-past-metric-sunset.ts";
import { noPastSunset } from "./lint/rules/people/no-past-sunset.ts";
import { noRedundantAlternative } from "./lint/rules/correctness/no-redundant-alternative.ts";
import { noRedundantBound } from "./lint/rules/correctness/no-redundant-bound.ts";
import { noRefSibling } from "./lint/rules/correctness/no-ref-sibling.ts";
import { noRefusedProperty } from "./lint/rules/correctness/no-refused-property.ts";
import { noRequiredDefault } from "./lint/rules/correctness/no-required-default.ts";
import { noRequiredUndeclared } from "./lint/rules/correctness/no-required-undeclared.ts";
import { noSimilarOption } from "./lint/rules/correctness/no-similar-option.ts";
import { noSkippedVersion } from "./versions/rules/no-skipped-version.ts";
import { noStrayVersion } from "./versions/rules/no-stray-version.ts";
import { noTitleCaseClash } from "./versions/rules/no-title-case-clash.ts";
import { noTitleMismatch } from "./versions/rules/no-title-mismatch.ts";
import { noUnboundedCheck } from "./lint/rules/correctness/no-unbounded-check.ts";
import { noUnknownDialect } from "./materialize/rules/no-unknown-dialect.ts";
import { noUnknownFormat } from "./lint/rules/correctness/no-unknown-format.ts";
import { noUnknownTitle } from "./lint/rules/settings/no-unknown-title.ts";
import { noUnmatchablePattern } from "./lint/rules/correctness/no-unmatchable-pattern.ts";
import { noUnknownKeyword } from "./lint/rules/correctness/no-unknown-keyword.ts";
import { noUnmarkedPersonalData } from "./lint/rules/people/no-unmarked-personal-data.ts";
import { noUnresolvedRef } from "./materialize/rules/no-unresolved-ref.ts";
import { noUnsafeInteger } from "./materialize/rules/no-unsafe-integer.ts";
import { noUnsatisfiableSchema } from "./lint/rules/correctness/no-unsatisfiable-schema.ts";
import { noUntypedSchema } from "./producers/rules/no-untyped-schema.ts";
import { noVacuousCondition } from "./lint/rules/correctness/no-vacuous-condition.ts";
import { noUnusedDefinition } from "./lint/rules/structure/no-unused-definition.ts";
import { noUnusedFragment } from "./versions/rules/no-unused-fragment.ts";
import { noVersionIdClash } from "./producers/rules/no-version-id-clash.ts";
import { numberMissingBounds } from "./lint/rules/events/number-missing-bounds.ts";
import { privacyInvalidMark } from "./lint/rules/people/privacy-invalid-mark.ts";
import { panelReadsNothing } from "./metrics/rules/panel-reads-nothing.ts";
import { producerTypeNarrowed } from "./compatibility/rules/producer-type-narrowed.ts";
import { propertyAdded } from "./compatibility/rules/property-added.ts";
import { propertyMissingDescription } from "./lint/rules/people/property-missing-description.ts";
import { propertyNoLongerRequired } from "./compatibility/rules/property-no-longer-required.ts";
import { propertyRemoved } from "./compatibility/rules/property-removed.ts";
import { propertyRenamed } from "./compatibility/rules/property-renamed.ts";
import { propertyRequired } from "./compatibility/rules/property-required.ts";
import { queryReadsDeprecatedField } from "./producers/rules/query-reads-deprecated-field.ts";
import { queryReadsUndeclaredField } from "./producers/rules/query-reads-undeclared-field.ts";
import { readerBroken } from "./compatibility/rules/reader-broken.ts";
import { readerConcerned } from "./compatibility/rules/reader-concerned.ts";
import { refMissingLock } from "./materialize/rules/ref-missing-lock.ts";
import { registryIdClash } from "./versions/rules/registry-id-clash.ts";
import { reportFailed } from "./reports/rules/report-failed.ts";
import { reportIgnoredKey } from "./reports/rules/report-ignored-key.ts";
import { reportInvalidSetting } from "./reports/rules/report-invalid-setting.ts";
import { reportMissingWiki } from "./reports/rules/report-missing-wiki.ts";
import { reportNotPublished } from "./reports/rules/report-not-published.ts";
import { reportPointRejected } from "./reports/rules/report-point-rejected.ts";
import { reportUnknownKey } from "./reports/rules/report-unknown-key.ts";
import { schemaMissingOwner } from "./lint/rules/people/schema-missing-owner.ts";
import { skipTooWide } from "./compatibility/rules/skip-too-wide.ts";
import { snakeCaseProperty } from "./lint/rules/events/snake-case-property.ts";
import { stringMissingMaxLength } from "./lint/rules/events/string-missing-max-length.ts";
import { targetLegacyRevision } from "./producers/rules/target-legacy-revision.ts";
import { targetMissingVersion } from "./producers/rules/target-missing-version.ts";
import { targetOutdated } from "./producers/rules/target-outdated.ts";
import { targetWaivedBreak } from "./producers/rules/target-waived-break.ts";
import { temporaryMarkInvalid } from "./metrics/rules/temporary-mark-invalid.ts";
import { temporaryMarkOverdue } from "./metrics/rules/temporary-mark-overdue.ts";
import { temporaryMetricOverdue } from "./metrics/rules/temporary-metric-overdue.ts";
import { temporaryMissingTicket } from "./lint/rules/people/temporary-missing-ticket.ts";
import { timestampInvalidName } from "./lint/rules/events/timestamp-invalid-name.ts";
import { typeChanged } from "./compatibility/rules/type-changed.ts";
import { typeWidened } from "./compatibility/rules/type-widened.ts";
import { noColumnlessProperty } from "./producers/rules/no-columnless-property.ts";
import { noTableNameClash } from "./producers/rules/no-table-name-clash.ts";
import { tablesNotGenerated } from "./producers/rules/tables-not-generated.ts";
import { typesNotGenerated } from "./producers/rules/types-not-generated.ts";
import { versionAddedTwice } from "./versions/rules/version-added-twice.ts";
import { versionBumpTooSmall } from "./compatibility/rules/version-bump-too-small.ts";
import { versionFirstOfMajor } from "./compatibility/rules/version-first-of-major.ts";
import { versionInvalidFormat } from "./versions/rules/version-invalid-format.ts";
import { versionInvalidOrder } from "./versions/rules/version-invalid-order.ts";
import { versionMissingBump } from "./versions/rules/version-missing-bump.ts";
import { versionNotMaterialized } from "./versions/rules/version-not-materialized.ts";
import { versionPublished } from "./versions/rules/version-published.ts";
import { versionUnstable } from "./compatibility/rules/version-unstable.ts";
import { waiverExpired } from "./compatibility/rules/waiver-expired.ts";
import { waiverMissingReason } from "./compatibility/rules/waiver-missing-reason.ts";
import { waiverTooWide } from "./compatibility/rules/waiver-too-wide.ts";
import { waiverUnused } from "./compatibility/rules/waiver-unused.ts";
import { wikimediaIncompatible } from "./compatibility/rules/wikimedia-incompatible.ts";

/** Every rule, by id. A rule is a file of its own and a line here. */
export const rules: readonly Rule[] = [
  additionalPropertiesClosed,
  allOfWidened,
  annotationChanged,
  breakAccepted,
  columnCollision,
  columnDropped,
  columnRetyped,
  constraintWidened,
  containmentUnknown,
  currentOutdated,
  dashboardInvalidDocument,
  dashboardMissingEnd,
  dashboardMissingIntroduction,
  dashboardMissingOwner,
  dashboardMissingTag,
  dashboardMissingTicket,
  dashboardMissingTotals,
  dashboardMissingVariable,
  deprecatedMissingSuccessor,
  deterministicType,
  enumValueAdded,
  enumValueRemoved,
  eventInvalidated,
  eventMissingMeta,
  eventMissingSchema,
  exampleMissing,
  exampleMissingSchema,
  formatChanged,
  fragmentOutdated,
  idMissingVersion,
  ignoreMissingReason,
  ignoreUnused,
  keywordInvalidOrder,
  latestOutdated,
  metricInvalidBaseline,
  metricInvalidDefinition,
  metricInvalidFieldType,
  metricInvalidNormalization,
  metricInvalidSampling,
  metricMissingEnd,
  metricMissingOwner,
  metricMissingQuestion,
  metricMissingTicket,
  metricMissingValue,
  metricSamplingDiffers,
  metricTooWide,
  metricUndeclaredField,
  metricUnknownReport,
  metricUnknownStream,
  metricUnknownValue,
  noBacktrackingPattern,
  noBlankDescription,
  noCircularRef,
  noClosedAllOf,
  noColumnCollision,
  noColumnlessProperty,
  noConflictMarker,
  noConflictingAllOf,
  noDashboardMixedMetrics,
  noDashboardStacking,
  noDeadOption,
  noDeepNesting,
  noDependencyUndeclared,
  noDuplicateEnumValue,
  noEnumTypeConflict,
  noEndlessRecursion,
  noExampleUndeclaredField,
  noForeignLink,
  noForeignRef,
  noFractionalBound,
  noHugeDocument,
  noIdClash,
  noIdMismatch,
  noIneffectiveKeyword,
  noInheritedDrift,
  noInvalidDefault,
  noInvalidDocument,
  noInvalidExample,
  noInvalidFieldExample,
  noInvalidGeneratedExample,
  noInvalidPattern,
  noInvalidSchema,
  noLineageCircle,
  noMetricClash,
  noMetricPerUser,
  noMetricPersonalData,
  noMisspeltDescription,
  noMistakenPattern,
  noNestedId,
  noNonJsonValue,
  noPastMetricSunset,
  noPastSunset,
  noRedundantAlternative,
  noRedundantBound,
  noRefSibling,
  noRefusedProperty,
  noRequiredDefault,
  noRequiredUndeclared,
  noSimilarOption,
  noSkippedVersion,
  noStrayVersion,
  noTableNameClash,
  noTitleCaseClash,
  noTitleMismatch,
  noUnboundedCheck,
  noUnknownDialect,
  noUnknownFormat,
  noUnknownKeyword,
  noUnknownTitle,
  noUnmatchablePattern,
  noUnmarkedPersonalData,
  noUnresolvedRef,
  noUnsafeInteger,
  noUnsatisfiableSchema,
  noUntypedSchema,
  noVacuousCondition,
  noUnusedDefinition,
  noUnusedFragment,
  noVersionIdClash,
  numberMissingBounds,
  privacyInvalidMark,
  panelReadsNothing,
  producerTypeNarrowed,
  propertyAdded,
  propertyMissingDescription,
  propertyNoLongerRequired,
  propertyRemoved,
  propertyRenamed,
  propertyRequired,
  queryReadsDeprecatedField,
  queryReadsUndeclaredField,
  readerBroken,
  readerConcerned,
  refMissingLock,
  registryIdClash,
  reportFailed,
  reportIgnoredKey,
  reportInvalidSetting,
  reportMissingWiki,
  reportNotPublished,
  reportPointRejected,
  reportUnknownKey,
  schemaMissingOwner,
  skipTooWide,
  snakeCaseProperty,
  stringMissingMaxLength,
  tablesNotGenerated,
  targetLegacyRevision,
  targetMissingVersion,
  targetOutdated,
  targetWaivedBreak,
  temporaryMarkInvalid,
  temporaryMarkOverdue,
  temporaryMetricOverdue,
  temporaryMissingTicket,
  timestampInvalidName,
  typeChanged,
  typeWidened,
  typesNotGenerated,
  versionAddedTwice,
  versionBumpTooSmall,
  versionFirstOfMajor,
  versionInvalidFormat,
  versionInvalidOrder,
  versionMissingBump,
  versionNotMaterialized,
  versionPublished,
  versionUnstable,
  waiverExpired,
  waiverMissingReason,
  waiverTooWide,
  waiverUnused,
  wikimediaIncompatible,
];
