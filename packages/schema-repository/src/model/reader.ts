import type { Data } from "@addendum/json-schema";

/** One field of a title's events, and who reads it: plain data that the edge hands in. */
export interface Reader {
  readonly kind: "report" | "metric" | "panel";
  /** What people call the reader: `panel “Toggles by editor” of “CodeMirror”`. */
  readonly name: string;
  /** Relative to the repository's root. */
  readonly file: string;
  readonly title: string;
  /** The major whose events are read; undefined: each one that has the field. */
  readonly major: number | undefined;
  /**
   * The way to the field, by names of properties or of columns; `*` is an item of a list or a member of a map. Empty:
   * the whole event.
   */
  readonly path: readonly string[];
  readonly how: "reads" | "may read";
  /**
   * What it does with the field, as the rest of a sentence: `groups by “editor”`. Of `may read`: why that is not
   * certain.
   */
  readonly does: string;
  /** What happens to an option that the field's enumeration gains; undefined if nothing is known. */
  readonly newOption?: NewOption;
}

/** A new option is drawn as a line, or counts with the others, or is left out unless the reader lists it. */
export type NewOption =
  | { readonly kind: "line" }
  | { readonly kind: "counted" }
  | { readonly kind: "left out"; readonly known: readonly Data[] };

/** Who reads the events of a title. Asked only where a version differs from an older one. */
export type FindReaders = (title: string) => readonly Reader[];

/** The number of readers that a message names; the evidence lists more of them. */
const namedReaders = 3;
/** The number of readers that the evidence lists. */
const listedReaders = 20;

/** A sentence that says what a reader does. @param options those that its field's enumeration gained */
export function sayReader(
  { name, how, does, newOption }: Reader,
  options: readonly string[] | undefined,
): string {
  const said = capital(how === "may read" ? `${name} may read it: ${does}` : `${name} ${does}`);
  if (options === undefined || options.length === 0 || newOption === undefined) return `${said}.`;
  const several = options.length > 1;
  const what = `its new ${several ? "options" : "option"} ${options.join(", ")}`;
  switch (newOption.kind) {
    case "line":
      return `${said}; ${what} will appear as ${several ? "lines" : "a line"}.`;
    case "counted":
      return `${said}; ${what} will be counted with the others.`;
    case "left out":
      return `${said}; ${what} will not be in it until ${several ? "they are" : "it is"} listed.`;
  }
}

/**
 * Readers in the order in which messages name them: those that certainly read a field first, then by how they use it.
 */
export function rankReaders(readers: readonly Reader[]): readonly Reader[] {
  return [...readers].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Readers in the words of a message, and what the evidence adds to it. */
export function sayReaders(
  readers: readonly Reader[],
  options?: readonly string[],
): { readonly message: string; readonly more: readonly string[] } {
  const sentences = readers.slice(0, listedReaders).map((reader) => sayReader(reader, options));
  const others = readers.length - namedReaders;
  const hidden = readers.length - listedReaders;
  return {
    message: sentences.slice(0, namedReaders).join(" ") + (others > 0 ? ` And ${others} more.` : ""),
    more: [...sentences.slice(namedReaders), ...(hidden > 0 ? [`… and ${hidden} more`] : [])],
  };
}

function rankOf({ how, kind, does }: Reader): number {
  const isIndirect = does.startsWith("shows ");
  return (how === "may read" ? 100 : 0) + (isIndirect ? 10 : 0) + ["panel", "metric", "report"].indexOf(kind);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
