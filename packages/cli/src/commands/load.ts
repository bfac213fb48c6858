import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { topicNames } from "@addendum/streams";
import type * as Warehouse from "@addendum/warehouse";
import { UserError } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { kafkaAccessOf } from "../events/kafka-access.ts";
import { lakeModel } from "../events/lake-model.ts";
import { lakeOptions, openLake, type OpenLake, withWarehouse } from "../events/lake.ts";
import { showProgress } from "../run/progress.ts";

const watchMs = 5000;

export const load = defineCommand({
  name: "load",
  usage: "",
  summary: "loads recorded events into the lake, where they can be queried",
  description:
    "Reads what is new in the intake’s files, or in Kafka’s topics, and writes Parquet files by table and hour. Each event is stored exactly once, even if a run is killed. Canaries and duplicates are left out. An event that does not fit its table is written to _rejected with the reason; the run continues and exits with 1.",
  options: [
    { name: "events", kind: "string", value: "DIR", help: "the intake’s files (default: events)" },
    {
      name: "kafka",
      kind: "string",
      value: "SINK",
      help: "read the topics of this sink of streams.yaml instead",
    },
    ...lakeOptions,
    {
      name: "model",
      kind: "string",
      value: "FILE",
      help: "load nothing; write the model that spark/load_events.py needs to load the same rows",
    },
    { name: "watch", kind: "boolean", help: "repeat every few seconds until Ctrl-C" },
  ],
  examples: [
    { line: "addendum load", does: "loads what is new in events/ into lake/" },
    {
      line: "addendum load --watch",
      does: "keeps loading: an event can be queried some seconds after it arrived",
    },
    {
      line: "addendum load --model model.json",
      does: "for the Spark job, where one machine is not enough",
    },
    { line: "addendum load --kafka main", does: "reads the topics of the sink `main`" },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0)
      throw new UserError("load takes no paths; --events names a directory.");
    const opened = openLake(invocation);
    const model = invocation.value("model");
    if (model !== undefined) {
      if (invocation.flag("watch")) throw new UserError("use either --model or --watch.");
      await withWarehouse(async () => writeFileSync(model, `${JSON.stringify(lakeModel(opened))}\n`));
      return 0;
    }
    const events = sourceOf(invocation, opened);
    const once = () =>
      withWarehouse(({ loadEvents }) => {
        const progress = showProgress("loading bytes", invocation.terminal);
        return loadEvents({
          lake: opened.lake,
          events,
          route: opened.route,
          now: Date.now(),
          ...(progress && { onProgress: progress }),
        });
      });
    if (!invocation.flag("watch")) {
      const report = await once();
      print(invocation, report);
      return report.rejected > 0 || report.unreadable.length > 0 ? 1 : 0;
    }
    const stopped = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());
    while (!stopped.signal.aborted) {
      const report = await once();
      if (report.events > 0) print(invocation, report);
      await sleep(watchMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    return 0;
  },
});

function sourceOf(invocation: Invocation, opened: OpenLake): Warehouse.LoadOptions["events"] {
  const { repository, streams } = opened;
  const name = invocation.value("kafka");
  if (name === undefined) {
    const events = resolve(invocation.value("events") ?? join(repository.root, "events"));
    if (!existsSync(events)) {
      throw new UserError(
        `${events} does not exist, so there are no recorded events. \`addendum serve\` records some.`,
      );
    }
    return events;
  }
  const sink = streams.sinks.get(name);
  if (sink?.kind !== "kafka") {
    throw new UserError(`“${name}” is not a Kafka sink of streams.yaml.`);
  }
  const topics = [...streams.streams].flatMap(([stream, settings]) =>
    settings.sink === name ? topicNames(stream, settings.topicPrefixes) : [],
  );
  return { ...kafkaAccessOf(sink, opened), topics };
}

function print({ format, terminal, quiet }: Invocation, report: Warehouse.LoadReport): void {
  if (format === "json") {
    terminal.out(`${JSON.stringify(report)}\n`);
    return;
  }
  const { events, loaded, tables, canaries, duplicates, rejected, late, unreadable } = report;
  for (const { path, reason } of unreadable)
    terminal.out(`${path} could not be read to the end: ${reason}\n`);
  if (quiet && rejected === 0) return;
  const left = [
    ...(canaries > 0 ? [plural(canaries, "canary", "canaries")] : []),
    ...(duplicates > 0 ? [plural(duplicates, "duplicate")] : []),
    ...(late > 0 ? [`${late} for deleted hours`] : []),
  ];
  const about =
    loaded === events
      ? `${plural(loaded, "event")} loaded`
      : `${loaded} of ${plural(events, "event")} loaded`;
  const where = Object.entries(tables).map(([name, count]) => `${name} ${count}`);
  terminal.out(
    `${about}${where.length > 0 ? `: ${where.join(", ")}` : ""}.${left.length > 0 ? ` Left out: ${left.join(", ")}.` : ""}\n`,
  );
  if (rejected > 0) {
    terminal.out(`${plural(rejected, "event")} rejected; the files below lake/_rejected say why.\n`);
  }
}
