import type { Schema } from "@addendum/json-schema";
import type { ExaminationScope } from "./examination-scope.ts";
import type { Generator } from "./generator.ts";
import type { AliasStyle } from "./plan.ts";
import type { FindReaders } from "./reader.ts";
import type { Settings } from "./settings.ts";
import type { Baseline, Snapshot } from "./snapshot.ts";

/** Remote documents that the repository's lock file pins: URI → text; undefined when it is not pinned. */
export type RemoteReferences = (uri: string) => string | undefined;

/** What a validator says of a value that the evaluator refused: why, or undefined if it accepts the value. */
export type Judge = (
  schema: Schema,
  value: unknown,
) => { place: string; reason: string; /** It cannot say. */ isUnable?: boolean } | undefined;

/** Whether a validator accepts a value. Throws an Error, saying why, where it cannot say. */
export function isInstance(judge: Judge, schema: Schema, value: unknown): boolean {
  const refusal = judge(schema, value);
  if (refusal?.isUnable === true) throw new Error(refusal.reason);
  return refusal === undefined;
}

export interface Repository {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly baseline: Baseline;
  readonly remote: RemoteReferences;
  readonly judge: Judge;
  /** Whose files are kept in step, where the settings ask for them. */
  readonly generators: readonly Generator[];
  /** How aliases are kept that have no predecessor beside them. */
  readonly aliasStyle: () => AliasStyle;
  /** Whether a generated file's content was made by hand, and is not merely older than its source. */
  readonly isHandMade?: (path: string) => boolean;
  /** How far an examination looks. */
  readonly scope: ExaminationScope;
  /** The files that differ from the last state, where that is known: what else is there needs no second look. */
  readonly changed?: ReadonlySet<string>;
  /** The day of the run, YYYY-MM-DD; without it no waiver expires. */
  readonly today?: string;
  /** The configuration's path below the root, for what is wrong in it. */
  readonly configurationFile?: string;
  /** Who reads the events of titles; none where absent. */
  readonly readers?: FindReaders;
  /** Told after each title. */
  readonly onProgress?: (done: number, total: number) => void;
}
