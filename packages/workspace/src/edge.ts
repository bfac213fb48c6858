import type { Worker } from "node:worker_threads";
import type { FindReaders, Generator, Judge, Repository } from "@addendum/schema-repository";

/** What a program passes in when it opens repositories. */
export interface Edge {
  /** The program's version: what another one found is not believed. */
  readonly version: string;
  /** Whose files are kept in step, where the settings ask for them. */
  readonly generators: readonly Generator[];
  readonly judge: Judge;
  /**
   * Starts a thread of the program, which calls `answerTask` with the same edge; undefined: everything is examined in
   * one thread. The thread does not keep the process until it is asked.
   */
  readonly startThread?: () => Worker;
  /** Who reads the events of an `OpenRepository`; none where absent. Called when a version differs. */
  readers?(repository: Repository): FindReaders;
}
