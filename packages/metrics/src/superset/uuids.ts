import type { DashboardModel, GraphPanel } from "../dashboard/model.ts";
import type { Metric } from "../model/metric.ts";

/** By which Superset knows what it imports. They depend on paths alone, so that an import finds what an earlier one brought. */
export class Uuids {
  readonly database: string;
  private readonly uuidOf: (name: string) => string;

  /** @param uuidOf the UUID of version 5 of a name */
  constructor(uuidOf: (name: string) => string) {
    this.uuidOf = uuidOf;
    this.database = uuidOf("database");
  }

  dataset({ path }: Metric): string {
    return this.uuidOf(`dataset ${path}`);
  }

  chart({ uid }: DashboardModel, { id }: GraphPanel): string {
    return this.uuidOf(`chart ${uid} ${id}`);
  }

  dashboard({ uid }: DashboardModel): string {
    return this.uuidOf(`dashboard ${uid}`);
  }

  /** @param subject what is chosen */
  filter({ uid }: DashboardModel, subject: string): string {
    return this.uuidOf(`filter ${uid} ${subject}`);
  }
}
