import type { Pointer } from "@addendum/json-schema";
import { type Concern, lintConcerns } from "./concern.ts";
import type { Finding, FindingLocation, Fix, Severity } from "./finding.ts";
import { directoryOf, titleOfDirectory } from "./layout.ts";
import type { Subschema } from "./lint/subschema.ts";
import { presetLevel } from "./presets.ts";
import type { RuleLevel, Settings } from "./settings.ts";
import { matchesTitle } from "./title-pattern.ts";

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
  /** The day of the run, where that matters. */
  readonly today?: string;
  /** Where given: what is published. Otherwise nothing is. */
  readonly published?: Readonly<Record<string, string>>;
  /** What the base branch has published beside that since this branch left it. */
  readonly publishedSince?: Readonly<Record<string, string>>;
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

/** What a rule says of one subschema. */
export interface RuleFinding<Messages extends string = string> {
  /** Into the schema that is judged: the keyword's, an entry's, or the subschema's where something is missing. */
  readonly pointer: Pointer;
  readonly messageId: Messages;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Where there is one right answer. */
  readonly fix?: Fix;
}

export interface Rule<Messages extends string = string> {
  /** Kebab-case; never changes once released. */
  readonly id: string;
  readonly concern: Concern;
  readonly severity: RuleLevel;
  /** Where it differs: the severity in a repository that was adopted from jsonschema-tools. */
  readonly adoptedSeverity?: Severity;
  readonly summary: string;
  readonly rationale: string;
  readonly messages: Readonly<Record<Messages, RuleMessage>>;
  readonly examples: readonly RuleExample[];
  /**
   * What `check` is shown: `merged`, the schema as its version file has it (default); `dereferenced`, before its
   * `allOf`s are merged; `source`, as it is written.
   */
  readonly view?: "merged" | "dereferenced" | "source";
  /** Only subschemas with one of these keywords are shown. All where absent. */
  readonly keywords?: readonly string[];
  /** Only the whole schema is shown. */
  readonly isAboutRoot?: boolean;
  /** Findings are about keys, not about their values. */
  readonly isAboutKeys?: boolean;
  /** Fragments are not shown: they are no events of their own. */
  readonly isAboutEvents?: boolean;
  /** The name of the generator that reports it: its examples run where that is. */
  readonly generator?: string;
  /** jsonschema-tools' test case for the same thing: a repository that skips that skips this. */
  readonly testCase?: string;
  /** Judges one subschema. The engine walks the schema and finds where the author wrote what is wrong. */
  check?(subschema: Subschema): Iterable<RuleFinding<NoInfer<Messages>>>;
}

export function defineRule<Messages extends string>(rule: Rule<Messages>): Rule<Messages> {
  return rule;
}

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

/** Whether a rule is about single schemas. */
export function isLintRule({ concern }: Pick<Rule, "concern">): boolean {
  return lintConcerns.includes(concern);
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
