import {
  directoryOf,
  examine,
  type Finding,
  fingerprint,
  nothingPublished,
  type Snapshot,
  titleOfDirectory,
} from "@addendum/schema-repository";
import type { OpenRepository } from "./repository.ts";

/**
 * The findings that a change brings: without those that an earlier state of the repository has as well. Only what the
 * findings are about is examined there.
 * @param isOld which findings may have been there before; findings about a change never were
 */
export function withoutEarlier(
  findings: readonly Finding[],
  repository: OpenRepository,
  earlier: Snapshot,
  isOld: (finding: Finding) => boolean = () => true,
): readonly Finding[] {
  const candidates = findings.filter((finding) => finding.subject === undefined && isOld(finding));
  if (candidates.length === 0) return findings;
  const { settings } = repository;
  const titles = new Set(
    candidates.flatMap(({ location, dependents = [] }) => {
      const title = titleOfDirectory(directoryOf(location.file), settings);
      return title ? [title, ...dependents] : dependents;
    }),
  );
  const { types: _, ...rest } = settings;
  const before = examine(
    {
      ...repository,
      settings: { ...rest, types: undefined },
      snapshot: earlier,
      baseline: nothingPublished,
      isThorough: false,
    },
    [...titles].sort(),
  );
  const known = new Set([...before.findings, ...before.drift].map(fingerprint));
  return findings.filter((finding) => !candidates.includes(finding) || !known.has(fingerprint(finding)));
}
