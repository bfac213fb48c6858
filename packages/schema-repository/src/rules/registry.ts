import type { Rule } from "../rule.ts";
import { additionalPropertiesClosed } from "./additional-properties-closed.ts";
import { annotationChanged } from "./annotation-changed.ts";
import { columnCollision } from "./column-collision.ts";
import { columnDropped } from "./column-dropped.ts";
import { columnRetyped } from "./column-retyped.ts";
import { constraintWidened } from "./constraint-widened.ts";
import { containmentUnknown } from "./containment-unknown.ts";
import { enumValueAdded } from "./enum-value-added.ts";
import { enumValueRemoved } from "./enum-value-removed.ts";
import { eventInvalidated } from "./event-invalidated.ts";
import { formatChanged } from "./format-changed.ts";
import { fragmentOutdated } from "./fragment-outdated.ts";
import { idMissingVersion } from "./id-missing-version.ts";
import { noCircularRef } from "./no-circular-ref.ts";
import { noConflictingAllOf } from "./no-conflicting-all-of.ts";
import { noForeignLink } from "./no-foreign-link.ts";
import { noForeignRef } from "./no-foreign-ref.ts";
import { noHugeDocument } from "./no-huge-document.ts";
import { noIdClash } from "./no-id-clash.ts";
import { noIdMismatch } from "./no-id-mismatch.ts";
import { noInheritedDrift } from "./no-inherited-drift.ts";
import { noInvalidDocument } from "./no-invalid-document.ts";
import { noInvalidExample } from "./no-invalid-example.ts";
import { noInvalidGeneratedExample } from "./no-invalid-generated-example.ts";
import { noSkippedVersion } from "./no-skipped-version.ts";
import { noStrayVersion } from "./no-stray-version.ts";
import { noTitleCaseClash } from "./no-title-case-clash.ts";
import { noTitleMismatch } from "./no-title-mismatch.ts";
import { noUnresolvedRef } from "./no-unresolved-ref.ts";
import { noUnsafeInteger } from "./no-unsafe-integer.ts";
import { noUntypedSchema } from "./no-untyped-schema.ts";
import { noVersionIdClash } from "./no-version-id-clash.ts";
import { producerTypeNarrowed } from "./producer-type-narrowed.ts";
import { propertyAdded } from "./property-added.ts";
import { propertyNoLongerRequired } from "./property-no-longer-required.ts";
import { propertyRemoved } from "./property-removed.ts";
import { propertyRenamed } from "./property-renamed.ts";
import { propertyRequired } from "./property-required.ts";
import { refMissingLock } from "./ref-missing-lock.ts";
import { skipTooWide } from "./skip-too-wide.ts";
import { targetLegacyRevision } from "./target-legacy-revision.ts";
import { targetMissingVersion } from "./target-missing-version.ts";
import { targetOutdated } from "./target-outdated.ts";
import { targetWaivedBreak } from "./target-waived-break.ts";
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
  enumValueAdded,
  enumValueRemoved,
  eventInvalidated,
  formatChanged,
  fragmentOutdated,
  idMissingVersion,
  noCircularRef,
  noConflictingAllOf,
  noForeignLink,
  noForeignRef,
  noHugeDocument,
  noIdClash,
  noIdMismatch,
  noInheritedDrift,
  noInvalidDocument,
  noInvalidExample,
  noInvalidGeneratedExample,
  noSkippedVersion,
  noStrayVersion,
  noTitleCaseClash,
  noTitleMismatch,
  noUnresolvedRef,
  noUnsafeInteger,
  noUntypedSchema,
  noVersionIdClash,
  producerTypeNarrowed,
  propertyAdded,
  propertyNoLongerRequired,
  propertyRemoved,
  propertyRenamed,
  propertyRequired,
  refMissingLock,
  skipTooWide,
  targetLegacyRevision,
  targetMissingVersion,
  targetOutdated,
  targetWaivedBreak,
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
