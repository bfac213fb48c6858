import { generatedMark } from "../model/generated-mark.ts";
import { PanelIds } from "../dashboard/identifiers.ts";
import { dashboardJson } from "./dashboard-json.ts";
import { dataSource, dataSourceVariable, graphPanel } from "./graph-panel.ts";
import type { GrafanaSdk } from "./sdk.ts";

/** A panel of the intake. */
interface IntakePanel {
  readonly title: string;
  readonly description: string;
  readonly unit?: string;
  readonly expression: string;
  readonly legend: string;
}

const chosen = 'service=~"$service",stream=~"$stream"';
const produced = `eventgate_events_produced_total{${chosen}}`;
const errors = `eventgate_validation_errors_total{${chosen}}`;
const times = "express_router_request_duration_seconds_count";

const rate = (series: string, by: string) => `sum by (${by}) (rate(${series}[$__rate_interval]))`;

const panels: readonly IntakePanel[] = [
  {
    title: "Events accepted, by stream",
    description: "Events that were valid and are written.",
    unit: "eps",
    expression: rate(produced, "stream"),
    legend: "{{stream}}",
  },
  {
    title: "Events rejected, by stream",
    description: "Events that were not accepted, for any reason. The error stream has one event for each.",
    unit: "eps",
    expression: rate(errors, "stream"),
    legend: "{{stream}}",
  },
  {
    title: "Events accepted, by schema",
    description: "Which versions producers send. A version that is no longer sent can be retired.",
    unit: "eps",
    expression: rate(produced, "schema_uri"),
    legend: "{{schema_uri}}",
  },
  {
    title: "Events rejected, by schema",
    description: "Shows whether the errors began with a new version.",
    unit: "eps",
    expression: rate(errors, "schema_uri"),
    legend: "{{schema_uri}}",
  },
  {
    title: "Share of invalid events, by stream",
    description: "The alert EventsRefused fires after 15 minutes above 5 % of the accepted events.",
    unit: "percentunit",
    expression: `${rate(errors.replace("}", ',error_type="ValidationError"}'), "stream")} / ${rate(produced, "stream")}`,
    legend: "{{stream}}",
  },
  {
    title: "Errors, by kind",
    description:
      "ValidationError: the event is invalid. The other kinds: it could not be validated or written.",
    unit: "eps",
    expression: rate(errors, "error_type"),
    legend: "{{error_type}}",
  },
  {
    title: "Undeclared fields per day",
    description:
      "Fields that producers send and the schema does not declare. The alert UndeclaredMembers names them. Before you declare one, check that the events already sent match your declaration.",
    expression: `sum by (stream, member) (increase(addendum_undeclared_members_total{${chosen}}[1d]))`,
    legend: "{{stream}}: {{member}}",
  },
  {
    title: "Age of the last canary",
    description:
      "Seconds since the last canary event of a stream. The alert CanaryMissing fires after two hours.",
    unit: "s",
    expression: `max by (stream) (addendum_canary_age_seconds{${chosen}})`,
    legend: "{{stream}}",
  },
  {
    title: "Events that could not be written",
    description:
      "Caused by a full disk or an unavailable broker. Should be zero; the alert EventsNotWritten fires on the first one.",
    unit: "eps",
    expression: `sum(rate(${errors.replace("}", ',error_type="SinkError"}')}[$__rate_interval])) or vector(0)`,
    legend: "not written",
  },
  {
    title: "Requests rejected, by reason",
    description:
      "Requests rejected before their events were read. The alert IntakeOverloaded fires above one OverloadedError per second.",
    unit: "reqps",
    expression: rate('addendum_requests_refused_total{service=~"$service"}', "reason"),
    legend: "{{reason}}",
  },
  {
    title: "Requests, by status",
    description: "Answers by status; 4xx are errors of clients.",
    unit: "reqps",
    expression: rate(times, "status"),
    legend: "{{status}}",
  },
  {
    title: "Mean request time",
    description: "Seconds until the answer is sent, by path.",
    unit: "s",
    expression: `${rate(times.replace("_count", "_sum"), "path")} / ${rate(times, "path")}`,
    legend: "{{path}}",
  },
];

const introduction = `- **Do events arrive?** Accepted and refused events, by stream and by schema.
- **Are they right?** Errors by kind, and fields that no schema declares.
- **Does the intake work?** Canaries, sinks, refused requests, and how long answers take.

The alerting rules in alerts.yaml are about the same numbers. Responsible: who runs the intake. Ticket: https://github.com/addendum-project/addendum/issues/23.`;

/** The dashboard of an intake, for its alerting rules, on the Prometheus that scrapes it. */
export function intakeDashboard(sdk: GrafanaSdk): string {
  const { dashboard, text } = sdk;
  const source = dataSource("prometheus");
  const ids = new PanelIds();
  const builder = new dashboard.DashboardBuilder("Event intake")
    .description(generatedMark)
    .uid("addendum-event-intake")
    .tags(["addendum", "event-intake"])
    .readonly()
    .timezone("utc")
    .time({ from: "now-24h", to: "now" })
    .refresh("1m")
    .withVariable(
      new dashboard.DatasourceVariableBuilder(dataSourceVariable).label("Data source").type("prometheus"),
    );
  for (const name of ["service", "stream"]) {
    builder.withVariable(
      new dashboard.QueryVariableBuilder(name)
        .label(name)
        .query(`label_values(eventgate_events_produced_total, ${name})`)
        .datasource(source)
        .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
        .includeAll(true)
        .allValue(".*")
        .multi(false)
        .current({ text: "All", value: "$__all", selected: true }),
    );
  }
  builder.withPanel(
    new text.PanelBuilder()
      .id(ids.of("introduction"))
      .gridPos({ x: 0, y: 0, w: 24, h: 6 })
      .title("About")
      .mode(text.TextMode.Markdown)
      .content(introduction),
  );
  let [x, y] = [0, 6];
  for (const { title, description, unit, expression, legend } of panels) {
    const panel = graphPanel(
      {
        id: ids.of(title),
        place: { x, y, w: 12, h: 8 },
        title,
        description,
        interval: "1m",
        plugin: "prometheus",
        targets: [{ expr: expression, legendFormat: legend, range: true, editorMode: "code" }],
      },
      sdk,
    );
    builder.withPanel(unit === undefined ? panel : panel.unit(unit));
    x = (x + 12) % 24;
    if (x === 0) y += 8;
  }
  return dashboardJson(builder.build());
}
