import { join } from "node:path";
import type { MessagePort, Worker } from "node:worker_threads";
import {
  configuredGenerators,
  type Examination,
  type ExaminationScope,
  Examiner,
  type Part,
  type Settings,
} from "@addendum/schema-repository";
import type { Edge } from "../edge.ts";
import { type GitAnswers, gitAnswers, type OpenRepository, openWorkTree } from "../open/open-repository.ts";
import { type SnapshotDigest, snapshotDigest } from "./snapshot-digest.ts";
import { WorkTree } from "../snapshots/work-tree.ts";

/** Fewer titles are examined faster by one thread: another takes some 60 ms to start. */
const titlesPerThread = 100;
/** More threads read the same fragments once more each, and gain little. */
const threadLimit = 4;

/** What a thread is told. */
interface Task {
  readonly root: string;
  readonly file: string;
  readonly settings: Settings;
  readonly scope: ExaminationScope;
  readonly git: GitAnswers;
  readonly titles: readonly string[];
  readonly share: readonly string[];
}

/** What it answers. */
interface TaskResult {
  readonly part: Part;
  readonly seen: SnapshotDigest;
}

/**
 * Examines a work tree with as many threads as are worth starting. Each opens the work tree itself and examines some of
 * the titles; their results are combined here.
 */
export async function examineShared(
  repository: OpenRepository,
  titles: readonly string[],
): Promise<{ readonly examination: Examination; readonly seen: readonly SnapshotDigest[] }> {
  const examiner = new Examiner(repository, titles);
  // Generated files are made of all schemas together.
  const isShared = repository.snapshot instanceof WorkTree && configuredGenerators(repository).length === 0;
  const { startThread } = repository.edge;
  const count = isShared && startThread !== undefined ? threadsFor(titles) : 1;
  const [own, ...others] = shares(titles, count);
  const workers = others.flatMap(() => startThread?.() ?? []);
  // What git has to say is asked while they start.
  const tasks = others.length === 0 ? [] : describeTasks(repository, titles, others);
  const answers = tasks.map((task, index) => ask(workers[index] as Worker, task));
  const part = examiner.examine(own as readonly string[]);
  const answered = await Promise.all(answers);
  return {
    examination: examiner.combine([part, ...answered.map((answer) => answer.part)]),
    seen: answered.map(({ seen }) => seen),
  };
}

function threadsFor(titles: readonly string[]): number {
  const most = Math.min(threadLimit, Math.floor(titles.length / titlesPerThread));
  return most < 2 ? 1 : Math.min(most, process.getBuiltinModule("node:os").availableParallelism());
}

/** How much more this thread does than another, which has to start first. */
const head = 1.3;

/** Neighbours stay together: they refer to the same fragments. */
function shares(titles: readonly string[], count: number): readonly (readonly string[])[] {
  const size = titles.length / (count - 1 + head);
  const own = Math.ceil(count === 1 ? titles.length : size * head);
  const others = Array.from({ length: count - 1 }, (_, index) =>
    titles.slice(own + Math.ceil(index * size), own + Math.ceil((index + 1) * size)),
  );
  return [titles.slice(0, own), ...others];
}

function ask(worker: Worker, task: Task): Promise<TaskResult> {
  worker.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
  worker.postMessage(task);
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a thread ended with ${code} and no answer`)));
  });
}

/** The tasks of the other threads. */
export function describeTasks(
  repository: OpenRepository,
  titles: readonly string[],
  shares: readonly (readonly string[])[],
): readonly Task[] {
  const { root, settings, scope, configurationFile = "" } = repository;
  const common = { root, file: join(root, configurationFile), settings, scope, titles };
  const git = gitAnswers(repository);
  return shares.map((share) => ({ ...common, git, share }));
}

/** Runs in a thread of an edge: waits for a task, and answers. */
export function answerTask(port: MessagePort, edge: Edge): void {
  port.once("message", ({ root, file, settings, scope, git, titles, share }: Task) => {
    const loaded = { root, file, text: "", settings, note: undefined };
    const repository = { ...openWorkTree(loaded, edge, { kind: "answers", answers: git }), scope };
    const part = new Examiner(repository, titles).examine(share);
    const seen = snapshotDigest(repository.snapshot as WorkTree, repository.remote);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is not a window
    port.postMessage({ part: { ...part, planned: new Map() }, seen } satisfies TaskResult);
  });
}
