import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { skipBecause } from "../../warehouse/test/server.ts";
import { Superset, whyNoSuperset } from "../../warehouse/test/superset-server.ts";
import { command, schema, ScratchRepository } from "./scratch-repository.ts";

const hostile = `"it's {{ 1/0 }} {% raw %} {# x #} %s :x; -- \\\\ <b>ü</b> ]]"`;
const toggles = `  editor: { type: string, description: Which editor., enum: [old, new] }
  seconds: { type: integer, description: How long it took., minimum: 0, maximum: 1000 }
  label: { type: string, description: Any text., maxLength: 100 }
  session_id: { type: string, description: A session., maxLength: 20, privacy: { kind: session-token } }
`;
const streams = `version: 1
streams:
  ui.toggle: { title: ui/toggle }
  ui.page: { title: ui/page, sample: { unit: pageview, rate: 0.5 } }
`;
const pages = `  label: { type: string, description: Any text., maxLength: 100 }\n`;

function metric(name: string, source: string, more = ""): string {
  return `name: ${name}
description: ${hostile}
question: ${hostile}
owner: "A {{ team }}"
ticket: T1
initiator: A user presses the button.
collector: toggle.ts
source: ${source}
path: Example.${name}
status: active
baseline: 2025-01-01
deprecation: { plan: Reviewed. }
${more}`;
}

const metrics: Readonly<Record<string, string>> = {
  toggles: metric(
    "toggles",
    "{ stream: ui.toggle, aggregation: count }",
    "dimensions: { editor: { variable: true }, label: { variable: true } }\n",
  ),
  seconds: metric(
    "seconds",
    "{ stream: ui.toggle, aggregation: mean, field: seconds }",
    "dimensions: { editor: {} }\n",
  ),
  per_session: metric(
    "per_session",
    "{ stream: ui.toggle, aggregation: count, per: { distinct: session_id } }",
    "dimensions: { editor: { variable: true } }\nnormalization: per session\n",
  ),
  per_page: metric(
    "per_page",
    "{ stream: ui.toggle, aggregation: count, per: { stream: ui.page } }",
    "dimensions: { editor: {}, label: {} }\nnormalization: per page view\n",
  ),
  odd: metric("odd", `{ stream: ui.toggle, aggregation: count, filter: { label: ${hostile} } }`),
};

const odd = String.raw`it's {{ 1/0 }} {% raw %} {# x #} %s :x; -- \ <b>ü</b> ]]`;
const event = (title: string, at: string, more: object) =>
  `${JSON.stringify({
    $schema: `/${title}/1.0.0`,
    meta: { stream: title.replace("/", "."), dt: at, domain: "en.example.org" },
    ...more,
  })}\n`;
const events = [
  event("ui/toggle", "2025-03-01T10:00:00Z", { editor: "old", seconds: 1, label: odd, session_id: "a" }),
  event("ui/toggle", "2025-03-01T11:00:00Z", { editor: "old", seconds: 2, label: odd, session_id: "a" }),
  event("ui/toggle", "2025-03-01T12:00:00Z", { editor: "new", seconds: 9, label: "b", session_id: "b" }),
  event("ui/toggle", "2025-03-02T12:00:00Z", { editor: "new", seconds: 4, label: "b", session_id: "c" }),
  ...[odd, odd, "b", "b", "c"].map((label) => event("ui/page", "2025-03-01T09:00:00Z", { label })),
  event("ui/page", "2025-03-02T09:00:00Z", { label: "b" }),
].join("");

/** A repository with metrics, and a lake with some events. */
function withLake(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", toggles));
  repository.write("schemas/ui/page/current.yaml", schema("ui/page", "1.0.0", pages));
  repository.write("streams.yaml", streams);
  for (const [name, text] of Object.entries(metrics)) repository.write(`metrics/${name}.yaml`, text);
  const { code, out, err } = repository.commit("first");
  if (code !== 0) throw new Error(out + err);
  repository.write("events/a.ndjson", events);
  const loaded = repository.addendum("load");
  if (loaded.code !== 0) throw new Error(loaded.out + loaded.err);
  return repository;
}

test("the same metrics give the same bytes, and --check compares them", () => {
  const repository = withLake();
  expect(repository.addendum("dashboards", "--superset", "a.zip", "--check")).toMatchObject({ code: 1 });
  const written = repository.addendum("dashboards", "--superset", "a.zip");
  expect(written).toMatchObject({ code: 0 });
  expect(written.out).toContain("a.zip: 1 dashboard for Superset");
  const first = readFileSync(repository.path("a.zip"));
  repository.run("rm", ["a.zip"]);
  const args = [command, "dashboards", "--superset", "a.zip"];
  const inTokyo = repository.run(process.execPath, args, { env: { TZ: "Asia/Tokyo" } });
  expect(inTokyo).toMatchObject({ code: 0 });
  expect(readFileSync(repository.path("a.zip")).equals(first)).toBe(true);
  expect(repository.addendum("dashboards", "--superset", "a.zip", "--check")).toMatchObject({ code: 0 });
});

test("where the lake has no events, it is said", () => {
  const repository = withLake();
  const { code, err } = repository.addendum("dashboards", "--superset", "a.zip", "--lake", "other");
  expect(code).toBe(0);
  expect(err).toContain("no events in ui_toggle yet");
});

interface Listed {
  readonly id: number;
  readonly slice_name: string;
  readonly description: string;
  readonly dashboard_title: string;
}

interface Query {
  readonly queries: readonly { readonly filters: readonly object[] }[];
}

type Row = Readonly<Record<string, unknown>>;

/** The rows of a chart by the query that it was imported with, in order, with days as texts. */
async function rowsOf(
  superset: Superset,
  { id }: Listed,
  filters: readonly object[] = [],
): Promise<string[]> {
  const { result } = (await superset.get(`/api/v1/chart/${id}`)) as { result: { query_context: string } };
  const context = JSON.parse(result.query_context) as Query;
  const queries = context.queries.map((query) => ({ ...query, filters: [...query.filters, ...filters] }));
  const answer = (await superset.post("/api/v1/chart/data", { ...context, queries })) as {
    result: readonly { readonly data: readonly Row[] }[];
  };
  const rows = answer.result[0]?.data ?? [];
  return rows
    .map(({ date, ...row }) => JSON.stringify({ day: new Date(date as number).getUTCDate(), ...row }))
    .sort();
}

const expected: Readonly<Record<string, readonly Row[]>> = {
  toggles: [
    { day: 1, value: 3 },
    { day: 2, value: 1 },
  ],
  "toggles, by editor": [
    { day: 1, editor: "new", value: 1 },
    { day: 1, editor: "old", value: 2 },
    { day: 2, editor: "new", value: 1 },
  ],
  "toggles, by label": [
    { day: 1, label: "b", value: 1 },
    { day: 1, label: odd, value: 2 },
    { day: 2, label: "b", value: 1 },
  ],
  seconds: [
    { day: 1, value: 4 },
    { day: 2, value: 4 },
  ],
  "seconds: totals": [
    { day: 1, events: 3 },
    { day: 2, events: 1 },
  ],
  "seconds, by editor": [
    { day: 1, editor: "new", value: 9 },
    { day: 1, editor: "old", value: 1.5 },
    { day: 2, editor: "new", value: 4 },
  ],
  "per_session, per session": [
    { day: 1, value: 1.5 },
    { day: 2, value: 1 },
  ],
  "per_session: totals": [
    { day: 1, total: 3, sessions: 2 },
    { day: 2, total: 1, sessions: 1 },
  ],
  "per_session, per session, by editor": [
    { day: 1, editor: "new", value: 1 },
    { day: 1, editor: "old", value: 2 },
    { day: 2, editor: "new", value: 1 },
  ],
  // Pages know no editors: all of them are what each editor is divided by. Half of them are in the sample.
  "per_page, per page view": [
    { day: 1, value: 0.3 },
    { day: 2, value: 0.5 },
  ],
  "per_page: totals": [
    { day: 1, total: 3, page_views: 10 },
    { day: 2, total: 1, page_views: 2 },
  ],
  "per_page, per page view, by editor": [
    { day: 1, editor: "new", value: 0.1 },
    { day: 1, editor: "old", value: 0.2 },
    { day: 2, editor: "new", value: 0.5 },
  ],
  "per_page, per page view, by label": [
    { day: 1, label: "b", value: 0.25 },
    { day: 1, label: "c", value: 0 },
    { day: 1, label: odd, value: 0.5 },
    { day: 2, label: "b", value: 0.5 },
  ],
  odd: [{ day: 1, value: 2 }],
};

test.skipIf(skipBecause("Superset", whyNoSuperset()))(
  "Superset imports them, and every chart has the numbers of the lake",
  async () => {
    const repository = withLake();
    expect(repository.addendum("dashboards", "--superset", "a.zip")).toMatchObject({ code: 0 });
    const superset = await Superset.start();
    try {
      await superset.importDashboards(new Uint8Array(readFileSync(repository.path("a.zip"))));
      const list = async (kind: string) =>
        ((await superset.get(`/api/v1/${kind}/?q=(page_size:100)`)) as { result: readonly Listed[] }).result;
      const charts = new Map((await list("chart")).map((one) => [one.slice_name, one]));
      expect([...charts.keys()].sort()).toEqual(Object.keys(expected).sort());
      for (const [name, rows] of Object.entries(expected)) {
        const found = await rowsOf(superset, charts.get(name) as Listed);
        expect(found, name).toEqual(rows.map((row) => JSON.stringify(row)).sort());
      }
      const old = [{ col: "editor", op: "IN", val: ["old"] }];
      const chosen = await rowsOf(superset, charts.get("per_page, per page view") as Listed, old);
      expect(chosen).toEqual([JSON.stringify({ day: 1, value: 0.2 })]);
      expect(charts.get("toggles")?.description).toBe(odd);
      const [board] = await list("dashboard");
      expect(board?.dashboard_title).toBe("Example");
      const { result } = (await superset.get(`/api/v1/dashboard/${board?.id}`)) as {
        result: { json_metadata: string; position_json: string };
      };
      const { native_filter_configuration: filters } = JSON.parse(result.json_metadata) as {
        native_filter_configuration: readonly {
          readonly targets: readonly object[];
          readonly scope: { readonly excluded: readonly number[] };
        }[];
      };
      expect(filters.map(({ targets }) => targets)).toEqual([
        [{}],
        [{ datasetId: expect.any(Number) as number, column: { name: "editor" } }],
        [{ datasetId: expect.any(Number) as number, column: { name: "label" } }],
      ]);
      expect(filters[1]?.scope.excluded).toEqual([charts.get("odd")?.id]);
      expect(result.position_json).toContain("Responsible: A");
      // Imported again, nothing stands twice.
      await superset.importDashboards(new Uint8Array(readFileSync(repository.path("a.zip"))));
      expect(await list("chart")).toHaveLength(charts.size);
    } finally {
      await superset.server.stop();
    }
  },
);
