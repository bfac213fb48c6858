import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type DaySpan, type KnownMetric, modelDashboards } from "@addendum/metrics";
import { type OpenRepository, UserError, writePlan } from "@addendum/workspace";
import { openLake } from "../events/lake.ts";
import type { Invocation } from "../run/arguments.ts";
import { parseDay } from "../run/parse-day.ts";
import { planDirectory } from "../metrics/plan-directory.ts";
import { chartLibrary, charts, previewBundle } from "./chart-library.ts";
import { askLake, contentOf, defaultDays, lastDays } from "./numbers.ts";

/** The most days that a preview may show. */
const mostDays = 3660;

/** The options that go with `--preview`. */
export const previewOptions = [
  {
    name: "days",
    kind: "string",
    value: "N",
    help: `how many days --preview shows (default: ${defaultDays})`,
  },
  {
    name: "today",
    kind: "string",
    value: "DAY",
    help: "the day after the last one that --preview shows, YYYY-MM-DD (default: today, in UTC)",
  },
] as const;

/** What was written. */
export interface WrittenPreview {
  /** The page to begin with, absolute. */
  readonly index: string;
  readonly dashboards: number;
  readonly charts: number;
}

/** Draws the dashboards of metrics from the lake, as pages in a directory. Rejects with {@link UserError}. */
export async function writePreview(
  invocation: Invocation,
  repository: OpenRepository,
  metrics: readonly KnownMetric[],
  directory: string,
): Promise<WrittenPreview> {
  const span = spanOf(invocation, repository.today ?? "");
  const library = chartLibrary();
  if (library === undefined) {
    throw new UserError(
      `--preview draws with the package “echarts”, which is not installed. Install it with: npm install ${charts}`,
    );
  }
  const { renderPreview, chartDirectory } = previewBundle();
  const { dashboards, without } = modelDashboards(metrics);
  const { lake, tables } = openLake(invocation);
  if (!existsSync(lake)) {
    invocation.terminal.note(
      `There is no lake at ${lake}, so there are no charts. \`addendum load\` makes one.`,
    );
  }
  const numbers = await askLake({ lake, tables }, repository, dashboards, span);
  const files = renderPreview(
    {
      dashboards,
      without,
      from: span.from,
      to: span.to,
      contentOf: (panel) => contentOf(panel, numbers),
    },
    library,
  );
  const place = resolve(directory);
  const root = dirname(place);
  const inCharts = (path: string) => path.startsWith(`${chartDirectory}/`);
  const drawn = files
    .filter(({ path }) => inCharts(path))
    .map(({ path, text }) => ({ path: basename(path), text }));
  writePlan(
    root,
    [
      ...planDirectory(root, join(place, chartDirectory), drawn, [".svg"]),
      ...planDirectory(
        root,
        place,
        files.filter(({ path }) => !inCharts(path)),
        [".html", ".css"],
      ),
    ],
    false,
  );
  return { index: join(place, "index.html"), dashboards: dashboards.length, charts: drawn.length };
}

/** The last whole days before today. Throws {@link UserError}. */
function spanOf(invocation: Invocation, now: string): Required<DaySpan> {
  const today = invocation.value("today") ?? now;
  if (parseDay(today) === undefined)
    throw new UserError(`--today must be a day, YYYY-MM-DD, not “${today}”.`);
  const days = Number(invocation.value("days") ?? defaultDays);
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw new UserError(`--days must be an integer from 1 to ${mostDays}.`);
  return lastDays(today, days);
}
