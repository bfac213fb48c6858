import { relative } from "node:path";
import {
  type Baseline,
  basicScope,
  directoryOfTitle,
  generatedDirectories,
  type Repository,
  type Settings,
  type Snapshot,
} from "@addendum/schema-repository";
import type { Edge } from "../edge.ts";
import type { GitPlace } from "../git/git-search.ts";
import { Git } from "../git/git.ts";
import { baselineWithoutGit, gitBaseline, GitBaseline } from "../published/baseline.ts";
import { baselineAgainst, treeSnapshot } from "../published/comparison-base.ts";
import { findPublished, type PublishedAt } from "../published/published.ts";
import { type AskedReferences, pinnedReferences } from "../references/remote.ts";
import { type LoadedSettings, parseSettings } from "../settings/settings-file.ts";
import { catalogueFiles, GitFiles, indexEntries, otherBases, treeEntries } from "../snapshots/git-files.ts";
import { Overlay } from "../snapshots/overlay.ts";
import { WorkTree } from "../snapshots/work-tree.ts";
import { UserError } from "../user-error.ts";

/** A schema repository on disk, opened for one run. */
export interface OpenRepository extends Repository {
  readonly root: string;
  readonly edge: Edge;
  readonly remote: AskedReferences;
  /** Undefined if git was not asked, or could not be. */
  readonly git: Git | undefined;
  /** The commits that say what is published; undefined if nothing is, or where they do not say it. */
  readonly published: PublishedAt | undefined;
}

/** Git's answers about a repository. Plain data, so that threads need not ask again. */
export interface GitAnswers {
  readonly place: GitPlace | undefined;
  readonly published: PublishedAt | undefined;
  readonly listings: readonly string[] | undefined;
}

/** What counts as published, and who says so. */
export type PublishedBy =
  /** The base branch. Without a git that can be asked this throws: a gate that could not look must not pass. */
  | { readonly kind: "base-branch"; readonly before?: string | undefined }
  /** The base branch, or the disk where git cannot be asked: for commands that judge nothing. */
  | { readonly kind: "base-branch-if-known" }
  /** The disk: every version that is there counts. Git is not asked. */
  | { readonly kind: "disk" }
  /** A revision, another checkout or a single version. */
  | { readonly kind: "against"; readonly against: string }
  /** What git said to another thread. */
  | { readonly kind: "answers"; readonly answers: GitAnswers };

/**
 * Opens the work tree. Throws {@link UserError} if it is unknown what is published.
 * @param unsaved path → unsaved text of an editor, which is used instead of the file
 */
export function openWorkTree(
  loaded: LoadedSettings,
  edge: Edge,
  by: PublishedBy = { kind: "base-branch" },
  unsaved?: ReadonlyMap<string, string>,
): OpenRepository {
  const { root, settings } = loaded;
  const workTree = new WorkTree(root);
  const snapshot = unsaved === undefined ? workTree : new Overlay(workTree, unsaved);
  const ofBase = (git: Git, published: PublishedAt | undefined, listings?: readonly string[]) => {
    const baseline = gitBaseline(git, published, settings, snapshot, undefined, undefined, listings);
    return assemble(loaded, edge, snapshot, baseline, git, published);
  };
  const ofDisk = () => assemble(loaded, edge, snapshot, baselineWithoutGit(snapshot), undefined, undefined);
  switch (by.kind) {
    case "base-branch": {
      const git = Git.open(root, "With --no-git, every existing version counts as published.");
      return ofBase(git, findPublished(git, settings, by.before));
    }
    case "base-branch-if-known": {
      const git = Git.find(root);
      if (git === undefined) return ofDisk();
      try {
        return ofBase(git, findPublished(git, settings));
      } catch (error) {
        if (error instanceof UserError) return ofDisk();
        throw error;
      }
    }
    case "disk":
      return ofDisk();
    case "against": {
      const published = () => openWorkTree(loaded, edge, { kind: "base-branch-if-known" }).baseline;
      const git = Git.find(root);
      const baseline = baselineAgainst(by.against, loaded, snapshot, git, published);
      return assemble(loaded, edge, snapshot, baseline, git, undefined);
    }
    case "answers": {
      const { place, published, listings } = by.answers;
      return place === undefined ? ofDisk() : ofBase(new Git(place), published, listings);
    }
  }
}

/** What is merged, opened without a checkout. */
export interface OpenPublished {
  /** The settings are those of the commit. */
  readonly loaded: LoadedSettings;
  /** Every version in it counts as published. */
  readonly repository: OpenRepository;
  /** The base branch, as a person would name it. */
  readonly name: string;
  readonly commit: string;
}

/**
 * Opens the base branch's tip, whatever the work tree and the index contain. Throws {@link UserError} if git cannot be
 * asked, where nothing tells which branch that is, and where nothing is published yet.
 * @param isChosen whether the configuration was named: then it counts, instead of the commit's own
 */
export function openPublished(loaded: LoadedSettings, edge: Edge, isChosen = false): OpenPublished {
  const git = Git.open(loaded.root);
  const published = findPublished(git, loaded.settings);
  const [commit] = published?.commits ?? [];
  if (published === undefined || commit === undefined) {
    throw new UserError("nothing is published yet: the repository has no commits.");
  }
  const { name } = published;
  const ofCommit = isChosen ? loaded : settingsAt(git, commit, name, loaded);
  const snapshot = treeSnapshot(git, commit, ofCommit.settings);
  const baseline = baselineWithoutGit(snapshot);
  return {
    loaded: ofCommit,
    repository: assemble(ofCommit, edge, snapshot, baseline, git, published),
    name,
    commit,
  };
}

/** The settings that a commit holds; those that are here where it has none. */
function settingsAt(git: Git, commit: string, name: string, here: LoadedSettings): LoadedSettings {
  const path = relative(here.root, here.file).replaceAll("\\", "/");
  if (path.startsWith("../")) return here;
  const content = new GitFiles(git, treeEntries(git, commit, [path])).read(path);
  if (content.kind !== "text") return here;
  return { ...here, text: content.text, settings: parseSettings(`${name}:${path}`, content.text) };
}

/** Git's answers about a repository. */
export function gitAnswers({ git, published, baseline }: OpenRepository): GitAnswers {
  const listings = baseline instanceof GitBaseline ? baseline.listings : undefined;
  return { place: git?.place, published, listings };
}

/** How the git index is opened. */
export interface IndexOptions {
  readonly by?: Extract<PublishedBy, { kind: "base-branch" | "against" }>;
  readonly isHandMade?: (path: string) => boolean;
  /** What will be examined first, where that is known. */
  readonly titles?: readonly string[] | undefined;
  /** The files that differ from HEAD, where that is known. */
  readonly changed?: ReadonlySet<string> | undefined;
}

/** The git index, opened for one run. */
export interface OpenIndex extends OpenRepository {
  readonly snapshot: GitFiles;
}

/** Opens the git index. */
export function openIndex(
  loaded: LoadedSettings,
  edge: Edge,
  git: Git,
  { by = { kind: "base-branch" }, isHandMade, titles, changed }: IndexOptions = {},
): OpenIndex {
  const { settings } = loaded;
  const snapshot = indexFiles(git, settings, edge);
  const { entries } = snapshot;
  const directories = titles?.map((title) => directoryOfTitle(title, settings));
  const ofBase = (published: PublishedAt | undefined) =>
    gitBaseline(git, published, settings, snapshot, entries, directories);
  const published = by.kind === "base-branch" ? findPublished(git, settings, by.before) : undefined;
  const baseline =
    by.kind === "base-branch"
      ? ofBase(published)
      : baselineAgainst(by.against, loaded, snapshot, git, () => ofBase(findPublished(git, settings)));
  return {
    ...assemble(loaded, edge, snapshot, baseline, git, published),
    snapshot,
    remote: pinnedReferences(loaded.root, settings, git),
    // The index has links, whatever the work tree makes of them.
    aliasStyle: () => "link",
    ...(isHandMade && { isHandMade }),
    ...(changed && { changed }),
  };
}

/** The files of the index that a run may examine. */
export function indexFiles(git: Git, settings: Settings, { generators }: Edge): GitFiles {
  const bases = otherBases(settings);
  const generated = generatedDirectories(generators, settings);
  const directories = [settings.schemas, ...bases, ...generated, ...catalogueFiles];
  return new GitFiles(git, indexEntries(git, directories), bases);
}

function assemble(
  { root, file, settings }: LoadedSettings,
  edge: Edge,
  snapshot: Snapshot,
  baseline: Baseline,
  git: Git | undefined,
  published: PublishedAt | undefined,
): OpenRepository {
  const repository: OpenRepository = {
    root,
    snapshot,
    settings,
    baseline,
    remote: pinnedReferences(root, settings),
    edge,
    judge: edge.judge,
    generators: edge.generators,
    scope: basicScope,
    today: new Date().toISOString().slice(0, 10),
    configurationFile: relative(root, file).replaceAll("\\", "/"),
    aliasStyle: () => (git !== undefined && !git.hasSymlinks ? "target-name" : "link"),
    git,
    published,
  };
  return edge.readers === undefined ? repository : { ...repository, readers: edge.readers(repository) };
}
