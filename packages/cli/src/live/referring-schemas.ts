import {
  findTitles,
  Findings,
  formatVersion,
  Materializer,
  parseReference,
} from "@addendum/schema-repository";
import { type LoadedSettings, openWorkTree } from "@addendum/workspace";
import { edge } from "../run/edge.ts";

/** A schema that refers to the saved one, directly or not. Plain data, so that threads can pass it on. */
export interface ReferringSchema {
  readonly title: string;
  readonly references: readonly {
    /** Into its current. */
    readonly pointer: string;
    /** What it refers to. */
    readonly title: string;
    /** `1.0.0`; undefined: the latest. */
    readonly version: string | undefined;
  }[];
}

/** The schemas that refer to one. */
export interface ReferringSchemas {
  readonly count: number;
  /** Not all, where there are many. Each comes after those that it refers to itself. */
  readonly first: readonly ReferringSchema[];
}

/** More are counted. */
const listLimit = 100;

/** Finds the currents whose references lead to a title, over others, too. */
export function findReferring(loaded: LoadedSettings, saved: string): ReferringSchemas {
  const { snapshot, settings, remote } = openWorkTree(loaded, edge, { kind: "disk" });
  const materializer = new Materializer(snapshot, settings, new Findings(settings), new Set(), remote);
  const texts = new Map(
    findTitles(snapshot, settings).flatMap((title) => {
      const content = snapshot.read(materializer.currentPath(title));
      return content.kind === "text" && content.text.includes("$ref") ? [[title, content.text]] : [];
    }),
  );
  const found = new Map<string, ReferringSchema["references"]>();
  for (let targets = [saved]; targets.length > 0;) {
    const next: string[] = [];
    for (const [title, text] of texts) {
      // Reading what a text says takes longer than seeing that it does not say it.
      if (title === saved || found.has(title) || !targets.some((one) => text.includes(`/${one}/`))) continue;
      const references = materializer.references(title).flatMap(({ reference, pointer }) => {
        const target = parseReference(reference);
        if (target === undefined) return [];
        return [{ pointer, title: target.title, version: target.version && formatVersion(target.version) }];
      });
      if (!references.some((one) => targets.includes(one.title))) continue;
      found.set(title, references);
      next.push(title);
    }
    targets = next;
  }
  return { count: found.size, first: inOrder(found).slice(0, listLimit) };
}

function inOrder(found: ReadonlyMap<string, ReferringSchema["references"]>): readonly ReferringSchema[] {
  const sorted: ReferringSchema[] = [];
  const waiting = new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ([, references]) => !references.some(({ title }) => waiting.has(title)),
    );
    // Schemas that refer to each other have no order; another rule reports them.
    for (const [title, references] of ready.length > 0 ? ready : [...waiting]) {
      sorted.push({ title, references });
      waiting.delete(title);
    }
  }
  return sorted;
}
