import { statSync } from "node:fs";
import { join } from "node:path";
import { directoryOfTitle, findTitles, type Settings } from "@addendum/schema-repository";
import { WorkTree } from "@addendum/workspace";

/**
 * After so long it is looked for sources that are new, in milliseconds; where that takes long, it is done less often.
 */
const listMs = 3000;
const restFactor = 60;

/** Reports which sources were saved since the last call. It polls the disk, because that works on every file system. */
export class SourceWatch {
  private readonly root: string;
  /** Title → a fingerprint of its source. */
  private known: Map<string, string> | undefined;
  /** Title → its source. */
  private sources: ReadonlyMap<string, string> = new Map();
  private listAt = -Infinity;

  /** @param root of the repository, absolute */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * The titles whose sources were saved or made; none when it is asked for the first time.
   * @param read the settings, which are asked for whenever it is looked for sources that are new
   */
  saved(read: () => Settings): readonly string[] {
    const now = performance.now();
    if (now > this.listAt) {
      const settings = read();
      const titles = findTitles(new WorkTree(this.root), settings);
      const path = (title: string) =>
        join(this.root, directoryOfTitle(title, settings), settings.currentName);
      this.sources = new Map(titles.map((title) => [title, path(title)]));
      const end = performance.now();
      this.listAt = end + Math.max(listMs, (end - now) * restFactor);
    }
    const before = this.known;
    const stamps = new Map(
      [...this.sources].flatMap(([title, file]) => {
        const stamp = stampOf(file);
        return stamp === undefined ? [] : [[title, stamp] as const];
      }),
    );
    this.known = stamps;
    if (before === undefined) return [];
    return [...stamps].flatMap(([title, stamp]) => (before.get(title) === stamp ? [] : [title]));
  }
}

function stampOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}
