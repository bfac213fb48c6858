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
    title: "Events refused, by stream",
    description:
      "Events that were not accepted, whatever the reason. The error stream has one event for each.",
    unit: "eps",
    expression: rate(errors, "stream"),
    legend: "{{stream}}",
  },
  {
    title: "Events accepted, by schema",
    description: "Which versions senders use. A version that nobody sends any more can be retired.",
    unit: "eps",
    expression: rate(produced, "schema_uri"),
    legend: "{{schema_uri}}",
  },
  {
    title: "Events refused, by schema",
    description: "Whether a new version brought the mistakes.",
    unit: "eps",
    expression: rate(errors, "schema_uri"),
    legend: "{{schema_uri}}",
  },
  {
    title: "Share of invalid events, by stream",
    description:
      "The alert EventsRefused fires above 5 % of the accepted events, after a quarter of an hour.",
    unit: "percentunit",
    expression: `${rate(errors.replace("}", ',error_type="ValidationError"}'), "stream")} / ${rate(produced, "stream")}`,
    legend: "{{stream}}",
  },
  {
    title: "Errors, by kind",
    description:
      "ValidationError: the event is not valid. The others say that it could not be judged or written.",
    unit: "eps",
    expression: rate(errors, "error_type"),
    legend: "{{error_type}}",
  },
  {
    title: "Undeclared fields in a day",
    description:
      "Members that senders add and the schema does not declare. The alert UndeclaredMembers names them: anyone who declares them later declares them for these events, too.",
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
    title: "Events that sinks did not take",
    description:
      "A full disk, or a broker that is away. The alert EventsNotWritten fires as soon as there is one. Zero is right.",
    unit: "eps",
    expression: `sum(rate(${errors.replace("}", ',error_type="SinkError"}')}[$__rate_interval])) or vector(0)`,
    legend: "not written",
  },
  {
    title: "Requests refused, by reason",
    description:
      "Requests answered without a look at their events. The alert IntakeOverloaded fires for more than one OverloadedError a second.",
    unit: "reqps",
    expression: rate('addendum_requests_refused_total{service=~"$service"}', "reason"),
    legend: "{{reason}}",
  },
  {
    title: "Requests, by status",
    description: "Answers by their status; 4xx are mistakes of senders.",
    unit: "reqps",
    expression: rate(times, "status"),
    legend: "{{status}}",
  },
  {
    title: "Time of requests, mean",
    description: "Seconds until an answer is sent, by the path that was asked.",
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
