export type { Edge } from "./edge.ts";
export { Git } from "./git/git.ts";
export { searchGit } from "./git/git-search.ts";
export { findHistoryEdits } from "./git/history.ts";
export { hookScript } from "./git/hook-script.ts";
export { installHooks } from "./git/install-hooks.ts";
export { addedPaths, stagedChanges } from "./git/staged-changes.ts";
export { hasPreCommitHook, uncommittedPaths } from "./git/uncommitted.ts";
export { locate, type LocatedFinding, rankOf } from "./findings/located-finding.ts";
export { examineCached } from "./memory/cache.ts";
export { answerTask, examineShared } from "./memory/threads.ts";
export { newFindings } from "./findings/new-findings.ts";
export { blobId } from "./published/baseline.ts";
export { earlierState, treeSnapshot } from "./published/comparison-base.ts";
export { guessBaseBranch } from "./published/published.ts";
export { unknownTitle, unknownVersion } from "./published/unknown-version.ts";
export { fetchReferences } from "./references/remote.ts";
export {
  indexFiles,
  type IndexOptions,
  openIndex,
  type OpenIndex,
  openPublished,
  type OpenPublished,
  type OpenRepository,
  openWorkTree,
  type PublishedBy,
} from "./open/open-repository.ts";
export {
  findConfiguration,
  type LoadedSettings,
  loadSettings,
  parseSettings,
  settingsHere,
} from "./settings/settings-file.ts";
export { GitFiles, otherBases } from "./snapshots/git-files.ts";
export { Overlay } from "./snapshots/overlay.ts";
export { directorySnapshot } from "./snapshots/directory-snapshot.ts";
export { fileProblem } from "./file-problem.ts";
export { decode } from "./snapshots/text-file.ts";
export { WorkTree } from "./snapshots/work-tree.ts";
export { isReadableByOthers, secretsBeside, type SecretsOfMachine } from "./secrets.ts";
export { UserError } from "./user-error.ts";
export { wholeSnapshot } from "./open/whole-snapshot.ts";
export { VersionSchemas } from "./open/version-schemas.ts";
export { fixFiles } from "./write/fix-files.ts";
export {
  bringIndexInLine,
  finishEarlierCommit,
  generatedBlobs,
  recordGenerated,
  stagePlan,
} from "./write/stage-plan.ts";
export { mergedBlobs } from "./write/merged-blobs.ts";
export { exists, writePlan } from "./write/write-plan.ts";
export { appendToList } from "./write/yaml-edit.ts";
