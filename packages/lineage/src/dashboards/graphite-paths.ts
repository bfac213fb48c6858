/** A path in a Graphite query. */
export interface TargetPath {
  /** Its nodes as they are written, with globs and variables. */
  readonly nodes: readonly string[];
  /** Nodes by which a function around it tells series apart. */
  readonly grouped: ReadonlySet<number>;
  readonly text: string;
}

/** Functions that tell series apart by nodes, whose numbers are among their arguments. */
const byNodes = /^(groupByNodes?|aliasByNode|aliasByTags|sumSeriesWithWildcards|weightedAverage)$/;
/** Those that put together what differs there. */
const withWildcards = /WithWildcards$/;

/** Hand-written queries have no deeper calls. */
const depthLimit = 200;
const lengthLimit = 100_000;

/** The paths in a Graphite query. Parts that cannot be parsed are ignored. */
export function graphitePaths(text: string): readonly TargetPath[] {
  return new TargetReader(text.slice(0, lengthLimit)).read();
}

class TargetReader {
  private readonly paths: TargetPath[] = [];
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): readonly TargetPath[] {
    while (this.at < this.text.length) {
      this.expression(new Set(), 0);
      this.at++;
    }
    return this.paths;
  }

  /** One argument: a call, a path, a number or a text. */
  private expression(grouped: ReadonlySet<number>, depth: number): number | undefined {
    this.skipBlanks();
    const character = this.text[this.at];
    if (character === "'" || character === '"') {
      const end = this.text.indexOf(character, this.at + 1);
      this.at = end === -1 ? this.text.length : end + 1;
      return undefined;
    }
    const word = this.word();
    if (this.text[this.at] === "(" && depth < depthLimit) {
      this.call(word, grouped, depth);
      return undefined;
    }
    if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
    const nodes = nodesOf(word);
    if (nodes.length > 1 && /[A-Za-z*$[{]/.test(word)) this.paths.push({ nodes, grouped, text: word });
    return undefined;
  }

  private call(name: string, outer: ReadonlySet<number>, depth: number): void {
    const begin = this.paths.length;
    const numbers = new Set<number>();
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== ")") {
      const before = this.at;
      const number = this.expression(outer, depth + 1);
      if (number !== undefined) numbers.add(number);
      this.skipBlanks();
      if (this.text[this.at] === "," || this.at === before) this.at++;
    }
    this.at++;
    if (!byNodes.test(name) || withWildcards.test(name)) return;
    // The numbers come after the paths that they are about.
    for (let index = begin; index < this.paths.length; index++) {
      const path = this.paths[index] as TargetPath;
      const nodes = [...numbers].map((node) => (node < 0 ? node + path.nodes.length : node));
      this.paths[index] = { ...path, grouped: new Set([...path.grouped, ...nodes]) };
    }
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }

  private word(): string {
    const begin = this.at;
    while (this.at < this.text.length) {
      const character = this.text[this.at] as string;
      if (character === "{" || character === "[") {
        const close = this.text.indexOf(character === "{" ? "}" : "]", this.at);
        this.at = close === -1 ? this.text.length : close + 1;
      } else if (/[^\s,()'"|;]/.test(character)) this.at++;
      else break;
    }
    return this.text.slice(begin, this.at);
  }
}

/** Dots part nodes, except between braces. */
function nodesOf(path: string): readonly string[] {
  const nodes: string[] = [""];
  let depth = 0;
  for (const character of path) {
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (character === "." && depth <= 0) nodes.push("");
    else nodes[nodes.length - 1] += character;
  }
  return nodes;
}
