import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TitleRecord } from "../model/record.ts";
import type { Comparisons } from "./comparison-key.ts";
import type { TitleInput } from "./title-input.ts";
import type { Around, TitleFinding } from "./title-maker.ts";
import type { VersionDates } from "./version-dates.ts";

/** The stored state of a title: its inputs and results. */
export interface TitleState {
  readonly input: TitleInput;
  /** Of everything that decides what its pages say, except for what others say about it. */
  readonly key: string;
  readonly around: Around;
  /** What is wrong with others, and shows only when this title is examined. */
  readonly foreign: readonly TitleFinding[];
  readonly record: TitleRecord;
  readonly comparisons: Comparisons;
  /** Whether it has files in the machine's layout. */
  readonly isServed: boolean;
  /** Path → hash, alternating: its files. */
  readonly files: readonly string[];
}

/** Some pages that are made together. */
export interface PartState {
  /** Of everything that decides what they say. */
  readonly key: string;
  /** Path → hash, alternating. */
  readonly files: readonly string[];
}

/** The stored state of a site, beside its files. It may be deleted at any time: everything is rebuilt then. */
export interface SiteState {
  readonly format: typeof stateFormat;
  /** When the run began, in milliseconds since the epoch. */
  readonly at: number;
  /** Identifies the program and its options. */
  readonly key: string;
  readonly dates: VersionDates | undefined;
  readonly titles: Readonly<Record<string, TitleState>>;
  /** What belongs to no single title. */
  readonly parts: Readonly<Record<string, PartState>>;
}

/** The stored state of a title; undefined if there is none. Titles have names of any kind. */
export function titleStateOf(state: SiteState | undefined, title: string): TitleState | undefined {
  return state !== undefined && Object.hasOwn(state.titles, title) ? state.titles[title] : undefined;
}

/** The version of the state's format. A state of another format is ignored, and everything is rebuilt. */
export const stateFormat = 5;

/** The file that marks a directory as a site of ours. */
export const stateName = ".addendum-site.json";

/** Exists while a run writes: the state cannot be trusted then. */
const writingName = ".addendum-site.writing";

export type FoundState =
  | { readonly kind: "state"; readonly state: SiteState; readonly isBroken: boolean }
  /** Nothing is there, or a first run that did not end. */
  | { readonly kind: "fresh" }
  /** The directory contains what we did not write. */
  | { readonly kind: "foreign"; readonly name: string };

/** The state that the last run stored in a directory. */
export function readState(directory: string): FoundState {
  const names = namesIn(directory);
  const isBroken = names.includes(writingName);
  try {
    const state = JSON.parse(readFileSync(join(directory, stateName), "utf8")) as SiteState;
    if (state.format === stateFormat) return { kind: "state", state, isBroken };
  } catch {
    // There is none, or none that can be read.
  }
  const foreign = names.find((name) => name !== stateName);
  return foreign === undefined || isBroken || names.includes(stateName)
    ? { kind: "fresh" }
    : { kind: "foreign", name: foreign };
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Marks that a run is writing, so that the state of an interrupted run is not trusted. */
export function beginWriting(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, writingName), "");
}

export function writeState(directory: string, state: SiteState): void {
  const file = join(directory, stateName);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(state));
  renameSync(temporary, file);
  rmSync(join(directory, writingName), { force: true });
}
