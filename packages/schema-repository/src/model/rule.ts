import type { Pointer } from "@addendum/json-schema";
import { type Concern, lintConcerns } from "./concern.ts";
import type { Fix, Severity } from "./finding.ts";
import type { LintedSubschema } from "./linted-schema.ts";
import type { Reader } from "./reader.ts";
import type { RuleLevel, Settings } from "./settings.ts";

export interface RuleMessage {
  /** With `{name}` where a value is. */
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
  /** What queries read of the tables of these schemas, for rules about readers. The table of `a/b` is `a_b`. */
  readonly queries?: readonly QueryReads[];
  /** Who reads the events, for rules about readers. */
  readonly readers?: readonly Reader[];
  readonly settings?: Partial<Settings>;
  /** Whether what is published is examined, too, as `addendum check` does. */
  readonly isThorough?: boolean;
  /** What this rule says of it, in order. */
  readonly findings: readonly {
    readonly file: string;
    readonly pointer?: string;
    readonly messageId: string;
  }[];
}

/** The fields that a query reads, as `@addendum/query-fields` finds them. Paths have the names of columns. */
export interface QueryReads {
  readonly file: string;
  readonly read: readonly { readonly table: string; readonly path: readonly string[] }[];
  readonly undeclared: readonly {
    readonly table: string | undefined;
    readonly path: readonly string[];
    /** UTF-16 units into the file's text. */
    readonly offset: number;
  }[];
}

/** A finding of a rule about one subschema. */
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
  /** Fragments are not shown: they are not events of their own. */
  readonly isAboutEvents?: boolean;
  /** The name of the generator that reports it: its examples run where that is. */
  readonly generator?: string;
  /** jsonschema-tools' test case for the same thing: a repository that skips that skips this. */
  readonly testCase?: string;
  /** Judges one subschema. The engine walks the schema and finds where the author wrote what is wrong. */
  check?(subschema: LintedSubschema): Iterable<RuleFinding<NoInfer<Messages>>>;
}

export function defineRule<Messages extends string>(rule: Rule<Messages>): Rule<Messages> {
  return rule;
}

/** Whether a rule is about single schemas. */
export function isLintRule({ concern }: Pick<Rule, "concern">): boolean {
  return lintConcerns.includes(concern);
}
