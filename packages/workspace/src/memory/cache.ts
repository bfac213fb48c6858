import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Examination, type Finding, type VersionChange } from "@addendum/schema-repository";
import {
  contentDigest,
  digest,
  listDigest,
  referenceDigest,
  type SnapshotDigest,
  snapshotDigest,
} from "./snapshot-digest.ts";
import type { OpenRepository } from "../open/open-repository.ts";
import { examineShared } from "./threads.ts";
import { WorkTree } from "../snapshots/work-tree.ts";

/** The parts of a run's result that can be reused without computing them. */
export type CachedExamination = Omit<Examination, "materializer" | "titles"> & {
  readonly titles: readonly string[];
};

interface Remembered extends SnapshotDigest {
  /** Of everything that decides the result beside the files. */
  readonly key: string;
  readonly findings: readonly Finding[];
  readonly titles: readonly string[];
  readonly versions: readonly VersionChange[];
}

/**
 * Examines a work tree, or returns the last run's result if every file and directory that it read has the same bytes.
 * Only runs that found nothing to write are remembered. The memory may be deleted at any time, and an entry for a file
 * is used only after the file's content was hashed.
 */
export async function examineCached(
  repository: OpenRepository,
  select: (repository: OpenRepository) => readonly string[],
  paths: readonly string[],
  onProgress?: (done: number, total: number) => void,
): Promise<CachedExamination> {
  const { snapshot } = repository;
  const file = snapshot instanceof WorkTree ? cacheFile(repository) : undefined;
  const key = file === undefined ? "" : runKey(repository, paths);
  const remembered = file === undefined ? undefined : recall(file, key);
  if (remembered !== undefined && isUnchanged(remembered, repository)) {
    return {
      findings: remembered.findings,
      drift: [],
      plan: [],
      generatorsPlan: [],
      titles: remembered.titles,
      versions: remembered.versions,
      unpinned: [],
    };
  }
  const titles = select(repository);
  const { examination, seen } = await examineShared(
    { ...repository, ...(onProgress && { onProgress }) },
    titles,
  );
  if (
    file !== undefined &&
    snapshot instanceof WorkTree &&
    examination.plan.length === 0 &&
    examination.generatorsPlan.length === 0 &&
    examination.unpinned.length === 0
  ) {
    const { findings, titles: examined, versions } = examination;
    const all = [snapshotDigest(snapshot, repository.remote), ...seen];
    const lists = Object.assign({}, ...all.map((one) => one.lists)) as SnapshotDigest["lists"];
    const contents = Object.assign({}, ...all.map((one) => one.contents)) as SnapshotDigest["contents"];
    const references = Object.assign({}, ...all.map((one) => one.references)) as SnapshotDigest["references"];
    remember(file, { key, lists, contents, references, findings, titles: examined, versions });
  }
  return examination;
}

/** Below `node_modules/.cache`, or below git's directory where there are no packages; undefined: no memory. */
function cacheFile({ root, git }: OpenRepository): string | undefined {
  const modules = join(root, "node_modules");
  if (existsSync(modules)) return join(modules, ".cache", "addendum", "examined.json");
  return git?.ownFile("examined.json");
}

/** The key of a run: different for runs that may have different results for the same files. */
export function runKey(
  { edge, published, settings, baseline, today, scope }: OpenRepository,
  paths: readonly string[],
): string {
  const cwd = paths.length === 0 ? "" : process.cwd();
  return digest(
    JSON.stringify([
      edge.version,
      edge.generators.map(({ name }) => name),
      process.version,
      settings,
      baseline.name,
      Object.entries(scope).sort(),
      // Waivers and sunsets end on some day.
      today,
      published?.commits ?? [],
      paths,
      cwd,
    ]),
  );
}

function isUnchanged(remembered: Remembered, { snapshot, remote }: OpenRepository): boolean {
  return (
    Object.entries(remembered.references).every(([uri, digest]) => referenceDigest(remote(uri)) === digest) &&
    Object.entries(remembered.lists).every(([path, digest]) => listDigest(snapshot.list(path)) === digest) &&
    Object.entries(remembered.contents).every(
      ([path, digest]) => contentDigest(snapshot.read(path)) === digest,
    )
  );
}

function recall(file: string, key: string): Remembered | undefined {
  try {
    const remembered = JSON.parse(readFileSync(file, "utf8")) as Remembered;
    return remembered.key === key ? remembered : undefined;
  } catch {
    return undefined; // Not there, or damaged: it is computed again.
  }
}

function remember(file: string, remembered: Remembered): void {
  try {
    mkdirSync(join(file, ".."), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(remembered));
    renameSync(temporary, file);
  } catch {
    // A memory that cannot be written is not a failure.
  }
}
