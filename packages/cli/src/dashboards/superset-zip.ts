import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type { KnownMetric } from "@addendum/metrics";
import { type OpenRepository, UserError } from "@addendum/workspace";
import { openLake, withWarehouse } from "../events/lake.ts";
import { plural } from "../report/count.ts";
import type { Invocation } from "../run/arguments.ts";
import type { ExitCode } from "../run/command.ts";
import { queriedMetrics } from "../metrics/reports-of.ts";
import type * as Superset from "./superset-bundle.ts";

/** Writes the dashboards as a ZIP that Superset imports, or says that it is outdated. */
export async function writeSuperset(
  file: string,
  metrics: readonly KnownMetric[],
  invocation: Invocation,
  repository: OpenRepository,
): Promise<ExitCode> {
  const { terminal } = invocation;
  const superset = createRequire(__filename)("./superset.cjs") as typeof Superset;
  const { lake, tables } = openLake(invocation);
  const queried = queriedMetrics(metrics, "duckdb", repository);
  const byName = new Map(tables().map((table) => [table.name, table]));
  const empty = new Set<string>();
  // eslint-disable-next-line typescript/require-await -- what the warehouse throws is said in one line
  const result = await withWarehouse(async ({ tableSelect }) =>
    superset.renderSuperset(
      metrics,
      new Map(queried.map((one) => [one.metric.name, one])),
      ({ name }) => {
        const table = byName.get(name.at(-1) ?? "");
        if (table === undefined) throw new UserError(`The lake has no table “${name.join(".")}”.`);
        const { sql, isEmpty } = tableSelect(lake, table);
        if (isEmpty) empty.add(table.name);
        return sql;
      },
      superset.uuidOf,
    ),
  );
  for (const { name, reason } of result.without) terminal.note(`${name} is on no dashboard: ${reason}.`);
  for (const name of empty) {
    terminal.note(
      `The lake has no events in ${name} yet. Their charts stay empty until this is run again and imported.`,
    );
  }
  const path = resolve(file);
  const bytes = superset.zip(result.files);
  const isCurrent = existsSync(path) && readFileSync(path).equals(bytes);
  if (invocation.flag("check")) {
    if (isCurrent) return 0;
    terminal.error(`${file} is outdated; run it without --check to rewrite it.`);
    return 1;
  }
  if (!isCurrent) writeWhole(path, bytes);
  terminal.out(`${file}: ${plural(result.dashboards, "dashboard")} for Superset, on the lake ${lake}.\n`);
  return 0;
}

/** Writes a file beside its place and renames it: what is there is old or new. Throws {@link UserError}. */
function writeWhole(path: string, bytes: Buffer): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
