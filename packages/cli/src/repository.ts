import { relative } from "node:path";
import {
  type Baseline,
  directoryOfTitle,
  examine,
  type Examination,
  findTitles,
  type Repository,
  type Snapshot,
} from "@addendum/schema-repository";
import { baselineWithoutGit, gitBaseline, GitBaseline } from "./baseline.ts";
import { Git, type GitPlace } from "./git.ts";
import { GitFiles, indexEntries } from "./git-files.ts";
import { judge } from "./judge.ts";
import { findPublished, type PublishedAt } from "./published.ts";
import { pinnedReferences } from "./remote.ts";
import type { LoadedSettings } from "./settings-file.ts";
import { WorkTree } from "./work-tree.ts";

/** A schema repository on disk, opened for one run. */
export interface OpenRepository extends Repository {
  readonly root: string;
  readonly git: Git | undefined;
  /** The commits that say what is published; undefined where nothing is, or without git. */
  readonly published: PublishedAt | undefined;
}

/** What git said of a repository: plain data, so that threads need not ask again. */
export interface GitAnswers {
  readonly place: GitPlace | undefined;
  readonly published: PublishedAt | undefined;
  readonly listings: readonly string[] | undefined;
}

/** Opens the work tree. */
export function openWorkTree(loaded: LoadedSettings, answers?: GitAnswers): OpenRepository {
  const { root, settings } = loaded;
  const git = answers === undefined ? Git.open(root) : answers.place && new Git(answers.place);
  const snapshot = new WorkTree(root);
  const published = answers === undefined ? git && findPublished(git, settings) : answers.published;
  const baseline =
    git === undefined
      ? baselineWithoutGit(snapshot)
      : gitBaseline(git, published, settings, snapshot, undefined, undefined, answers?.listings);
  return assemble(loaded, snapshot, baseline, git, published);
}

/** What git said of a repository, and what it will be asked. */
export function gitAnswers({ git, published, baseline }: OpenRepository): GitAnswers {
  const listings = baseline instanceof GitBaseline ? baseline.listings : undefined;
  return { place: git?.place, published, listings };
}

/**
 * Opens the git index.
 * @param titles what will be examined first, where that is known
 * @param changed the files that differ from HEAD, where that is known
 */
export function openIndex(
  loaded: LoadedSettings,
  git: Git,
  isHandMade?: (path: string) => boolean,
  titles?: readonly string[],
  changed?: ReadonlySet<string>,
): OpenRepository & { readonly snapshot: GitFiles } {
  const { settings } = loaded;
  const entries = indexEntries(git, [settings.schemas, ...(settings.types ? [settings.types.out] : [])]);
  const snapshot = new GitFiles(git, entries);
  const published = findPublished(git, settings);
  const directories = titles?.map((title) => directoryOfTitle(title, settings));
  const baseline = gitBaseline(git, published, settings, snapshot, entries, directories);
  return {
    ...assemble(loaded, snapshot, baseline, git, published),
    snapshot,
    // The index has links, whatever the work tree makes of them.
    aliasStyle: () => "link",
    ...(isHandMade && { isHandMade }),
    ...(changed && { changed }),
  };
}

function assemble(
  { root, file, settings }: LoadedSettings,
  snapshot: Snapshot,
  baseline: Baseline,
  git: Git | undefined,
  published: PublishedAt | undefined,
): OpenRepository {
  return {
    root,
    snapshot,
    settings,
    baseline,
    remote: pinnedReferences(root, settings),
    judge,
    today: new Date().toISOString().slice(0, 10),
    configurationFile: relative(root, file).replaceAll("\\", "/"),
    aliasStyle: () => (git !== undefined && !git.hasSymlinks ? "target-name" : "link"),
    git,
    published,
  };
}

export function examineAll(repository: Repository): Examination {
  return examine(repository, findTitles(repository.snapshot, repository.settings));
}
