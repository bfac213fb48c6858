import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DashboardModel, type KnownMetric, modelDashboards } from "@addendum/metrics";
import type { DashboardsView } from "@addendum/registry-site";
import { type OpenRepository, UserError } from "@addendum/workspace";
import { lakeOf, type OpenLake } from "../events/lake.ts";
import { chartLibrary, previewBundle } from "../preview/chart-library.ts";
import { askLake, contentOf, defaultDays, lastDays, type Numbers } from "../preview/numbers.ts";
import type { LoadedStreams } from "../run/streams-file.ts";

/**
 * The dashboards of the catalogue, as the registry's pages show them; undefined if there are none.
 * @param lake its directory; undefined: the one beside the configuration
 */
export function dashboardsView(
  metrics: readonly KnownMetric[],
  repository: OpenRepository,
  loaded: LoadedStreams,
  lake: string | undefined,
): DashboardsView | undefined {
  const { dashboards, without } = modelDashboards(metrics);
  if (dashboards.length === 0) return undefined;
  const directory = lake ?? join(repository.root, "lake");
  const span = lastDays(repository.today ?? new Date().toISOString().slice(0, 10), defaultDays);
  const library = chartLibrary();
  const shown = {
    dashboards: dashboards.map(({ uid, feature, title, introduction, owners, tickets, end, panels }) => ({
      uid,
      feature,
      title,
      introduction,
      owners,
      tickets,
      end,
      panels: panels.map((panel) =>
        panel.kind === "graph" ? { ...panel, known: panel.known.metric } : panel,
      ),
    })),
    without,
    span,
    numbers: numbersKey(directory, repository),
    isDrawn: library !== undefined,
  };
  return {
    key: createHash("sha1").update(JSON.stringify(shown)).digest("base64url"),
    dashboards: dashboards.map((model) => ({
      name: model.feature.replaceAll(".", " "),
      file: `${model.uid}.html`,
      titles: titlesOf(model),
    })),
    async draw() {
      const numbers = await numbersOf(
        dashboards,
        repository,
        () => lakeOf(loaded, repository, directory),
        span,
      );
      return previewBundle().previewParts(
        { dashboards, without, ...span, contentOf: (panel) => contentOf(panel, numbers) },
        library,
      );
    },
  };
}

/** Tells apart what the lake and the history of streams say, without asking them. */
function numbersKey(lake: string, { git }: OpenRepository): readonly unknown[] {
  const manifest = join(lake, "_manifest.json");
  if (!existsSync(manifest)) return [existsSync(lake)];
  const { size, mtimeMs } = statSync(manifest);
  return [size, mtimeMs, git?.commit("HEAD")];
}

/** The numbers of dashboards; where the lake cannot be read, why not. */
async function numbersOf(
  dashboards: readonly DashboardModel[],
  repository: OpenRepository,
  openLake: () => OpenLake,
  span: { readonly from: string; readonly to: string },
): Promise<ReadonlyMap<string, Numbers>> {
  try {
    return await askLake(openLake(), repository, dashboards, span);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const none = { kind: "none", reason: error.message } as const;
    return new Map(
      dashboards.flatMap(({ panels }) =>
        panels.flatMap((panel) => (panel.kind === "graph" ? [[panel.known.metric.name, none] as const] : [])),
      ),
    );
  }
}

/** The titles whose events a dashboard counts. */
function titlesOf({ panels }: DashboardModel): readonly string[] {
  const found = panels.flatMap((panel) =>
    panel.kind === "graph" ? [panel.known.event?.title, panel.known.divisor?.title] : [],
  );
  return [...new Set(found.filter((title) => title !== undefined))].sort();
}
