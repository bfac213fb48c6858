import { basename, join } from "node:path";
import { createRequire } from "node:module";
import type * as RegistrySite from "@addendum/registry-site";
import { directoryOf, type Finding, type Settings, titleOfDirectory } from "@addendum/schema-repository";
import type { StreamsConfiguration } from "@addendum/streams";
import { examineShared, Git, type LoadedSettings, type OpenRepository } from "@addendum/workspace";
import packageJson from "../../package.json" with { type: "json" };
import { lineageBundle } from "../lineage/lineage-bundle.ts";
import { openReadings } from "../lineage/readings.ts";
import { openWorkTree } from "../run/open-repository.ts";

/** The site is a bundle of its own: no other command waits for it to load. */
export function siteBundle(): typeof RegistrySite {
  return createRequire(__filename)("./site.cjs") as typeof RegistrySite;
}

/** What `bundle-assets.mjs` wrote. */
export function assetsDirectory(): string {
  return join(__dirname, "site");
}

/**
 * What a site is made of: the work tree as it is now. Which versions are published is not asked, since a page shows what
 * is there; git says when versions came.
 * @param isLive whether the live view is served beside it
 */
export function siteOptions(
  loaded: LoadedSettings,
  streams: StreamsConfiguration,
  out: string,
  isLive = false,
): RegistrySite.SiteOptions {
  const repository = { ...openWorkTree(loaded, { kind: "disk" }), git: Git.find(loaded.root) };
  return {
    repository,
    streams,
    out,
    identity: { ...identityOf(loaded), ...(isLive && { sections: [siteBundle().liveSection] }) },
    assets: siteBundle().readAssets(assetsDirectory()),
    version: packageJson.version,
    findingsOf: (titles) => findingsOf(repository, titles),
    readersOf: readersIn(repository),
  };
}

/** What the pages are called and look like: what the settings say, else what the directory is called. */
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

/** Who reads the fields of titles: reports, metrics and panels, looked for once. */
function readersIn(repository: OpenRepository): RegistrySite.ReadersOf {
  let known: Map<string, RegistrySite.FieldReader[]> | undefined;
  return (title) => {
    if (known === undefined) {
      known = new Map();
      for (const { title: read, path, name, does } of lineageBundle().readersOf(openReadings(repository))) {
        // Whoever takes the whole event has no field to stand beside.
        if (path.length === 0) continue;
        known.set(read, [...(known.get(read) ?? []), { path: path.join("."), name, does }]);
      }
    }
    return known.get(title) ?? [];
  };
}

/** Rules about all titles together, which say nothing about one that is looked at alone. */
const aboutAll = new Set(["no-unused-fragment", "no-id-clash"]);

async function findingsOf(
  repository: OpenRepository,
  titles: readonly string[],
): Promise<ReadonlyMap<string, readonly RegistrySite.FindingRecord[]>> {
  const scope = {
    isLinted: true,
    hasRemarks: false,
    isThorough: false,
    isComplete: false,
    isPublishedLinted: false,
  };
  const { examination } = await examineShared({ ...repository, generators: [], scope }, titles);
  const found = new Map<string, RegistrySite.FindingRecord[]>();
  for (const finding of [...examination.findings, ...examination.drift]) {
    const title = titleOf(finding, repository.settings);
    if (title === undefined || finding.severity === "info" || aboutAll.has(finding.rule)) continue;
    const { rule, severity, message, hint, location } = finding;
    const record = { rule, severity, message, hint, file: location.file, pointer: location.pointer ?? "" };
    found.set(title, [...(found.get(title) ?? []), record]);
  }
  return found;
}

function titleOf({ subject, location }: Finding, settings: Settings): string | undefined {
  return subject?.title ?? titleOfDirectory(directoryOf(location.file), settings);
}
