import type { Rule } from "../rule.ts";
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
import { refMissingLock } from "./ref-missing-lock.ts";
import { versionInvalidFormat } from "./version-invalid-format.ts";
import { versionInvalidOrder } from "./version-invalid-order.ts";
import { versionMissingBump } from "./version-missing-bump.ts";
import { versionNotMaterialized } from "./version-not-materialized.ts";
import { versionPublished } from "./version-published.ts";

/** Every rule, by id. A rule is a file of its own and a line here. */
export const rules: readonly Rule[] = [
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
  refMissingLock,
  versionInvalidFormat,
  versionInvalidOrder,
  versionMissingBump,
  versionNotMaterialized,
  versionPublished,
];
