import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Baseline,
  classify,
  directoryOfTitle,
  formatVersion,
  type Settings,
  type Snapshot,
} from "@addendum/schema-repository";
import { gitBaseline } from "./baseline.ts";
import { unknownVersion } from "./unknown-version.ts";
import { UserError } from "../user-error.ts";
import { Git } from "../git/git.ts";
import { catalogueFiles, GitFiles, otherBases, treeEntries } from "../snapshots/git-files.ts";
import { loadSettings } from "../settings/settings-file.ts";
import { WorkTree } from "../snapshots/work-tree.ts";

/**
 * What the repository held in the state that it is compared with, read without a checkout; undefined if that is a
 * single version.
 */
export function earlierState(
  git: Git | undefined,
  settings: Settings,
  against: string,
): Snapshot | undefined {
  const directory = resolve(against);
  if (isDirectory(directory)) return new WorkTree(loadSettings({ repo: directory }).root);
  const commit = git?.commit(against);
  return git === undefined || commit === undefined ? undefined : treeSnapshot(git, commit, settings);
}

/** The files of a commit. */
export function treeSnapshot(git: Git, commit: string, settings: Settings): Snapshot {
  const bases = otherBases(settings);
  return new GitFiles(git, treeEntries(git, commit, [settings.schemas, ...bases, ...catalogueFiles]), bases);
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/**
 * What counts as published instead of the base branch: what a git revision, another checkout or a single version holds.
 * Throws {@link UserError} if there is no such thing.
 * @param published what the base branch contains, where that is known
 */
export function baselineAgainst(
  against: string,
  { root, settings }: { readonly root: string; readonly settings: Settings },
  snapshot: Snapshot,
  git: Git | undefined,
  published: () => Baseline,
): Baseline {
  const single = /^\/?(.+)@(\d+\.\d+\.\d+)$/.exec(against);
  if (single !== null) {
    return onlyVersion(published(), snapshot, settings, single[1] as string, single[2] as string);
  }
  const directory = resolve(against);
  if (isDirectory(directory)) return directoryBaseline(directory, snapshot);
  const asked = git ?? Git.open(root);
  const commit = asked.commit(against);
  if (commit === undefined) {
    throw new UserError(`there is no revision, directory or TITLE@VERSION “${against}” here.`);
  }
  return gitBaseline(asked, { name: against, commits: [commit] }, settings, snapshot);
}

function onlyVersion(
  baseline: Baseline,
  snapshot: Snapshot,
  settings: Settings,
  title: string,
  version: string,
): Baseline {
  const directory = directoryOfTitle(title, settings);
  const isIt = (name: string) => {
    const file = classify(name);
    return file?.kind === "version" && formatVersion(file.version) === version;
  };
  const published = baseline.list(directory).filter(isIt);
  const here = snapshot.list(directory).map(({ name }) => name);
  const names = published.length > 0 ? published : here.filter(isIt);
  if (names.length === 0) throw unknownVersion(snapshot, settings, title, version);
  return {
    name: `${title}@${version}`,
    list: (one) => (one === directory ? names : []),
    publishedSince: () => [],
    state: () => "same",
    read: (path) => (published.length > 0 ? baseline.read(path) : snapshot.read(path)),
  };
}

function directoryBaseline(directory: string, snapshot: Snapshot): Baseline {
  const { root } = loadSettings({ repo: directory });
  const other = new WorkTree(root);
  return {
    name: directory,
    list: (path) =>
      other
        .list(path)
        .map(({ name }) => name)
        .filter((name) => classify(name) !== undefined),
    publishedSince: () => [],
    state(path) {
      const [now, then] = [snapshot.read(path), other.read(path)];
      if (now.kind === "missing") return "deleted";
      return JSON.stringify(now) === JSON.stringify(then) ? "same" : "modified";
    },
    read: (path) => other.read(path),
  };
}
