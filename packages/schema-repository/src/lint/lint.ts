import type { Finding } from "../model/finding.ts";
import { Materializer } from "../materialize/materializer.ts";
import type { Repository } from "../model/repository.ts";
import { Findings } from "../model/findings.ts";
import { TitleVersions } from "../versions/title-versions.ts";
import { applyInlineIgnores } from "./inline-ignores.ts";
import { Linter, settleMistakes } from "./linter.ts";

/**
 * Checks the currents of titles by the rules for single schemas, and their published versions if requested. Titles
 * without a current are skipped.
 */
export function lint(repository: Repository, titles: readonly string[]): readonly Finding[] {
  const { snapshot, settings, remote } = repository;
  const findings = new Findings(settings);
  const materializer = new Materializer(snapshot, settings, findings, new Set(titles), remote);
  const linter = new Linter(repository, materializer);
  const present = titles.filter((title) => snapshot.read(materializer.currentPath(title)).kind !== "missing");
  if (snapshot.isRemote) materializer.prefetch(present);
  for (const title of present) {
    const materialized = materializer.materialize(title);
    if (materialized === undefined || materialized.otherDialect !== undefined) continue;
    linter.judgeExamples(materialized);
    linter.lint(materialized);
  }
  if (repository.scope.isPublishedLinted) {
    const versions = new TitleVersions(repository);
    for (const title of titles) linter.lintPublished(title, versions);
  }
  const found = [...findings.list, ...linter.examples.list, ...settleMistakes(linter.mistakes)];
  const files = [
    ...present.map((title) => materializer.currentPath(title)),
    ...found.map(({ location }) => location.file),
  ];
  return applyInlineIgnores(found, files, (file) => materializer.documents.text(file), settings);
}
