import { matchesId } from "../model/id-pattern.ts";
import type { Settings } from "../model/settings.ts";

/** The name by which jsonschema-tools' settings skip its own check of compatibility. */
const testCase = "schema-version-compatibility";

/** The pattern by which an adopted repository skips the check of a version's compatibility, if one does. */
export function skipOf({ skippedTestCases }: Settings, id: string): string | undefined {
  const skips = Object.entries(skippedTestCases);
  return skips.find(([pattern, cases]) => cases.includes(testCase) && matchesId(pattern, id))?.[0];
}
