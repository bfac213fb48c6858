import type { Finding, FindingLocation } from "./finding.ts";
import { directoryOf, titleOfDirectory } from "./layout.ts";
import type { Rule } from "./rule.ts";
import { ruleLevel } from "./rule-level.ts";
import type { Settings } from "./settings.ts";

/** Collects findings, each at the level that the settings give its rule. */
export class Findings {
  readonly list: Finding[] = [];
  private readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** @param values for the placeholders of the message and the hint */
  add<Messages extends string>(
    rule: Rule<Messages>,
    messageId: Messages,
    location: FindingLocation,
    values: Readonly<Record<string, string | number>> = {},
    more: Partial<
      Pick<Finding, "evidence" | "subject" | "cause" | "identity" | "dereferencedPointer" | "fix">
    > = {},
  ): void {
    const title = titleOfDirectory(directoryOf(location.file), this.settings);
    const severity = ruleLevel(rule, this.settings, title);
    if (severity === "off") return;
    const { text, hint } = rule.messages[messageId];
    const parts = [rule.id, messageId, location.file, location.pointer ?? ""];
    this.list.push({
      rule: rule.id,
      severity,
      message: fillIn(text, values),
      ...(hint !== undefined && { hint: fillIn(hint, values) }),
      location,
      identity: [...parts, ...Object.values(values).map(String)],
      ...more,
    });
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === "error");
  }
}

function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
}
