import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import {
  configuredGenerators,
  type Examination,
  Examiner,
  type Part,
  type Settings,
} from "@addendum/schema-repository";
import { type GitAnswers, gitAnswers, type OpenRepository, openWorkTree } from "./repository.ts";
import { type Remembrance, remembrance } from "./remembrance.ts";
import { WorkTree } from "./work-tree.ts";

/** Fewer titles are examined faster by one thread: another takes some 60 ms to start. */
const titlesPerThread = 100;
/** More threads read the same fragments once more each, and gain little. */
const threadLimit = 4;

/** The last argument of a thread, so that no other run need load the module that knows threads. */
const threadMark = "--as-thread";

/** Loaded where it is used: that takes milliseconds, which most runs need not spend. */
function workerThreads(): typeof import("node:worker_threads") {
  return process.getBuiltinModule("node:worker_threads");
}

type Flags = Pick<
  OpenRepository,
  "isLinted" | "hasRemarks" | "isThorough" | "isComplete" | "isPublishedLinted"
>;

/** What a thread is told. */
interface Task {
  readonly root: string;
  readonly file: string;
  readonly settings: Settings;
  readonly flags: Flags;
  readonly git: GitAnswers;
  readonly titles: readonly string[];
  readonly share: readonly string[];
}

/** What it answers. */
interface Answer {
  readonly part: Part;
  readonly seen: Remembrance;
}

/**
 * Examines a work tree with as many threads as it is worth. Each opens the work tree for itself and examines some of
 * the titles; what they found is put together here.
 */
export async function examineShared(
  repository: OpenRepository,
  titles: readonly string[],
): Promise<{ readonly examination: Examination; readonly seen: readonly Remembrance[] }> {
  const examiner = new Examiner(repository, titles);
  // Generated files are made of all schemas together.
  const isShared = repository.snapshot instanceof WorkTree && configuredGenerators(repository).length === 0;
  const count = isShared ? threadsFor(titles) : 1;
  const [own, ...others] = shares(titles, count);
  const workers = others.map(() => start());
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

/** Starts a thread, which waits to be told what to do; until then it does not keep the process. */
function start(): Worker {
  // The shim that keeps the bundle's compiled code.
  const argv = [process.argv[2], threadMark];
  const worker = new (workerThreads().Worker)(join(__dirname, "../bin/addendum.cjs"), { argv });
  worker.unref();
  return worker;
}

function ask(worker: Worker, task: Task): Promise<Answer> {
  worker.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
  worker.postMessage(task);
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a thread ended with ${code} and no answer`)));
  });
}

function describeTasks(
  repository: OpenRepository,
  titles: readonly string[],
  shares: readonly (readonly string[])[],
): readonly Task[] {
  const { root, settings, configurationFile = "" } = repository;
  const { isLinted, hasRemarks, isThorough, isComplete, isPublishedLinted } = repository;
  const flags = { isLinted, hasRemarks, isThorough, isComplete, isPublishedLinted } as Flags;
  const common = { root, file: join(root, configurationFile), settings, flags, titles };
  const git = gitAnswers(repository);
  return shares.map((share) => ({ ...common, git, share }));
}

/** Whether this is one of the threads. */
export function isThread(): boolean {
  return process.argv[3] === threadMark && !workerThreads().isMainThread;
}

/** What a thread does. */
export function answer(): void {
  const { parentPort } = workerThreads();
  parentPort?.once("message", ({ root, file, settings, flags, git, titles, share }: Task) => {
    const repository = {
      ...openWorkTree({ root, file, text: "", settings, note: undefined }, { kind: "answers", answers: git }),
      ...flags,
    };
    const part = new Examiner(repository, titles).examine(share);
    const seen = remembrance(repository.snapshot as WorkTree, repository.remote);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
    parentPort.postMessage({ part: { ...part, planned: new Map() }, seen } satisfies Answer);
  });
}
