import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import type { Readings } from "@addendum/lineage";
import type * as RegistrySite from "@addendum/registry-site";
import {
  directoryOf,
  Examiner,
  type Finding,
  type Settings,
  titleOfDirectory,
} from "@addendum/schema-repository";
import { Git, type LoadedSettings, type OpenRepository } from "@addendum/workspace";
import packageJson from "../../package.json" with { type: "json" };
import { lineageBundle } from "../lineage/lineage-bundle.ts";
import { openReadingsIfAny } from "../lineage/readings.ts";
import { openWorkTree } from "../run/open-repository.ts";
import type { LoadedStreams } from "../run/streams-file.ts";
import { dashboardsView } from "./dashboards-view.ts";
import { lineageView } from "./lineage-view.ts";
import { startPagesThread } from "./pages-thread.ts";
import { siteBundle } from "./site-bundle.ts";

/** The directory that `bundle-assets.mjs` wrote. */
export function assetsDirectory(): string {
  return join(__dirname, "site");
}

/** Identifies a build of the command: a site does not reuse what another build remembered. */
function buildOf(): string {
  return readFileSync(join(__dirname, "build"), "utf8");
}

/**
 * The input of a site: the work tree as it is now. Which versions are published is not asked, since a page shows what
 * is there.
 * @param lake its directory; undefined: the one beside the configuration
 * @param isLive whether the live view is served beside it
 */
export function siteOptions(
  loaded: LoadedStreams,
  out: string,
  lake: string | undefined,
  isLive = false,
): RegistrySite.SiteOptions {
  const { repository: settings, streams } = loaded;
  // Git says when versions came.
  const repository = { ...openWorkTree(settings, { kind: "disk" }), git: Git.find(settings.root) };
  const readings = openReadingsIfAny(repository);
  return {
    repository,
    streams,
    out,
    identity: identityOf(settings),
    isLive,
    assets: siteBundle().readAssets(assetsDirectory()),
    version: `${packageJson.version} ${buildOf()}`,
    open: () => openWorkTree(settings, { kind: "disk" }),
    examine: examineTitles,
    readersOf: readersIn(readings),
    ...(readings !== undefined && {
      lineage: lineageView(readings),
      dashboards: dashboardsView(readings.files.metrics, repository, loaded, lake),
    }),
    startThread: (task) => startPagesThread(settings, task),
    threads: availableParallelism(),
  };
}

/** The settings with which another thread makes pages, from a work tree that it opens itself. */
export function makerSettings(
  loaded: LoadedSettings,
  task: RegistrySite.MakerTask,
): RegistrySite.MakerSettings {
  return { ...task, open: () => openWorkTree(loaded, { kind: "disk" }), examine: examineTitles };
}

/** The name and look of the pages: from the settings, else from the name of the directory. */
export function identityOf({ root, settings: { site } }: LoadedSettings): RegistrySite.SiteIdentity {
  const directory = basename(root);
  const slug = directory.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return {
    name: site.name ?? directory,
    description: site.description ?? "",
    repository: site.repository ?? (slug || "schemas"),
    url: site.url === undefined ? undefined : `${site.url.replace(/\/+$/, "")}/`,
    colors: { accent: site.accent?.toLowerCase() ?? siteBundle().defaultColors.accent },
  };
}

/** Who reads the fields of titles: reports, metrics and panels. */
function readersIn(readings: Readings | undefined): RegistrySite.ReadersOf {
  const known = new Map<string, RegistrySite.FieldReader[]>();
  const all = readings === undefined ? [] : lineageBundle().readersOf(readings);
  for (const { title, path, name, does } of all) {
    // Anyone who takes the whole event has no field to be beside.
    if (path.length === 0) continue;
    known.set(title, [...(known.get(title) ?? []), { path: path.join("."), name, does }]);
  }
  return (title) => known.get(title) ?? [];
}

/** Rules about all titles together: anyone who looks at some of them cannot say. The site asks them itself. */
const aboutAll = new Set(["no-unused-fragment", "no-id-clash", "registry-id-clash"]);

function examineTitles(
  repository: OpenRepository,
  titles: readonly string[],
  all: readonly string[],
): RegistrySite.ExaminedTitles {
  const scope = {
    isLinted: true,
    hasRemarks: false,
    isThorough: false,
    isComplete: false,
    isPublishedLinted: false,
  };
  // Some are examined here: that others changed says that nothing is to be concluded about all.
  const some = { ...repository, generators: [], scope, changed: new Set<string>() };
  const examiner = new Examiner(some, all);
  const { findings, drift, materializer } = examiner.combine([examiner.examine(titles)]);
  const told = [...findings, ...drift].flatMap((found): RegistrySite.ExaminedFinding[] => {
    const title = titleOf(found, repository.settings);
    const { rule, severity, message, hint, location, dependents = [] } = found;
    if (title === undefined || severity === "info" || aboutAll.has(rule)) return [];
    const finding = { rule, severity, message, hint, file: location.file, pointer: location.pointer ?? "" };
    return [{ title, finding, dependents }];
  });
  return { findings: told, materializer };
}

function titleOf({ subject, location }: Finding, settings: Settings): string | undefined {
  return subject?.title ?? titleOfDirectory(directoryOf(location.file), settings);
}
