import type { LineageRow } from "./rows.ts";

export type NodeKind =
  "question" | "dashboard" | "panel" | "path" | "aggregation" | "field" | "collector" | "initiator";

export interface LineageNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** The index of the first row that has it. */
  readonly row: number;
}

/** From what is computed to what computes it: its source is further left in events’ way, its target shows it. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** Whether it surely is so. */
  readonly isCertain: boolean;
}

export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

/** The nodes and edges of rows: a node that several rows have is one. */
export function lineageGraph(rows: readonly LineageRow[]): LineageGraph {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  for (const [row, one] of rows.entries()) {
    const node = (kind: NodeKind, label: string, key = label): string => {
      const id = `${kind}:${key}`;
      if (!nodes.has(id)) nodes.set(id, { id, kind, label, row });
      return id;
    };
    const edge = (from: string, to: string, isCertain = true) => {
      const key = JSON.stringify([from, to]);
      if (edges.get(key)?.isCertain !== true) edges.set(key, { from, to, isCertain });
    };
    const paths = one.paths.map((path) => node("path", path));
    const questions = one.question === undefined ? [] : [node("question", one.question)];
    for (const { dashboard, title, isCertain, file } of one.panels) {
      const board = node("dashboard", dashboard, file);
      const panel = node("panel", title, `${file}#${title}`);
      edge(panel, board);
      for (const path of paths) edge(path, panel, isCertain);
      for (const question of questions) edge(board, question);
    }
    if (one.panels.length === 0)
      for (const path of paths) for (const question of questions) edge(path, question);
    const collectors = one.collector === undefined ? [] : [node("collector", one.collector)];
    const initiators = one.initiator === undefined ? [] : [node("initiator", one.initiator)];
    for (const collector of collectors) for (const initiator of initiators) edge(initiator, collector);
    for (const aggregation of one.aggregations) {
      const computed = node("aggregation", aggregation.name, `${aggregation.file}#${aggregation.name}`);
      for (const path of paths) edge(computed, path);
      for (const { title, path, how } of one.fields) {
        const field = node("field", `${title}: ${path || "everything"}`);
        edge(field, computed, how === "reads");
        for (const collector of collectors) edge(collector, field);
      }
      if (one.fields.length === 0) for (const collector of collectors) edge(collector, computed);
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** The connected components of a graph, in the order of their first nodes. */
export function componentsOf({ nodes, edges }: LineageGraph): readonly LineageGraph[] {
  const leader = new Map<string, string>(nodes.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let at = id;
    while (leader.get(at) !== at) {
      const above = leader.get(leader.get(at) as string) as string;
      leader.set(at, above);
      at = above;
    }
    return at;
  };
  for (const { from, to } of edges) leader.set(find(to), find(from));
  const parts = new Map<string, { nodes: LineageNode[]; edges: LineageEdge[] }>();
  for (const node of nodes) {
    const key = find(node.id);
    const part = parts.get(key) ?? { nodes: [], edges: [] };
    parts.set(key, part);
    part.nodes.push(node);
  }
  for (const edge of edges) parts.get(find(edge.from))?.edges.push(edge);
  return [...parts.values()];
}
