import type { DataObject } from "@addendum/json-schema";
import type { LineageRow } from "../graph/rows.ts";

const producer = "https://github.com/addendum-project/addendum";
/** The versions of the published schemas that the events follow. */
const events = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent";
const facets = {
  columnLineage: "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json",
  documentation: "https://openlineage.io/spec/facets/1-1-0/DocumentationJobFacet.json",
  ownership: "https://openlineage.io/spec/facets/1-0-1/OwnershipJobFacet.json",
  schema: "https://openlineage.io/spec/facets/1-2-0/SchemaDatasetFacet.json",
} as const;

/**
 * The lineage as static events of OpenLineage: what computes a metric is a job from fields of events to the metric's path,
 * a panel is a job from there to its dashboard. No run is reported, since nothing has run.
 * @param time of the events: RFC 3339
 * @param namespace of jobs and datasets, such as the repository's name
 */
export function openLineage(
  rows: readonly LineageRow[],
  time: string,
  namespace: string,
): readonly DataObject[] {
  const event = (
    job: DataObject,
    inputs: readonly DataObject[],
    outputs: readonly DataObject[],
  ): DataObject => ({
    eventTime: time,
    producer,
    schemaURL: events,
    job,
    inputs: [...inputs],
    outputs: [...outputs],
  });
  return rows.flatMap((row) => {
    const space = {
      events: `${namespace}/events`,
      metrics: `${namespace}/metrics`,
      dashboards: `${namespace}/dashboards`,
    };
    const titles = [...new Set(row.fields.map(({ title }) => title))];
    const inputs = titles.map((title) => ({
      namespace: space.events,
      name: title,
      facets: {
        schema: facet("schema", {
          fields: row.fields
            .filter((field) => field.title === title)
            .map(({ path }) => ({ name: path || "*" })),
        }),
      },
    }));
    const inputFields = row.fields.map(({ title, path }) => ({
      namespace: space.events,
      name: title,
      field: path || "*",
    }));
    const metrics = row.paths.map((path) => ({ namespace: space.metrics, name: path }));
    const lineage = facet("columnLineage", { fields: { value: { inputFields } } });
    const outputs = metrics.map((metric) => ({ ...metric, facets: { columnLineage: lineage } }));
    const jobFacets = {
      ...(row.question !== undefined && {
        documentation: facet("documentation", { description: row.question }),
      }),
      ...(row.owner !== undefined && { ownership: facet("ownership", { owners: [{ name: row.owner }] }) }),
    };
    const computed = row.aggregations.map((aggregation) =>
      event({ namespace, name: `${row.name}: ${aggregation.name}`, facets: jobFacets }, inputs, outputs),
    );
    const shown = row.panels.map(({ dashboard, title, what }) =>
      event({ namespace, name: `${what}: ${dashboard}: ${title}` }, metrics, [
        { namespace: space.dashboards, name: dashboard },
      ]),
    );
    return [...computed, ...shown];
  });
}

function facet(name: keyof typeof facets, members: DataObject): DataObject {
  const definition = (facets[name].split("/").at(-1) as string).replace(".json", "");
  return { _producer: producer, _schemaURL: `${facets[name]}#/$defs/${definition}`, ...members };
}
