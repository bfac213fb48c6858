import { presetLevel } from "./presets.ts";
import type { Rule } from "./rule.ts";
import type { RuleLevel, Settings } from "./settings.ts";
import { matchesTitle } from "./title-pattern.ts";

/** @param title of the schema that a finding is about; the settings may treat some otherwise than the rest */
export function ruleLevel(rule: Rule, settings: Settings, title?: string): RuleLevel {
  const { overrides, rules } = settings;
  const own =
    title === undefined || overrides.length === 0
      ? undefined
      : overrides.findLast(
          (override) =>
            Object.hasOwn(override.rules, rule.id) &&
            override.titles.some((pattern) => matchesTitle(pattern, title)),
        );
  if (own !== undefined) return own.rules[rule.id] as RuleLevel;
  const chosen = Object.hasOwn(rules, rule.id) ? rules[rule.id] : undefined;
  return chosen ?? presetLevel(rule, settings);
}
