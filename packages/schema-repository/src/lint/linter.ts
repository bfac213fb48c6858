import { type DataObject, evaluate, isArray, isObject, own } from "@addendum/json-schema";
import type { Finding } from "../model/finding.ts";
import { matchesId } from "../model/id-pattern.ts";
import {
  baseName,
  classify,
  directoryOf,
  directoryOfTitle,
  joinPath,
  isFragmentTitle,
} from "../model/layout.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import { type Rule, type RuleFinding } from "../model/rule.ts";
import { Findings } from "../model/findings.ts";
import { ruleLevel } from "../model/rule-level.ts";
import type { Repository } from "../model/repository.ts";
import { noInvalidExample } from "./rules/correctness/no-invalid-example.ts";
import { noInvalidGeneratedExample } from "./rules/correctness/no-invalid-generated-example.ts";
import { noNonJsonValue } from "../materialize/rules/no-non-json-value.ts";
import { noUnsafeInteger } from "../materialize/rules/no-unsafe-integer.ts";
import { rules } from "../rule-registry.ts";
import type { Settings } from "../model/settings.ts";
import type { TitleVersions } from "../versions/title-versions.ts";
import { formatVersion } from "../model/version.ts";
import { type SourcePlace, SourcePlaces } from "./source-places.ts";
import { type LintedSchema, LintedSubschema } from "../model/linted-schema.ts";

type LintRule = Rule & Required<Pick<Rule, "check">>;

const lintRules = rules.filter((rule): rule is LintRule => rule.check !== undefined);

/** A finding of a rule, before findings are merged. */
export interface Mistake {
  readonly key: string;
  readonly finding: Finding;
  /** Other titles that it reaches. */
  readonly dependents: readonly string[];
  /** It is in a published version; the key that the same would have in the current. */
  readonly sameAs: string | undefined;
}

/** A schema as a rule may want to see it, or as it was published. */
type View = NonNullable<Rule["view"]> | "published";

interface Judged {
  readonly rule: LintRule;
  readonly finding: RuleFinding;
}

interface ActiveRules {
  readonly aboutRoot: readonly LintRule[];
  readonly always: readonly LintRule[];
  readonly byKeyword: ReadonlyMap<string, readonly LintRule[]>;
  /** Parts of events that stand on their own, and about which these rules had nothing to say. */
  readonly sound: WeakSet<DataObject>;
}

/**
 * Checks schemas by the rules that look at one schema at a time. A mistake is reported once, where it was written,
 * however many schemas it reaches by their references.
 */
export class Linter {
  readonly examples: Findings;
  private readonly reported = new Map<
    string,
    Omit<Mistake, "dependents"> & { readonly dependents: Set<string> }
  >();
  private readonly common = new Map<string, ActiveRules>();
  private readonly repository: Repository;
  private readonly settings: Settings;
  private readonly materializer: Materializer;
  private readonly places: SourcePlaces;

  constructor(repository: Repository, materializer: Materializer) {
    this.repository = repository;
    this.settings = repository.settings;
    this.examples = new Findings(repository.settings);
    this.materializer = materializer;
    this.places = new SourcePlaces(materializer);
  }

  /** What was found so far, for {@link settleMistakes}. */
  get mistakes(): readonly Mistake[] {
    return [...this.reported.values()].map(({ dependents, ...mistake }) => ({
      ...mistake,
      dependents: [...dependents],
    }));
  }

  lint(materialized: Materialized): void {
    const { title, source, dereferenced, merged } = materialized;
    const written = this.materializer.documents.object(source) ?? {};
    const views: [View, DataObject][] = [
      ["merged", merged],
      ["dereferenced", dereferenced],
      ["source", written],
    ];
    for (const [view, root] of views) {
      const found = this.judge(title, root, view);
      for (const { rule, finding } of found) {
        const place =
          view === "source"
            ? { file: source, pointer: finding.pointer }
            : this.places.find(title, root, finding.pointer);
        this.report(rule, title, place, finding);
      }
    }
  }

  /** Published versions are checked as they are, with remarks only, because they cannot change. */
  lintPublished(title: string, versions: TitleVersions): void {
    const { snapshot } = this.repository;
    const directory = directoryOfTitle(title, this.settings);
    for (const name of versions.published(title)) {
      const version = classify(name);
      // The first content type says what the others do.
      if (version?.kind !== "version" || version.contentType !== this.settings.contentTypes[0]) continue;
      const file = joinPath(directory, name);
      const content = snapshot.read(file);
      const { documents } = this.materializer;
      const data = content.kind === "text" ? documents.versionData(file, content.text) : undefined;
      if (!isObject(data)) continue;
      const resolved = this.materializer.resolvedVersion(title, formatVersion(version.version), data);
      for (const { rule, finding } of this.judge(title, resolved, "published")) {
        this.report(rule, title, { file, pointer: finding.pointer }, finding);
      }
    }
  }

  /** Reports examples that their own schema refuses, written ones and generated ones. */
  judgeExamples({ resolved: data, source, exampleIsGenerated }: Materialized): void {
    const examples = data["examples"];
    if (!isArray(examples)) return;
    examples.forEach((example, index) => {
      const refusal = evaluate(data, example);
      if (refusal === undefined) return;
      const verdict = this.repository.judge(data, example);
      if (verdict === undefined) return;
      const { place, reason } = verdict;
      if (exampleIsGenerated) {
        const values = { place: place || "its root", reason };
        this.examples.add(
          noInvalidGeneratedExample,
          "invalid",
          { file: source, pointer: "/properties" },
          values,
        );
      } else {
        const location = { file: source, pointer: `/examples/${index}${place}` };
        const values = { number: index + 1, place: place || "its root", reason };
        this.examples.add(noInvalidExample, "invalid", location, values);
      }
    });
  }

  private judge(title: string, root: DataObject, view: View): readonly Judged[] {
    const whole: LintedSchema = {
      title,
      isFragment: isFragmentTitle(title),
      root,
      settings: this.settings,
      today: this.repository.today,
    };
    const { aboutRoot, always, byKeyword, sound } = this.active(whole, view, String(own(root, "$id") ?? ""));
    const found: Judged[] = [];
    const ask = (rule: LintRule, subschema: LintedSubschema): void => {
      for (const finding of rule.check(subschema)) found.push({ rule, finding });
    };
    const top = new LintedSubschema(whole, root);
    for (const rule of aboutRoot) ask(rule, top);
    // Many schemas share a fragment, and what one says of it the others need not say again.
    const isKnown = view === "dereferenced" ? (schema: DataObject) => sound.has(schema) : undefined;
    const walk = (subschema: LintedSubschema): void => {
      const before = found.length;
      const { schema } = subschema;
      for (const rule of always) ask(rule, subschema);
      for (const keyword of Object.keys(schema)) {
        const rules = byKeyword.get(keyword);
        if (rules === undefined) continue;
        for (const rule of rules) {
          // A rule that several keywords call for is asked at the first of them.
          if (rule.keywords?.find((one) => Object.hasOwn(schema, one)) === keyword) ask(rule, subschema);
        }
      }
      for (const child of subschema.children(isKnown)) walk(child);
      const isPart = subschema.branchOf === undefined && subschema.role === "value";
      if (isKnown !== undefined && isPart && found.length === before) sound.add(schema);
    };
    if (always.length > 0 || byKeyword.size > 0) walk(top);
    return found;
  }

  /** The rules that have something to say about a view of a schema. Most schemas have them in common. */
  private active({ title, isFragment }: LintedSchema, view: View, id: string): ActiveRules {
    const isCommon = this.settings.overrides.length === 0 && !this.hasSkips(id);
    const key = `${view} ${isFragment}`;
    const known = isCommon ? this.common.get(key) : undefined;
    if (known !== undefined) return known;
    const wanted = lintRules.filter(
      (rule) =>
        (view === "published" ? rule.view !== "source" : (rule.view ?? "merged") === view) &&
        !(rule.isAboutEvents === true && isFragment) &&
        this.isHeard(rule, title, view) &&
        !this.isSkipped(rule, id),
    );
    const everywhere = wanted.filter((rule) => rule.isAboutRoot !== true);
    const byKeyword = new Map<string, LintRule[]>();
    for (const rule of everywhere) {
      for (const keyword of rule.keywords ?? []) {
        byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), rule]);
      }
    }
    const active: ActiveRules = {
      aboutRoot: wanted.filter((rule) => rule.isAboutRoot === true),
      always: everywhere.filter(({ keywords }) => keywords === undefined),
      byKeyword,
      sound: new WeakSet(),
    };
    if (isCommon) this.common.set(key, active);
    return active;
  }

  private isHeard(rule: Rule, title: string, view: View): boolean {
    const level = ruleLevel(rule, this.settings, title);
    if (level === "off") return false;
    const isRemark = level === "info" || view === "published";
    return !isRemark || this.repository.scope.hasRemarks;
  }

  private hasSkips(id: string): boolean {
    return Object.keys(this.settings.skippedTestCases).some((pattern) => matchesId(pattern, id));
  }

  /** Repositories of jsonschema-tools skip test cases for some schemas. */
  private isSkipped({ testCase }: Rule, id: string): boolean {
    if (testCase === undefined) return false;
    const skips = Object.entries(this.settings.skippedTestCases);
    return skips.some(([pattern, cases]) => cases.includes(testCase) && matchesId(pattern, id));
  }

  private report(
    rule: Rule,
    title: string,
    { inCurrent, ...location }: SourcePlace,
    { messageId, pointer, values = {}, fix }: RuleFinding,
  ): void {
    const found = new Findings(this.settings);
    found.add(rule, messageId, { ...location, ...(rule.isAboutKeys === true && { isKey: true }) }, values, {
      ...(pointer !== location.pointer && { dereferencedPointer: pointer }),
      ...(fix !== undefined && { fix }),
    });
    const [finding] = found.list;
    if (finding === undefined) return;
    const key = finding.identity.join("\0");
    const name = baseName(location.file);
    const isPublished = name !== this.settings.currentName && classify(name) !== undefined;
    const known = this.reported.get(key);
    const isElsewhere = directoryOf(location.file) !== directoryOfTitle(title, this.settings);
    if (known === undefined) {
      const { identity } = finding;
      this.reported.set(key, {
        key,
        // [rule, message, file, pointer, …]: the same said of the current.
        sameAs:
          inCurrent &&
          [...identity.slice(0, 2), inCurrent.file, inCurrent.pointer, ...identity.slice(4)].join("\0"),
        finding: isPublished ? { ...finding, severity: "info" } : finding,
        dependents: new Set(isElsewhere ? [title] : []),
      });
    } else if (isElsewhere) {
      known.dependents.add(title);
    }
  }
}

/** One finding for each mistake, with every title that it reaches; in the current where that has it, too. */
export function settleMistakes(mistakes: readonly Mistake[]): readonly Finding[] {
  const keys = new Set(mistakes.map(({ key }) => key));
  const nearer = new Map(
    mistakes.flatMap(({ key, sameAs }) => (sameAs === undefined ? [] : [[key, sameAs]])),
  );
  /** The current of a fragment may have it from yet another fragment, though not permanently. */
  const nearest = (key: string, hops = 0): string => {
    const next = nearer.get(key);
    return next !== undefined && keys.has(next) && hops < 16 ? nearest(next, hops + 1) : key;
  };
  const settled = new Map<string, { readonly finding: Finding; readonly dependents: Set<string> }>();
  for (const { key, finding, dependents } of mistakes) {
    const at = nearest(key);
    const known = settled.get(at);
    // Of the same mistake in two places, the current's own finding is reported.
    if (known === undefined) settled.set(at, { finding, dependents: new Set(dependents) });
    else {
      for (const title of dependents) known.dependents.add(title);
      if (at === key) settled.set(at, { ...known, finding });
    }
  }
  return [...settled.values()].map(({ finding, dependents }) =>
    dependents.size === 0 ? finding : { ...finding, dependents: [...dependents].sort() },
  );
}

const ids = new Set(
  [...lintRules, noInvalidExample, noInvalidGeneratedExample, noNonJsonValue, noUnsafeInteger].map(
    ({ id }) => id,
  ),
);

/** Whether a finding came from judging a schema by itself, whatever was there before. */
export function isLinterFinding({ rule }: Finding): boolean {
  return ids.has(rule);
}
