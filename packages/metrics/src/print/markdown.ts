import type { KnownMetric } from "../examine/examine-metrics.ts";
import { findField } from "../model/event-field.ts";
import type { Dimension } from "../model/metric.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { dimensionNode, valueText } from "../names/metric-names.ts";

/** Values of a dimension that a row of the table names. */
const shownValues = 20;

/** The catalogue as the team’s template for a metric has it, ready for a ticket or a wiki page. */
export function renderMarkdown(metrics: readonly KnownMetric[]): string {
  return metrics.map(renderMetric).join("\n");
}

function renderMetric(known: KnownMetric): string {
  const { metric } = known;
  const { dimensions, deprecation } = metric;
  const rows = dimensions.map(
    (dimension) =>
      `| ${dimensionNode(dimension.name)} | ${showValues(dimension, known)} | ${dimension.isVariable ? "yes" : "no"} |`,
  );
  const table =
    rows.length === 0
      ? []
      : ["| dimension | possible values include | as variable? |", "| --- | --- | --- |", ...rows, ""];
  const end = [deprecation?.plan, deprecation?.sunset, deprecation?.ticket].filter(Boolean).join("; ");
  const entries: readonly (readonly [string, string | undefined])[] = [
    ["name", metric.name],
    ["description", metric.description],
    ["question", metric.question],
    ["path", `\`${metric.path}\``],
    ["dimensions", dimensions.map(({ name }) => dimensionNode(name)).join(", ")],
    ["normalization", metric.normalization],
    ["initiator", metric.initiator],
    ["collector", metric.collector],
    ["owner", metric.owner],
    ["ticket", metric.ticket],
    ["status", metric.baseline === undefined ? metric.status : `${metric.status}, since ${metric.baseline}`],
    ["deprecation", end],
  ];
  const lines = entries.flatMap(([key, text]) =>
    text === undefined || text === ""
      ? []
      : [`- **${key}**: ${key === "path" ? text : escapeMarkdown(text)}`],
  );
  const graphs =
    metric.graphs.length === 0
      ? []
      : ["- **graphs**:", ...metric.graphs.map((graph) => `  - ${escapeMarkdown(graph)}`)];
  const history = metric.history.map(({ date, change }) => `  - ${date}: ${escapeMarkdown(change)}`);
  const changes = history.length === 0 ? [] : ["- **history**:", ...history];
  return [`## ${escapeMarkdown(metric.name)}`, "", ...table, ...lines, ...graphs, ...changes, ""].join("\n");
}

function showValues({ fields, values }: Dimension, { event }: KnownMetric): string {
  const declaration = event && findField(event.versions, fields[0] as string)?.declaration;
  const isBoolean = declaration?.types?.has("boolean") === true;
  const options = values ?? declaration?.values ?? (isBoolean ? [true, false] : []);
  if (options.length === 0) return "any";
  const shown = options.slice(0, shownValues).map((value) => escapeMarkdown(valueText(value)));
  const more = options.length > shownValues ? ` and ${options.length - shownValues} more` : "";
  return `${shown.join(", ")}${more}`;
}
