import type { RuleExample } from "./rule.ts";

const file = "dashboards/search.json";

export const introduction = {
  id: 1,
  type: "text",
  title: "About",
  gridPos: { x: 0, y: 0, w: 24, h: 4 },
  options: {
    mode: "markdown",
    content: "Do people find what they look for? Responsible: Search team. Ticket: https://example.org/T1",
  },
};

/** A panel of lines, below the introduction. @param more what it has beside its queries of Graphite */
export function graphExample(title: string, targets: readonly string[], more: object = {}): object {
  return {
    id: 2,
    type: "timeseries",
    title,
    gridPos: { x: 0, y: 4, w: 12, h: 8 },
    targets: targets.map((target) => ({ target })),
    ...more,
  };
}

/**
 * An example of one dashboard.
 * @param changes what it has otherwise than one that is right; a text is the whole file
 * @param findings pointer → message id, in the order in which they are found
 */
export function dashboardExample(
  name: string,
  changes: Readonly<Record<string, unknown>> | string,
  findings: Readonly<Record<string, string>> = {},
): RuleExample {
  const complete = {
    uid: "search",
    title: "Search",
    tags: ["search"],
    schemaVersion: 39,
    panels: [introduction, graphExample("Clicks", ["sumSeries(Search.clicks.byWiki.*)"])],
  };
  const text =
    typeof changes === "string" ? changes : JSON.stringify({ ...complete, ...changes }, undefined, 2);
  return {
    name,
    files: { [file]: text },
    findings: Object.entries(findings).map(([pointer, messageId]) => ({ file, pointer, messageId })),
  };
}
