import type { Finding } from "../model/finding.ts";
import { baseName, directoryOf, titleOfDirectory } from "../model/layout.ts";
import type { Materializer, SourceDocument } from "../materialize/materializer.ts";
import type { Plan } from "../model/plan.ts";
import { externalReferences, parseReference } from "../materialize/source-references.ts";
import type { Repository } from "../model/repository.ts";

/** A title for which nothing may be written. */
export interface RefusedTitle {
  readonly title: string;
  /** Another refused title, which its references lead to; undefined if the errors are its own. */
  readonly refersTo: string | undefined;
}

/**
 * The titles that have errors, or that refer to titles with errors. Undefined if an error belongs to no particular
 * title: then none may be written.
 * @param titles those that were examined
 * @param findings what was found in them
 */
export function refusedTitles(
  repository: Repository,
  materializer: Materializer,
  titles: readonly string[],
  findings: readonly Finding[],
): readonly RefusedTitle[] | undefined {
  const errors = findings.filter(({ severity }) => severity === "error");
  const refused = new Map<string, string | undefined>();
  for (const error of errors) {
    const concerned = titlesOf(error, repository);
    if (concerned.length === 0) return undefined;
    for (const title of concerned) refused.set(title, undefined);
  }
  const files = new Set(errors.map(({ location }) => location.file));
  // References are followed over other titles, so those with errors of their own are enough to start with.
  const withErrors = new Set(refused.keys());
  for (const title of titles) {
    if (refused.has(title)) continue;
    const other = refusedReference(title, { repository, materializer, refused: withErrors, files });
    if (other !== undefined) refused.set(title, other);
  }
  return [...refused].map(([title, refersTo]) => ({ title, refersTo })).sort(byTitle);
}

/** A plan without some titles. */
export function withoutTitles(
  plan: Plan,
  refused: readonly RefusedTitle[],
  { settings }: Pick<Repository, "settings">,
): Plan {
  const left = new Set(refused.map(({ title }) => title));
  return plan.filter(({ path }) => !left.has(titleOfDirectory(directoryOf(path), settings) ?? ""));
}

function byTitle(a: RefusedTitle, b: RefusedTitle): number {
  return a.title < b.title ? -1 : 1;
}

/** The titles that an error is about; for a waiver, the title that it names. */
function titlesOf(
  { location: { file, pointer = "" }, subject, dependents = [] }: Finding,
  { settings, configurationFile = "addendum.yaml" }: Repository,
): readonly string[] {
  if (file === configurationFile) {
    const index = /^\/waivers\/(\d+)(?:\/|$)/.exec(pointer)?.[1];
    const waived = index === undefined ? undefined : settings.waivers[Number(index)]?.title;
    return waived === undefined ? [] : [waived];
  }
  const title = titleOfDirectory(directoryOf(file), settings);
  return [...new Set([...(title ? [title] : []), ...(subject ? [subject.title] : []), ...dependents])];
}

interface Refusals {
  readonly repository: Repository;
  readonly materializer: Materializer;
  readonly refused: ReadonlySet<string>;
  /** The files that errors are in. */
  readonly files: ReadonlySet<string>;
}

/** A refused title that the references of a current lead to, over others, too. */
function refusedReference(title: string, refusals: Refusals): string | undefined {
  const { materializer, refused } = refusals;
  const start = materializer.current(title);
  const open = start === undefined ? [] : [start];
  const seen = new Set(open.map(({ file }) => file));
  for (let document = open.pop(); document !== undefined; document = open.pop()) {
    for (const { reference } of externalReferences(document.data)) {
      const address = reference.replace(/#.*$/s, "");
      const target = materializer.sourceDocument(address, document.uri);
      const meant = target?.title ?? parseReference(address)?.title;
      if (meant !== undefined && refused.has(meant) && !isWhole(target, refusals)) return meant;
      if (target === undefined || seen.has(target.file)) continue;
      seen.add(target.file);
      open.push(target);
    }
  }
  return undefined;
}

/** Whether a document of a refused title is out of danger: a published version in which nothing is wrong. */
function isWhole(target: SourceDocument | undefined, { repository, files }: Refusals): boolean {
  if (target === undefined || files.has(target.file)) return false;
  const names = repository.baseline.list(directoryOf(target.file));
  return names.includes(baseName(target.file)) && baseName(target.file) !== repository.settings.currentName;
}
