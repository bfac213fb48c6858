import { type DataObject, evaluate, isArray, isObject, own } from "@addendum/json-schema";
import type { Finding } from "../finding.ts";
import { baseName, classify, directoryOf, directoryOfTitle, joinPath } from "../layout.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import { Findings, type Rule, type RuleFinding, ruleLevel } from "../rule.ts";
import type { Repository } from "../repository.ts";
import { noInvalidExample } from "../rules/no-invalid-example.ts";
import { noInvalidGeneratedExample } from "../rules/no-invalid-generated-example.ts";
import { rules } from "../rules/registry.ts";
import type { Settings } from "../settings.ts";
import type { TitleVersions } from "../title-versions.ts";
import { type SourcePlace, SourcePlaces } from "./source-places.ts";
import { type LintedSchema, Subschema } from "./subschema.ts";

type LintRule = Rule & Required<Pick<Rule, "check">>;

const lintRules = rules.filter((rule): rule is LintRule => rule.check !== undefined);

/** A schema as a rule may want to see it, or as it was published. */
type View = NonNullable<Rule["view"]> | "published";

interface ActiveRules {
  readonly aboutRoot: readonly LintRule[];
  readonly always: readonly LintRule[];
  readonly byKeyword: ReadonlyMap<string, readonly LintRule[]>;
}

/**
 * Judges schemas by the rules that look at one schema at a time. A mistake is reported once, where it was written,
 * however many schemas it reaches by their references.
 */
export class Linter {
  private readonly reported = new Map<
    string,
    { readonly finding: Finding; readonly dependents: Set<string>; readonly sameAs: string | undefined }
  >();
  private readonly common = new Map<string, ActiveRules>();
  private readonly examples: Findings;
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

  /** What was found so far, with the titles that each mistake reaches. */
  get findings(): readonly Finding[] {
    const all = [...this.reported.values()];
    for (const { sameAs, dependents } of all) {
      const current = sameAs === undefined ? undefined : this.reported.get(sameAs);
      for (const title of current === undefined ? [] : dependents) current?.dependents.add(title);
    }
    const found = all
      .filter(({ sameAs }) => sameAs === undefined || !this.reported.has(sameAs))
      .map(({ finding, dependents }) =>
        dependents.size === 0 ? finding : { ...finding, dependents: [...dependents].sort() },
      );
    return [...this.examples.list, ...found];
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

  /** Published versions are judged as they stand, and found fault with mildly: nobody can change them. */
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
      for (const { rule, finding } of this.judge(title, data, "published")) {
        this.report(rule, title, { file, pointer: finding.pointer }, finding);
      }
    }
  }

  /** Reports examples that their own schema refuses, written ones and generated ones. */
  judgeExamples({ data, source, exampleIsGenerated }: Materialized): void {
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

  private *judge(
    title: string,
    root: DataObject,
    view: View,
  ): Iterable<{ readonly rule: LintRule; readonly finding: RuleFinding }> {
    const whole: LintedSchema = {
      title,
      isFragment: title.split("/").includes("fragment"),
      root,
      settings: this.settings,
      today: this.repository.today,
    };
    const { aboutRoot, always, byKeyword } = this.active(whole, view, String(own(root, "$id") ?? ""));
    const top = new Subschema(whole, root);
    for (const rule of aboutRoot) {
      for (const finding of rule.check(top)) yield { rule, finding };
    }
    if (always.length === 0 && byKeyword.size === 0) return;
    for (const subschema of top) {
      for (const rule of always) {
        for (const finding of rule.check(subschema)) yield { rule, finding };
      }
      for (const keyword of Object.keys(subschema.schema)) {
        for (const rule of byKeyword.get(keyword) ?? []) {
          // A rule that several keywords call for is asked at the first of them.
          if (rule.keywords?.find((one) => Object.hasOwn(subschema.schema, one)) !== keyword) continue;
          for (const finding of rule.check(subschema)) yield { rule, finding };
        }
      }
    }
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
        ruleLevel(rule, this.settings, title) !== "off" &&
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
    };
    if (isCommon) this.common.set(key, active);
    return active;
  }

  private hasSkips(id: string): boolean {
    return Object.keys(this.settings.skippedTestCases).some((pattern) => new RegExp(pattern).test(id));
  }

  /** Repositories of jsonschema-tools skip test cases for some schemas. */
  private isSkipped({ testCase }: Rule, id: string): boolean {
    if (testCase === undefined) return false;
    const skips = Object.entries(this.settings.skippedTestCases);
    return skips.some(([pattern, cases]) => cases.includes(testCase) && new RegExp(pattern).test(id));
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

const ids = new Set([...lintRules, noInvalidExample, noInvalidGeneratedExample].map(({ id }) => id));

/** Whether a finding came from judging a schema by itself, whatever was there before. */
export function isLinterFinding({ rule }: Finding): boolean {
  return ids.has(rule);
}
