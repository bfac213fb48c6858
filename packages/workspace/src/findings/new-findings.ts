import {
  directoryOf,
  examine,
  type Finding,
  fingerprint,
  nothingPublished,
  type Repository,
  type Snapshot,
  titleOfDirectory,
} from "@addendum/schema-repository";
import type { OpenRepository } from "../open/open-repository.ts";

/** Which findings an earlier state may have as well, and what finds them there. */
interface EarlierFindings {
  concerns(finding: Finding): boolean;
  find(repository: Repository, titles: readonly string[]): readonly Finding[];
}

/**
 * The findings that a change introduces: without those that an earlier state of the repository also has. Only what the
 * findings are about is examined there.
 * @param only the findings that may have been there before, and how they are looked for; findings about a change never
 *   were. All, by a whole examination, where absent.
 */
export function newFindings(
  findings: readonly Finding[],
  repository: OpenRepository,
  earlier: Snapshot,
  only: EarlierFindings = { concerns: () => true, find: everything },
): readonly Finding[] {
  const candidates = new Set(
    findings.filter((finding) => finding.subject === undefined && only.concerns(finding)),
  );
  if (candidates.size === 0) return findings;
  const { settings, scope } = repository;
  const titles = new Set(
    [...candidates].flatMap(({ location, dependents = [] }) => {
      const title = titleOfDirectory(directoryOf(location.file), settings);
      return title ? [title, ...dependents] : dependents;
    }),
  );
  const before = only.find(
    {
      ...repository,
      // Generated files are made of all schemas together, and are outdated or do not.
      generators: [],
      snapshot: earlier,
      baseline: nothingPublished,
      scope: { ...scope, isThorough: false },
    },
    [...titles].sort(),
  );
  const known = new Set(before.map(fingerprint));
  return findings.filter((finding) => !candidates.has(finding) || !known.has(fingerprint(finding)));
}

function everything(repository: Repository, titles: readonly string[]): readonly Finding[] {
  const { findings, drift } = examine(repository, titles);
  return [...findings, ...drift];
}
