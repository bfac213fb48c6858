import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { generatedMark, type KnownMetric } from "@addendum/metrics";
import { type SourceName, sourceNames } from "@addendum/metrics/grafana";
import { isObject, own, parseJson } from "@addendum/json-schema";
import { defaultSettings } from "@addendum/schema-repository";
import {
  findConfiguration,
  loadSettings,
  type OpenRepository,
  UserError,
  writePlan,
} from "@addendum/workspace";
import { lakeOptions } from "../events/lake.ts";
import { examineCatalogue } from "../metrics/catalogue.ts";
import type * as Grafana from "../metrics/grafana-bundle.ts";
import { previewOptions, writePreview } from "../preview/write-preview.ts";
import { planDirectory } from "../metrics/plan-directory.ts";
import { queriedMetrics } from "../metrics/reports-of.ts";
import { writeSuperset } from "../dashboards/superset-zip.ts";
import { plural } from "../report/count.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { printResult } from "../run/print-result.ts";

export const dashboards = defineCommand({
  name: "dashboards",
  usage: "[lint FILES]",
  summary: "writes the dashboards of the metrics for Grafana, and checks hand-made ones",
  description:
    "One dashboard per feature, with a panel for each metric and dimension, and provisioning.yaml, with which Grafana loads them. Planned and ended metrics are left out. Dashboards that somebody wrote are never changed. The package @grafana/grafana-foundation-sdk builds them. `lint` checks hand-made dashboards in the classic JSON model by the same rules; a directory stands for its .json files.",
  options: [
    { name: "out", kind: "string", value: "DIR", help: "where to write them (default: dashboards)" },
    {
      name: "source",
      kind: "string",
      value: "SOURCE",
      choices: sourceNames,
      help: "what panels query: graphite (default), prometheus, or the tables of events in duckdb, trino or mariadb",
    },
    {
      name: "superset",
      kind: "string",
      value: "FILE.zip",
      help: "write a ZIP for Superset instead, whose charts read the lake through DuckDB",
    },
    { name: "check", kind: "boolean", help: "write nothing, and fail if they are outdated" },
    {
      name: "preview",
      kind: "string",
      value: "DIR",
      help: "draw them from the lake instead, as pages in this directory that need neither Grafana nor JavaScript",
    },
    ...previewOptions,
    ...lakeOptions,
  ],
  examples: [
    { line: "addendum dashboards", does: "what metrics/ describes, to dashboards/" },
    { line: "addendum dashboards --source prometheus", does: "the same for Prometheus" },
    { line: "addendum dashboards --superset dashboards.zip", does: "the same for Superset, on the lake" },
    { line: "addendum dashboards --check", does: "in CI" },
    { line: "addendum dashboards --preview preview", does: "the last 30 days of the lake, as pages" },
    {
      line: "addendum dashboards lint grafana/*.json",
      does: "checks hand-made dashboards",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const [verb, ...paths] = invocation.positionals;
    if (verb === "lint") return lintFiles(paths, invocation);
    if (verb !== undefined)
      throw new UserError("dashboards takes no paths; only `dashboards lint FILES` does.");
    const preview = invocation.value("preview");
    refuseMixed(invocation);
    const loaded = loadSettings(invocation);
    const { root } = loaded;
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    const { metrics, findings } = examineCatalogue(repository);
    const { terminal } = invocation;
    const errors = findings.filter(({ severity }) => severity === "error");
    const result = { command: "dashboards", findings: errors, titles: 0 };
    const read = (file: string) => repository.snapshot.read(file);
    if (errors.length > 0)
      return printResult(invocation, { ...result, done: "", failed: "Nothing was written.", read });
    if (preview !== undefined) {
      const { index, ...counts } = await writePreview(invocation, repository, metrics, preview);
      const done = `${plural(counts.dashboards, "dashboard")}, ${plural(counts.charts, "chart")}: ${index}`;
      return printResult(invocation, { ...result, done, read });
    }
    const zip = invocation.value("superset");
    if (zip !== undefined) return writeSuperset(zip, metrics, invocation, repository);
    const source = (invocation.value("source") ?? "graphite") as SourceName;
    const { files, without } = await render(metrics, source, repository);
    for (const { name, reason } of without) terminal.note(`${name} is on no dashboard: ${reason}.`);
    const directory = invocation.value("out");
    const place = directory === undefined ? join(root, "dashboards") : resolve(directory);
    const plan = planDirectory(root, place, files, [".json"]);
    refuseSharedUids(root, place, files);
    if (invocation.flag("check")) {
      for (const { path } of plan)
        terminal.error(`${path} is outdated; run it without --check to rewrite it.`);
      return plan.length > 0 ? 1 : 0;
    }
    writePlan(root, plan, false);
    for (const { kind, path } of plan) terminal.out(`${kind === "removal" ? "removed " : ""}${path}\n`);
    return printResult(invocation, { ...result, done: `${plural(files.length - 1, "dashboard")}.`, read });
  },
});

function grafanaBundle(): typeof Grafana {
  return createRequire(__filename)("./grafana.cjs") as typeof Grafana;
}

/** Checks hand-made dashboards by the rules. */
function lintFiles(paths: readonly string[], invocation: Invocation): ExitCode {
  if (paths.length === 0)
    throw new UserError("lint needs FILES: dashboards in JSON, or directories of them.");
  const isInRepository =
    invocation.repo !== undefined || invocation.config !== undefined || findConfiguration(".") !== undefined;
  const { root, settings } = isInRepository
    ? loadSettings(invocation)
    : { root: resolve("."), settings: defaultSettings };
  const files = paths.flatMap((path) => filesOf(path));
  const texts = new Map(
    files.map((file) => {
      const place = relative(root, resolve(file)).replaceAll("\\", "/");
      return [place.startsWith("..") ? file : place, readText(file)] as const;
    }),
  );
  const { lintDashboard } = grafanaBundle();
  const findings = [...texts].flatMap(([file, text]) => lintDashboard(file, text, settings));
  const done = `${plural(texts.size, "dashboard")} checked.`;
  return printResult(invocation, {
    command: "dashboards",
    findings,
    titles: 0,
    done,
    failed: done,
    read: (file) => ({ kind: "text", text: texts.get(file) ?? "" }),
  });
}

/** A file, or the dashboards of a directory. */
function filesOf(path: string): readonly string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new UserError(`${path} does not exist.`);
  if (!status.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith(".json"));
  if (names.length === 0) throw new UserError(`${path} has no .json files.`);
  return names.sort().map((name) => join(path, name));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError(`${file} cannot be read: ${(cause as Error).message}`);
  }
}

/** The files of dashboards that ask a source. Rejects with {@link UserError}. */
async function render(metrics: readonly KnownMetric[], name: SourceName, repository: OpenRepository) {
  const grafana = grafanaBundle();
  const sdk = await grafana.loadGrafanaSdk();
  if (sdk === undefined) {
    throw new UserError(
      "Dashboards need the package “@grafana/grafana-foundation-sdk”, which is not installed. Install it with: npm install @grafana/grafana-foundation-sdk@0.0.21",
    );
  }
  try {
    return grafana.renderDashboards(metrics, sourceOf(grafana, name, metrics, repository), sdk);
  } catch (error) {
    if (error instanceof grafana.SharedUid) throw new UserError(error.message);
    throw error;
  }
}

function sourceOf(
  grafana: typeof Grafana,
  name: SourceName,
  metrics: readonly KnownMetric[],
  repository: OpenRepository,
): Grafana.Source {
  switch (name) {
    case "graphite":
      return grafana.graphiteSource;
    case "prometheus":
      return grafana.prometheusSource;
    case "duckdb":
    case "trino":
    case "mariadb":
      return grafana.sqlSource(name, queriedMetrics(metrics, grafana.queryTypeOf(name), repository));
  }
}

/** Of two dashboards with one uid Grafana shows either. Throws {@link UserError} if one of them is hand-made. */
function refuseSharedUids(root: string, place: string, files: readonly { readonly path: string }[]): void {
  if (!existsSync(place)) return;
  const generated = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(place)) {
    if (!name.endsWith(".json") || generated.has(name)) continue;
    const text = readFileSync(join(place, name), "utf8");
    if (text.slice(0, 400).includes(generatedMark)) continue;
    const data = parseJson(text);
    const uid = isObject(data) ? own(data, "uid") : undefined;
    if (typeof uid === "string" && generated.has(`${uid}.json`)) {
      const file = relative(root, join(place, name)).replaceAll("\\", "/");
      throw new UserError(`${file} has the uid ${uid}, which a generated dashboard also has; change it.`);
    }
  }
}

/** Throws {@link UserError} for options that have no meaning what is written. */
function refuseMixed(invocation: Invocation): void {
  const target = (["preview", "superset"] as const).find((name) => invocation.value(name) !== undefined);
  const lake: readonly string[] = lakeOptions.map(({ name }) => name);
  const meant = {
    preview: [...previewOptions.map(({ name }) => name), ...lake],
    superset: [...lake, "check"],
    grafana: ["out", "source", "check"],
  };
  const own = new Set<string>([target ?? "grafana", ...meant[target ?? "grafana"]]);
  const others = ["superset", ...Object.values(meant).flat()].filter((name) => !own.has(name));
  const mixed = others.find((name) => invocation.value(name) !== undefined || invocation.flag(name));
  if (mixed === undefined) return;
  const instead = lake.includes(mixed) ? "--preview or --superset" : "--preview";
  throw new UserError(
    `--${mixed} has no effect ${target === undefined ? `without ${instead}` : `with --${target}`}.`,
  );
}
