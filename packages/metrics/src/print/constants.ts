import type { KnownMetric } from "../examine/examine-metrics.ts";
import { generatedMark } from "../model/generated-mark.ts";
import type { Metric } from "../model/metric.ts";
import { dimensionNode } from "../names/metric-names.ts";

/** Values of a dimension that its type lists; a larger number is any text. */
const listedValues = 200;

/**
 * A TypeScript module for `createMetrics`: for each metric that code reports, the path of a measurement. A metric without
 * dimensions is a text, another one a function of their values.
 */
export function renderConstants(known: readonly KnownMetric[]): string {
  const measured = known.flatMap(({ metric }) => (metric.source.kind === "measure" ? [metric] : []));
  const kinds = (["counter", "gauge", "timing"] as const).map((kind) => {
    const own = measured.filter(({ source }) => source.kind === "measure" && source.measure === kind);
    const lines = own.map(
      (metric) => `${comment(metric)}  ${JSON.stringify(metric.name)}: ${pathOf(metric)},\n`,
    );
    return `/** ${descriptions[kind]} */\nexport const ${kind}s = {\n${lines.join("")}} as const;\n`;
  });
  const needsNode = measured.some(({ dimensions }) => dimensions.length > 0);
  return [`// ${generatedMark}\n`, ...kinds, ...(needsNode ? [nodeFunction] : [])].join("\n");
}

const descriptions = {
  counter: "Names for `increment`.",
  gauge: "Names for `gauge`.",
  timing: "Names for `timing`.",
} as const;

function comment({ description }: Metric): string {
  if (description === undefined) return "";
  // No text may end the comment.
  return `  /** ${description.replaceAll(/\s+/g, " ").replaceAll("*/", "*∕")} */\n`;
}

function pathOf({ path, dimensions }: Metric): string {
  if (dimensions.length === 0) return JSON.stringify(path);
  const types = dimensions.map(({ name, values }) => {
    const isListed = values !== undefined && values.length <= listedValues;
    const type = isListed
      ? values.map((value) => JSON.stringify(value)).join(" | ")
      : "string | number | boolean";
    return `readonly ${name}: ${type}`;
  });
  const nodes = dimensions.map(({ name }) => `.${dimensionNode(name)}.\${node(values.${name})}`);
  return `(values: { ${types.join("; ")} }): string =>\n    \`${path}${nodes.join("")}\``;
}

/** What `escapeNode` does, for a module that imports nothing. */
const nodeFunction = `/** A value as a node of a path: other characters than letters, digits, “_” and “-” are written by their code. */
function node(value: string | number | boolean): string {
  return String(value === "" ? "unknown" : value).replaceAll(
    /_(?=x[0-9A-F]{2,6}(?:_|[^A-Za-z0-9_-]))|[^A-Za-z0-9_-]/gu,
    (character) => \`_x\${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}_\`,
  );
}
`;
