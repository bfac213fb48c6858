import { userInfo } from "node:os";
import { resolve } from "node:path";
import type * as Reports from "@addendum/reports";
import type { LakeTable } from "@addendum/warehouse";
import type { WarehouseSettings } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";

/** The lake that reports of the type `duckdb` read. */
export interface ReportLake {
  /** Absolute. */
  readonly directory: string;
  readonly tables: readonly LakeTable[];
}

/**
 * The source of each type of report. Engines are opened when the first report asks for them.
 * @param root of the repository, absolute
 * @param lake throws {@link UserError} where there is none
 */
export function reportSources(
  reports: typeof Reports,
  warehouse: WarehouseSettings,
  root: string,
  lake: () => ReportLake,
): { readonly sourceOf: (type: Reports.ReportType) => Reports.Source; close(): Promise<void> } {
  const {
    openedEngine,
    OpenedSource,
    MariaDbSource,
    scripts,
    hiveProgram,
    openHive,
    openTrino,
    openLakeSession,
  } = reports;
  const opened = new Map<Reports.ReportType, Reports.Source>();
  const open = (type: Reports.ReportType): Reports.Source => {
    switch (type) {
      case "script":
        return scripts;
      case "sql":
        return new MariaDbSource();
      case "duckdb":
        return new OpenedSource(() => {
          const { directory, tables } = lake();
          return openLakeSession(directory, tables);
        });
      case "hive": {
        const { hive } = warehouse;
        // ReportUpdater called the client on the PATH.
        if (hive === undefined) return hiveProgram;
        const { beeline, ...others } = hive;
        // A path starts from the repository, a name is looked for on the PATH.
        const program = beeline?.includes("/") === true ? resolve(root, beeline) : beeline;
        const options = {
          user: userInfo().username,
          port: 10_000,
          ...others,
          ...password("HIVE"),
          ...(program !== undefined && { beeline: program }),
        };
        return new OpenedSource(async () => openedEngine(await openHive(options)));
      }
      case "trino": {
        const { trino } = warehouse;
        return new OpenedSource(() => {
          if (trino === undefined) {
            throw new UserError(
              "reports of the type trino need `warehouse: { trino: { address: … } }` in addendum.yaml",
            );
          }
          const engine = openTrino({ user: userInfo().username, ...trino, ...password("TRINO") });
          return Promise.resolve(openedEngine(engine));
        });
      }
    }
  };
  return {
    sourceOf(type) {
      const source = opened.get(type) ?? open(type);
      opened.set(type, source);
      return source;
    },
    async close() {
      for (const source of opened.values()) await source.close();
    },
  };
}

function password(engine: "HIVE" | "TRINO"): { readonly password?: string } {
  const value = process.env[`ADDENDUM_${engine}_PASSWORD`];
  return value === undefined ? {} : { password: value };
}
