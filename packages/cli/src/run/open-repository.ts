import * as workspace from "@addendum/workspace";
import type { Settings } from "@addendum/schema-repository";
import type { Invocation } from "./arguments.ts";
import { edge } from "./edge.ts";

/** The definition of “published” that the options of a command choose. */
export function publishedBy(invocation: Pick<Invocation, "flag">): workspace.PublishedBy {
  return { kind: invocation.flag("no-git") ? "disk" : "base-branch" };
}

/** The work tree as a repository. Throws {@link workspace.UserError} if it is unknown what is published. */
export function openWorkTree(
  loaded: workspace.LoadedSettings,
  by?: workspace.PublishedBy,
): workspace.OpenRepository {
  return workspace.openWorkTree(loaded, edge, by);
}

/** Opens the git index. */
export function openIndex(
  loaded: workspace.LoadedSettings,
  git: workspace.Git,
  options?: workspace.IndexOptions,
): workspace.OpenIndex {
  return workspace.openIndex(loaded, edge, git, options);
}

/** Opens what is merged, without a checkout. */
export function openPublished(loaded: workspace.LoadedSettings, isChosen: boolean): workspace.OpenPublished {
  return workspace.openPublished(loaded, edge, isChosen);
}

/** The files of the index that a run may examine. */
export function indexFiles(git: workspace.Git, settings: Settings): workspace.GitFiles {
  return workspace.indexFiles(git, settings, edge);
}
