import { lintConcerns } from "./concern.ts";
import type { Rule } from "./rule.ts";
import type { RuleLevel, Settings } from "./settings.ts";

/** What the repository tests of @wikimedia/jsonschema-tools 1.3.0 demand: structure, robustness, compatibility. */
const wikimedia = new Set([
  "deterministic-type",
  "example-missing-schema",
  "no-invalid-example",
  "no-invalid-schema",
  "no-required-undeclared",
  "no-unbounded-check",
  "number-missing-bounds",
  "snake-case-property",
  "wikimedia-incompatible",
]);

/** The level of a rule that the settings do not name. */
export function presetLevel(rule: Rule, settings: Settings): RuleLevel {
  const usual = settings.adopted ? (rule.adoptedSeverity ?? rule.severity) : rule.severity;
  switch (settings.preset) {
    case "recommended":
      return usual;
    case "wikimedia":
      return wikimedia.has(rule.id) ? "error" : usual;
    case "all":
      // Every rule about single schemas is heard.
      return lintConcerns.includes(rule.concern) && (usual === "off" || usual === "info") ? "warn" : usual;
  }
}
