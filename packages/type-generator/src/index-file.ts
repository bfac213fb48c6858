import { quote } from "./declarations.ts";
import { headerOf } from "./module.ts";

/** A version in the index. */
export interface IndexEntry {
  /** The version's URI; where another version has the same, its path. */
  readonly key: string;
  readonly title: string;
  /** X.Y.Z */
  readonly version: string;
  readonly typeName: string;
}

/** The index of a directory of types: every version's event by URI, and the newest by title, one sorted line each. */
export function indexText(entries: readonly IndexEntry[], source: string): string {
  const bySchema = entries.map((entry) => line(entry.key, entry)).sort();
  const newest = new Map<string, IndexEntry>();
  for (const entry of entries) {
    const other = newest.get(entry.title);
    if (other === undefined || isNewer(entry.version, other.version)) newest.set(entry.title, entry);
  }
  const byTitle = [...newest.values()].map((entry) => line(entry.title, entry)).sort();
  return `${headerOf(source)}
/** The events of every version, by its URI. */
export interface EventBySchema {
${bySchema.join("")}}

/** The events of each title's newest version. */
export interface EventByTitle {
${byTitle.join("")}}
`;
}

function line(key: string, { title, version, typeName }: IndexEntry): string {
  return `  ${quote(key)}: import(${quote(`./${title}/${version}.js`)}).${typeName};\n`;
}

/** The versions that an index lists; undefined if the text is none of ours. */
export function parseIndex(text: string): readonly IndexEntry[] | undefined {
  const block = /\nexport interface EventBySchema \{\n([\s\S]*?)^\}$/m.exec(text)?.[1];
  if (block === undefined) return undefined;
  const entries: IndexEntry[] = [];
  for (const one of block.split("\n").filter(Boolean)) {
    const match = /^ {2}("(?:[^"\\]|\\.)*"): import\(("(?:[^"\\]|\\.)*")\)\.([\p{L}\p{N}_$]+);$/u.exec(one);
    if (match === null) return undefined;
    const path = JSON.parse(match[2] as string) as string;
    const place = /^\.\/(.*)\/(\d+\.\d+\.\d+)\.js$/.exec(path);
    if (place === null) return undefined;
    entries.push({
      key: JSON.parse(match[1] as string) as string,
      title: place[1] as string,
      version: place[2] as string,
      typeName: match[3] as string,
    });
  }
  return entries;
}

function isNewer(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at !== -1 && (a[at] as number) > (b[at] as number);
}
