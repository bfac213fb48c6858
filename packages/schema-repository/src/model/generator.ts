import type { DataObject } from "@addendum/json-schema";
import type { Rule } from "./rule.ts";
import type { Findings } from "./findings.ts";
import type { Settings } from "./settings.ts";

/**
 * Makes committed files from versions: types, table definitions. An edge hands generators in (`Repository.generators`);
 * everything else follows from these members: what is written and staged, what `check` reports, what a commit takes
 * over from the files that are there, and what is remembered of a run.
 */
export interface Generator<Entry extends IndexEntry = IndexEntry> {
  /** As commands and settings call it: `types`. */
  readonly name: string;
  /**
   * Reports files that are not what the versions call for, by its messages `missing`, `differs` and `obsolete`, each
   * with the value `file`.
   */
  readonly outdated: Rule;
  /** The directory that contains its files, below the repository's root; undefined: the settings ask for none. */
  directory(settings: Settings): string | undefined;
  /** The files of a title, and what the index says about it. */
  files(
    title: string,
    versions: readonly GeneratorVersion[],
    context: TitleContext<Entry>,
  ): TitleFiles<Entry>;
  /** The directories that contain files of a title and no directory of another one's, below its own directory. */
  directoriesOf(title: string, settings: Settings): readonly string[];
  /**
   * Whether it generated a file: no other one is ever removed.
   * @param read the file's text; undefined: it cannot be read
   */
  isGenerated(name: string, read: () => string | undefined): boolean;
  /** The file that lists what all titles have, where there is one. */
  readonly index?: GeneratorIndex<Entry>;
  /** Files that belong to no title, beside the index. */
  commonFiles?(context: GeneratorContext): readonly GeneratedText[];
}

/** The directories that contain generated files, below the repository's root. */
export function generatedDirectories(
  generators: readonly Generator[],
  settings: Settings,
): readonly string[] {
  return generators.flatMap((generator) => generator.directory(settings) ?? []);
}

/** A line of an index: what is known of one version. */
export interface IndexEntry {
  readonly title: string;
  /** X.Y.Z */
  readonly version: string;
}

/** An index is merged in a commit: the entries of unchanged titles are taken over from the existing index. */
export interface GeneratorIndex<Entry extends IndexEntry = IndexEntry> {
  path(settings: Settings): string;
  /** What an index lists; undefined if it was not generated: then it is made anew. */
  parse(text: string): readonly Entry[] | undefined;
  text(entries: readonly Entry[], context: GeneratorContext): string;
}

/** A version of a title, with a way to its schema. */
export interface GeneratorVersion {
  /** X.Y.Z */
  readonly version: string;
  /** Its file, below the repository's root, whether it is written yet or not. */
  readonly file: string;
  /** Whether it may have changed since the files were generated that are there. */
  readonly isChanged: boolean;
  /** Materialized, what references lead to written out; undefined: it cannot be read. Read when it is asked for. */
  schema(): DataObject | undefined;
}

export interface GeneratorContext {
  readonly settings: Settings;
  /** What the generator cannot express is reported here. */
  readonly findings: Findings;
  /** What a file below the generator's directory contains; undefined: there is none. */
  read(path: string): string | undefined;
}

export interface TitleContext<Entry extends IndexEntry = IndexEntry> extends GeneratorContext {
  /** What the index that is there lists of the title; empty where everything is generated anew. */
  readonly listed: readonly Entry[];
}

/** A generated file; its path is relative to the generator's directory. */
export interface GeneratedText {
  readonly path: string;
  readonly text: string;
}

export interface TitleFiles<Entry extends IndexEntry = IndexEntry> {
  readonly files: readonly (GeneratedText | UnchangedFile)[];
  readonly entries: readonly Entry[];
}

/** A file whose versions did not change: it is taken to be in step without a look at it. */
export interface UnchangedFile {
  readonly path: string;
  readonly text?: undefined;
}
