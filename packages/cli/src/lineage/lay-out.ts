import { createRequire } from "node:module";
import type * as Lineage from "@addendum/lineage";
import { UserError } from "@addendum/workspace";
import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";

const layoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "LEFT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.spacing.nodeNode": "14",
  // The same graph is always laid out in the same way.
  "elk.randomSeed": "1",
};

/** A graph laid out by ELK, layer by layer, events to the right. Rejects with {@link UserError} where ELK is not installed. */
export async function layOut({ nodes, edges }: Lineage.LayoutRequest): Promise<Lineage.Layout> {
  const graph: ElkNode = {
    id: "root",
    layoutOptions,
    children: nodes.map(({ id, width, height }) => ({ id, width, height })),
    edges: edges.map(({ id, from, to }): ElkExtendedEdge => ({ id, sources: [from], targets: [to] })),
  };
  const laid = await new (loadElk())().layout(graph);
  return {
    width: laid.width ?? 0,
    height: laid.height ?? 0,
    places: new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])),
    lines: new Map(
      (laid.edges ?? []).map(({ id, sections = [] }) => {
        const [section] = sections;
        if (section === undefined) return [id, []];
        return [id, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]];
      }),
    ),
  };
}

/** Loaded by this command alone, where it is installed. */
function loadElk(): new () => ELK {
  try {
    const loaded = createRequire(__filename)("elkjs/lib/elk.bundled.js") as {
      readonly default?: new () => ELK;
    };
    return loaded.default ?? (loaded as unknown as new () => ELK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new UserError(
      "Lineage needs the package “elkjs”, which is not installed. Install it with: npm install elkjs@0.12.1",
      { cause: error },
    );
  }
}
