import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isThere, run, Server, whyNoEngines } from "./server.ts";

/** Why no Prometheus can run here; undefined where one can. */
export function whyNoPrometheus(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  const missing = ["prometheus", "promtool"].find((command) => !isThere(command));
  return missing === undefined ? undefined : `there is no ${missing} (Debian: prometheus)`;
}

/** A Prometheus on loopback, in a directory of its own. */
export interface PrometheusServer {
  /** Asks for a range: labels of each series, as JSON → time in seconds → value. */
  range(
    query: string,
    from: number,
    to: number,
    step: number,
  ): Promise<Record<string, Record<string, number>>>;
  /** The values of a label of a series. */
  labelValues(series: string, label: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * @param openMetrics samples with their times, which are there from the beginning
 * @param targets hosts with their ports, which are scraped each second
 */
export async function startPrometheus({
  openMetrics,
  targets = [],
}: {
  readonly openMetrics?: string;
  readonly targets?: readonly string[];
}): Promise<PrometheusServer> {
  const directory = Server.directory("prometheus");
  const data = join(directory, "data");
  if (openMetrics !== undefined) {
    writeFileSync(join(directory, "samples.om"), openMetrics);
    run("promtool", ["tsdb", "create-blocks-from", "openmetrics", join(directory, "samples.om"), data]);
  }
  const hosts = targets.map((target) => JSON.stringify(target)).join(", ");
  writeFileSync(
    join(directory, "prometheus.yml"),
    `global: { scrape_interval: 1s }\nscrape_configs:\n  - { job_name: test, static_configs: [{ targets: [${hosts}] }] }\n`,
  );
  const port = await freePort();
  const server = Server.start(directory, "prometheus", [
    `--config.file=${directory}/prometheus.yml`,
    `--storage.tsdb.path=${data}`,
    "--storage.tsdb.retention.time=10y",
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  await server.ready({ port }, 60);
  const ask = async (path: string, query: Readonly<Record<string, string>>) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query)}`);
    const answer = (await response.json()) as { status: string; error?: string; data: unknown };
    if (answer.status !== "success") throw new Error(`${query["query"] ?? path}: ${answer.error ?? "?"}`);
    return answer.data;
  };
  return {
    async range(query, from, to, step) {
      const { result } = (await ask("query_range", {
        query,
        start: String(from),
        end: String(to),
        step: String(step),
      })) as { result: { metric: Record<string, string>; values: [number, string][] }[] };
      return Object.fromEntries(
        result.map(({ metric, values }) => [
          JSON.stringify(metric),
          Object.fromEntries(values.map(([time, value]) => [String(time), Number(value)])),
        ]),
      );
    },
    labelValues: async (series, label) =>
      (await ask(`label/${label}/values`, { "match[]": series, start: "0" })) as readonly string[],
    stop: () => server.stop(),
  };
}
