import type { Rule } from "../rule.ts";
import { additionalPropertiesClosed } from "./additional-properties-closed.ts";
import { annotationChanged } from "./annotation-changed.ts";
import { columnCollision } from "./column-collision.ts";
import { columnDropped } from "./column-dropped.ts";
import { columnRetyped } from "./column-retyped.ts";
import { constraintWidened } from "./constraint-widened.ts";
import { containmentUnknown } from "./containment-unknown.ts";
import { deprecatedMissingSuccessor } from "./deprecated-missing-successor.ts";
import { deterministicType } from "./deterministic-type.ts";
import { enumValueAdded } from "./enum-value-added.ts";
import { enumValueRemoved } from "./enum-value-removed.ts";
import { eventInvalidated } from "./event-invalidated.ts";
import { eventMissingMeta } from "./event-missing-meta.ts";
import { eventMissingSchema } from "./event-missing-schema.ts";
import { exampleMissing } from "./example-missing.ts";
import { exampleMissingSchema } from "./example-missing-schema.ts";
import { formatChanged } from "./format-changed.ts";
import { fragmentOutdated } from "./fragment-outdated.ts";
import { idMissingVersion } from "./id-missing-version.ts";
import { ignoreMissingReason } from "./ignore-missing-reason.ts";
import { ignoreUnused } from "./ignore-unused.ts";
import { keywordInvalidOrder } from "./keyword-invalid-order.ts";
import { noBacktrackingPattern } from "./no-backtracking-pattern.ts";
import { noCircularRef } from "./no-circular-ref.ts";
import { noColumnCollision } from "./no-column-collision.ts";
import { noConflictingAllOf } from "./no-conflicting-all-of.ts";
import { noDeepNesting } from "./no-deep-nesting.ts";
import { noDuplicateEnumValue } from "./no-duplicate-enum-value.ts";
import { noEnumTypeConflict } from "./no-enum-type-conflict.ts";
import { noExampleUndeclaredField } from "./no-example-undeclared-field.ts";
import { noForeignLink } from "./no-foreign-link.ts";
import { noForeignRef } from "./no-foreign-ref.ts";
import { noHugeDocument } from "./no-huge-document.ts";
import { noIdClash } from "./no-id-clash.ts";
import { noIdMismatch } from "./no-id-mismatch.ts";
import { noIneffectiveKeyword } from "./no-ineffective-keyword.ts";
import { noInheritedDrift } from "./no-inherited-drift.ts";
import { noInvalidDefault } from "./no-invalid-default.ts";
import { noInvalidDocument } from "./no-invalid-document.ts";
import { noInvalidExample } from "./no-invalid-example.ts";
import { noInvalidGeneratedExample } from "./no-invalid-generated-example.ts";
import { noInvalidPattern } from "./no-invalid-pattern.ts";
import { noInvalidSchema } from "./no-invalid-schema.ts";
import { noMisspeltDescription } from "./no-misspelt-description.ts";
import { noPastSunset } from "./no-past-sunset.ts";
import { noRedundantAlternative } from "./no-redundant-alternative.ts";
import { noRefSibling } from "./no-ref-sibling.ts";
import { noRequiredUndeclared } from "./no-required-undeclared.ts";
import { noSkippedVersion } from "./no-skipped-version.ts";
import { noStrayVersion } from "./no-stray-version.ts";
import { noTitleCaseClash } from "./no-title-case-clash.ts";
import { noTitleMismatch } from "./no-title-mismatch.ts";
import { noUnboundedCheck } from "./no-unbounded-check.ts";
import { noUnknownDialect } from "./no-unknown-dialect.ts";
import { noUnknownFormat } from "./no-unknown-format.ts";
import { noUnknownKeyword } from "./no-unknown-keyword.ts";
import { noUnmarkedPersonalData } from "./no-unmarked-personal-data.ts";
import { noUnresolvedRef } from "./no-unresolved-ref.ts";
import { noUnsafeInteger } from "./no-unsafe-integer.ts";
import { noUnsatisfiableSchema } from "./no-unsatisfiable-schema.ts";
import { noUntypedSchema } from "./no-untyped-schema.ts";
import { noUnusedFragment } from "./no-unused-fragment.ts";
import { noVersionIdClash } from "./no-version-id-clash.ts";
import { numberMissingBounds } from "./number-missing-bounds.ts";
import { producerTypeNarrowed } from "./producer-type-narrowed.ts";
import { propertyAdded } from "./property-added.ts";
import { propertyMissingDescription } from "./property-missing-description.ts";
import { propertyNoLongerRequired } from "./property-no-longer-required.ts";
import { propertyRemoved } from "./property-removed.ts";
import { propertyRenamed } from "./property-renamed.ts";
import { propertyRequired } from "./property-required.ts";
import { refMissingLock } from "./ref-missing-lock.ts";
import { schemaMissingOwner } from "./schema-missing-owner.ts";
import { skipTooWide } from "./skip-too-wide.ts";
import { snakeCaseProperty } from "./snake-case-property.ts";
import { stringMissingMaxLength } from "./string-missing-max-length.ts";
import { targetLegacyRevision } from "./target-legacy-revision.ts";
import { targetMissingVersion } from "./target-missing-version.ts";
import { targetOutdated } from "./target-outdated.ts";
import { targetWaivedBreak } from "./target-waived-break.ts";
import { temporaryMissingTicket } from "./temporary-missing-ticket.ts";
import { timestampInvalidName } from "./timestamp-invalid-name.ts";
import { typeChanged } from "./type-changed.ts";
import { typeWidened } from "./type-widened.ts";
import { typesNotGenerated } from "./types-not-generated.ts";
import { versionBumpTooSmall } from "./version-bump-too-small.ts";
import { versionFirstOfMajor } from "./version-first-of-major.ts";
import { versionInvalidFormat } from "./version-invalid-format.ts";
import { versionInvalidOrder } from "./version-invalid-order.ts";
import { versionMissingBump } from "./version-missing-bump.ts";
import { versionNotMaterialized } from "./version-not-materialized.ts";
import { versionPublished } from "./version-published.ts";
import { waiverExpired } from "./waiver-expired.ts";
import { waiverMissingReason } from "./waiver-missing-reason.ts";
import { waiverTooWide } from "./waiver-too-wide.ts";
import { waiverUnused } from "./waiver-unused.ts";
import { wikimediaIncompatible } from "./wikimedia-incompatible.ts";

/** Every rule, by id. A rule is a file of its own and a line here. */
export const rules: readonly Rule[] = [
  additionalPropertiesClosed,
  annotationChanged,
  columnCollision,
  columnDropped,
  columnRetyped,
  constraintWidened,
  containmentUnknown,
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
  noBacktrackingPattern,
  noCircularRef,
  noColumnCollision,
  noConflictingAllOf,
  noDeepNesting,
  noDuplicateEnumValue,
  noEnumTypeConflict,
  noExampleUndeclaredField,
  noForeignLink,
  noForeignRef,
  noHugeDocument,
  noIdClash,
  noIdMismatch,
  noIneffectiveKeyword,
  noInheritedDrift,
  noInvalidDefault,
  noInvalidDocument,
  noInvalidExample,
  noInvalidGeneratedExample,
  noInvalidPattern,
  noInvalidSchema,
  noMisspeltDescription,
  noPastSunset,
  noRedundantAlternative,
  noRefSibling,
  noRequiredUndeclared,
  noSkippedVersion,
  noStrayVersion,
  noTitleCaseClash,
  noTitleMismatch,
  noUnboundedCheck,
  noUnknownDialect,
  noUnknownFormat,
  noUnknownKeyword,
  noUnmarkedPersonalData,
  noUnresolvedRef,
  noUnsafeInteger,
  noUnsatisfiableSchema,
  noUntypedSchema,
  noUnusedFragment,
  noVersionIdClash,
  numberMissingBounds,
  producerTypeNarrowed,
  propertyAdded,
  propertyMissingDescription,
  propertyNoLongerRequired,
  propertyRemoved,
  propertyRenamed,
  propertyRequired,
  refMissingLock,
  schemaMissingOwner,
  skipTooWide,
  snakeCaseProperty,
  stringMissingMaxLength,
  targetLegacyRevision,
  targetMissingVersion,
  targetOutdated,
  targetWaivedBreak,
  temporaryMissingTicket,
  timestampInvalidName,
  typeChanged,
  typeWidened,
  typesNotGenerated,
  versionBumpTooSmall,
  versionFirstOfMajor,
  versionInvalidFormat,
  versionInvalidOrder,
  versionMissingBump,
  versionNotMaterialized,
  versionPublished,
  waiverExpired,
  waiverMissingReason,
  waiverTooWide,
  waiverUnused,
  wikimediaIncompatible,
];
