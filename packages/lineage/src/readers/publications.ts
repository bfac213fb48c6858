import { joinNames, type KnownMetric, metricPaths, nameOfNode } from "@addendum/metrics";
import type { DescribedReport } from "@addendum/reports/readers";
import type { TargetPath } from "../dashboards/graphite-paths.ts";

/** What publishes points under a path. */
export type Publisher =
  | { readonly kind: "metric"; readonly known: KnownMetric }
  | { readonly kind: "report"; readonly report: DescribedReport };

/** A path in Graphite under which points are written: nodes, or placeholders for the values of a dimension. */
export interface Publication {
  readonly publisher: Publisher;
  readonly nodes: readonly PathNode[];
  /** Its metric in Prometheus, without what says how often it is computed. */
  readonly series: string;
}

export type PathNode = { readonly text: string } | { readonly placeholder: string };

/** A publication that a query asks for, and whether it surely does. */
export interface Match {
  readonly publication: Publication;
  readonly isCertain: boolean;
}

/** What metrics and reports publish, found by what queries ask for. */
export class Publications {
  private readonly byLength = new Map<number, Publication[]>();
  private readonly byPrefix = new Map<string, Publication[]>();
  private readonly bySeries = new Map<string, Publication[]>();
  private readonly prefixes = new Set<string>();

  constructor(metrics: readonly KnownMetric[], reports: readonly DescribedReport[]) {
    for (const known of metrics) {
      if (known.metric.status === "ended") continue;
      for (const path of metricPaths(known.metric)) this.add({ kind: "metric", known }, path);
    }
    for (const report of reports) {
      for (const { path } of report.paths) this.add({ kind: "report", report }, path);
    }
  }

  private add(publisher: Publisher, path: string): void {
    const nodes = path.split(".").map((node): PathNode => {
      const name = /\{([^{}]+)\}/.exec(node)?.[1];
      return name === undefined ? { text: node } : { placeholder: name };
    });
    const publication = { publisher, nodes, series: seriesOf(nodes) };
    push(this.byLength, nodes.length, publication);
    push(this.bySeries, publication.series, publication);
    const prefix = prefixOf(nodes.map((node) => ("text" in node ? node.text : "*")));
    if (prefix !== undefined) push(this.byPrefix, `${nodes.length} ${prefix}`, publication);
    const literal = nodes.slice(0, nodes.findIndex((node) => "placeholder" in node) >>> 0);
    for (let length = 2; length < literal.length; length++)
      this.prefixes.add(prefixText(literal.slice(0, length)));
  }

  /** Those that a path of a query stands for. */
  matching({ nodes }: Pick<TargetPath, "nodes">): readonly Match[] {
    const prefix = prefixOf(nodes);
    const candidates =
      prefix === undefined
        ? (this.byLength.get(nodes.length) ?? [])
        : (this.byPrefix.get(`${nodes.length} ${prefix}`) ?? []);
    return candidates.flatMap((publication) => {
      let isCertain = true;
      for (const [index, node] of nodes.entries()) {
        const fit = fits(node, publication.nodes[index] as PathNode);
        if (fit === "no") return [];
        if (fit === "perhaps") isCertain = false;
      }
      return [{ publication, isCertain }];
    });
  }

  /** Those that a metric of Prometheus is made of. */
  named(series: string): readonly Publication[] {
    const plain = series.toLowerCase();
    const exact = this.bySeries.get(plain) ?? [];
    const stem = plain.replace(/_(hourly|daily|weekly|monthly|total|seconds(_(bucket|sum|count))?)$/, "");
    return stem === plain ? exact : [...exact, ...(this.bySeries.get(stem) ?? [])];
  }

  /** Whether a path begins like one of ours. */
  looksOwn(nodes: readonly string[]): boolean {
    const plain = nodes.findIndex((node) => !isPlain(node));
    const literal = plain === -1 ? nodes : nodes.slice(0, plain);
    for (let length = Math.min(literal.length, 20); length >= 2; length--) {
      if (this.prefixes.has(literal.slice(0, length).join("."))) return true;
    }
    return false;
  }
}

function prefixText(nodes: readonly PathNode[]): string {
  return nodes.map((node) => ("text" in node ? node.text : "")).join(".");
}

/** The first two nodes, where a query says what they are. */
function prefixOf(nodes: readonly string[]): string | undefined {
  const [first, second] = nodes;
  if (first === undefined || second === undefined || !isPlain(first) || !isPlain(second)) return undefined;
  return `${first}.${second}`;
}

/** Whether a node of a query stands for itself alone. */
export function isPlain(node: string): boolean {
  return !/[*?[\]{}$]/.test(node);
}

/** Whether a node of a query stands for a node of a path. A variable may have any value. */
function fits(node: string, own: PathNode): "yes" | "perhaps" | "no" {
  if ("placeholder" in own || node === "*") return "yes";
  if (isPlain(node)) return node === own.text ? "yes" : "no";
  const hasVariable = /\$|\[\[/.test(node);
  if (node.length > nodeLimit) return "perhaps";
  if (!globOf(node).test(own.text)) return "no";
  return hasVariable ? "perhaps" : "yes";
}

const nodeLimit = 1000;

/** A glob of Graphite as an expression. Each star is possible once, so that matching is quick. */
function globOf(node: string): RegExp {
  const parts = node.match(/\$\{[^}]*\}|\$\w+|\[\[[^\]]*\]\]|\{[^}]*\}|\[[^\]]*\]|\*+|\?|[^*?[{$]+|./g) ?? [];
  let expression = "";
  let stars = 0;
  for (const part of parts) {
    if (part.startsWith("$") || part.startsWith("[[") || part.startsWith("*"))
      expression += stars++ < 4 ? ".*" : "";
    else if (part === "?") expression += ".";
    else if (part.startsWith("{") && part.endsWith("}"))
      expression += `(?:${part.slice(1, -1).split(",").map(alternative).join("|")})`;
    else if (/^\[[\w-]+\]$/.test(part)) expression += part;
    else expression += quote(part);
  }
  try {
    return new RegExp(`^${expression}$`);
  } catch {
    return /^/;
  }
}

/** What is between the commas of braces. */
function alternative(text: string): string {
  return text.split("*").map(quote).join(".*");
}

function quote(text: string): string {
  return text.replaceAll(/[.\\+*?[^\]$(){}=!<>|:-]/g, "\\$&");
}

/** `A.toggles.byEditor.{editor}` is `a_toggles`: what follows `by…` is a label. */
function seriesOf(nodes: readonly PathNode[]): string {
  const names: string[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as PathNode;
    if ("placeholder" in node) continue;
    if (/^by[A-Z]/.test(node.text) && index + 1 < nodes.length) index++;
    else if (node.text !== "") names.push(nameOfNode(node.text));
  }
  return joinNames(names);
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
