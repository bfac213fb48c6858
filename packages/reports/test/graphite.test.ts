import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { isThere, skipBecause, whyNoEngines } from "../../warehouse/test/server.ts";
import { type GraphiteServer, startGraphite, whyNoGraphite } from "./graphite-server.ts";
import { QueryDirectory } from "./scenario.ts";

const config = (port: number) => `graphite: { host: 127.0.0.1, port: ${port} }
reports:
  toggles:
    type: script
    granularity: days
    starts: 2026-03-01
    graphite:
      path: "{_metric}.byEditCount.{bucket}.byWiki.{wiki}"
      metrics: { Example.Code.toggles: toggles, Example.Code.perSession: per_session }
`;
const script = `#!/bin/sh
printf 'date\\tbucket\\twiki\\ttoggles\\tper_session\\n'
printf '%s\\t1000+ edits\\tenwiki\\t%d\\t0.5\\n' "$1" "\${1##*-0}"
printf '%s\\t5-99_edits\\tdewiki\\t7\\t\\n' "$1"
`;
const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000;

describe.skipIf(skipBecause("Graphite", whyNoGraphite()))("Graphite", () => {
  let graphite: GraphiteServer;
  beforeAll(async () => {
    graphite = await startGraphite();
  }, 180_000);
  afterAll(() => graphite?.stop());

  it("gives back the points of each date, those of reruns too", async () => {
    const queries = new QueryDirectory();
    queries.write("config.yaml", config(graphite.port));
    queries.write("toggles", script);
    const publish = { publish: { timeout: 10_000 } };
    await queries.run("2026-03-04 05:00:00Z");
    const first = await queries.run("2026-03-04 05:00:00Z", publish);
    expect(first.published).toEqual([{ report: "toggles", sent: 9, rejected: 0 }]);
    queries.write("toggles", script.replace("7", "8"));
    queries.write(".reruns/1", "2026-03-02\n2026-03-03\ntoggles\n");
    expect((await queries.run("2026-03-04 05:00:00Z", publish)).published).toEqual([
      { report: "toggles", sent: 1, rejected: 0 },
    ]);
    const wanted = {
      "Example.Code.toggles.byEditCount.1000_x2B__x20_edits.byWiki.enwiki": {
        [day("2026-03-01")]: 1,
        [day("2026-03-02")]: 2,
        [day("2026-03-03")]: 3,
      },
      "Example.Code.toggles.byEditCount.5-99_edits.byWiki.dewiki": {
        [day("2026-03-01")]: 7,
        [day("2026-03-02")]: 8,
        [day("2026-03-03")]: 7,
      },
    };
    // Carbon writes what it got a moment later.
    await expect
      .poll(
        () => graphite.render("Example.Code.toggles.*.*.byWiki.*", day("2026-02-27"), day("2026-03-05")),
        { timeout: 30_000 },
      )
      .toEqual(wanted);
  }, 120_000);
});

const whyNoPromtool =
  whyNoEngines() ?? (isThere("promtool") ? undefined : "there is no promtool (Debian: prometheus)");

test.skipIf(skipBecause("promtool", whyNoPromtool))(
  "promtool makes blocks of what is written for Prometheus",
  async () => {
    const queries = new QueryDirectory();
    queries.write("config.yaml", config(1));
    queries.write("toggles", script);
    const file = join(queries.root, "reports.om");
    await queries.run("2026-03-04 05:00:00Z", { openMetrics: file, range: { end: Date.UTC(2026, 2, 3) } });
    const series = (name: string, labels: string, values: readonly number[]) =>
      values
        .map(
          (value, index) =>
            `example_code_${name}_daily{${labels}} ${value} ${day("2026-03-01") + 86_400 * index}\n`,
        )
        .join("");
    expect(readFileSync(file, "utf8")).toBe(
      `# TYPE example_code_persession_daily gauge
# HELP example_code_persession_daily Example.Code.perSession, from the report toggles. A total of each interval, not a counter.
${series("persession", 'edit_count="1000+ edits",wiki="enwiki"', [0.5, 0.5])}# TYPE example_code_toggles_daily gauge
# HELP example_code_toggles_daily Example.Code.toggles, from the report toggles. A total of each interval, not a counter.
${series("toggles", 'edit_count="1000+ edits",wiki="enwiki"', [1, 2])}${series("toggles", 'edit_count="5-99_edits",wiki="dewiki"', [7, 7])}# EOF
`,
    );
    const blocks = join(queries.root, "blocks");
    const made = spawnSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", file, blocks], {
      encoding: "utf8",
    });
    expect(made.status, made.stderr).toBe(0);
    // Where Prometheus runs, there is one.
    mkdirSync(join(blocks, "wal"));
    const dump = spawnSync("promtool", ["tsdb", "dump", blocks], { encoding: "utf8" }).stdout;
    expect(dump).toContain(
      `{__name__="example_code_toggles_daily", edit_count="1000+ edits", wiki="enwiki"} 2 ${day("2026-03-02")}000`,
    );
  },
);
