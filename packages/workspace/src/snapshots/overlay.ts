import {
  baseName,
  type Content,
  type DirectoryEntry,
  directoryOf,
  type Snapshot,
} from "@addendum/schema-repository";

/**
 * A snapshot with texts laid over it that an editor holds and has not saved: a path with such a text holds that, also
 * where the snapshot has no file, or a link.
 */
export class Overlay implements Snapshot {
  readonly isRemote: boolean;
  private readonly base: Snapshot;
  private readonly texts: ReadonlyMap<string, string>;
  /** Directory → the names in it that lead to a text. */
  private readonly names = new Map<string, Map<string, DirectoryEntry["kind"]>>();

  /** @param texts path → text */
  constructor(base: Snapshot, texts: ReadonlyMap<string, string>) {
    this.base = base;
    this.texts = texts;
    this.isRemote = base.isRemote;
    for (const path of texts.keys()) this.addNames(path);
  }

  list(directory: string): readonly DirectoryEntry[] {
    const here = this.base.list(directory);
    const added = this.names.get(directory);
    if (added === undefined) return here;
    const kinds = new Map([...here.map(({ name, kind }) => [name, kind] as const), ...added]);
    return [...kinds]
      .map(([name, kind]): DirectoryEntry => ({ name, kind }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  read(path: string): Content {
    const text = this.texts.get(path);
    return text === undefined ? this.base.read(path) : { kind: "text", text };
  }

  prefetch(paths: readonly string[]): void {
    this.base.prefetch(paths.filter((path) => !this.texts.has(path)));
  }

  private addNames(path: string): void {
    let kind: DirectoryEntry["kind"] = "file";
    for (let at = path; at !== ""; at = directoryOf(at)) {
      const directory = directoryOf(at);
      const names = this.names.get(directory) ?? new Map<string, DirectoryEntry["kind"]>();
      this.names.set(directory, names.set(baseName(at), kind));
      kind = "directory";
    }
  }
}
