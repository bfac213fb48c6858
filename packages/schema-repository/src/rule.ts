import type { Finding, FindingLocation, Severity } from "./finding.ts";
import { presets } from "./presets.ts";
import type { RuleLevel, Settings } from "./settings.ts";

export interface RuleMessage {
  /** With `{name}` where a value stands. */
  readonly text: string;
  readonly hint?: string;
}

/** A small repository: what its files hold, and what the base branch holds of it. */
export interface RuleExample {
  readonly name: string;
  /** Path below the repository's root → text. A text `-> name` is a symbolic link. */
  readonly files: Readonly<Record<string, string>>;
  /** Where given: what is published. Otherwise nothing is. */
  readonly published?: Readonly<Record<string, string>>;
  /** Files of producers, for rules about what they send: path → text. */
  readonly producers?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  /** Whether what is published is looked at, too, as `addendum check` does. */
  readonly isThorough?: boolean;
  /** What this rule says of it, in order. */
  readonly findings: readonly {
    readonly file: string;
    readonly pointer?: string;
    readonly messageId: string;
  }[];
}

export interface Rule<Messages extends string = string> {
  /** Kebab-case; never changes once released. */
  readonly id: string;
  readonly severity: RuleLevel;
  /** Where it differs: the severity in a repository that was adopted from jsonschema-tools. */
  readonly adoptedSeverity?: Severity;
  readonly summary: string;
  readonly rationale: string;
  readonly messages: Readonly<Record<Messages, RuleMessage>>;
  readonly examples: readonly RuleExample[];
}

export function defineRule<Messages extends string>(rule: Rule<Messages>): Rule<Messages> {
  return rule;
}

export function ruleLevel(rule: Rule, settings: Settings): RuleLevel {
  const chosen = Object.hasOwn(settings.rules, rule.id) ? settings.rules[rule.id] : undefined;
  return (
    chosen ??
    presets[settings.preset][rule.id] ??
    (settings.adopted ? (rule.adoptedSeverity ?? rule.severity) : rule.severity)
  );
}

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
    more: Partial<Pick<Finding, "evidence" | "subject" | "cause" | "identity">> = {},
  ): void {
    const severity = ruleLevel(rule, this.settings);
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
