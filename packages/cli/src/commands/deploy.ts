import type { KafkaSinkSettings } from "@addendum/streams";
import { definitionSettings } from "@addendum/tables";
import { UserError } from "@addendum/workspace";
import { deployCanaries } from "../deploy/canaries.ts";
import { canaryTarget } from "../deploy/canary-target.ts";
import { type WantedCanaries, wantedCanaries } from "../deploy/plan-canaries.ts";
import { type WantedTable, wantedTables } from "../deploy/plan-tables.ts";
import { wantedTopics } from "../deploy/plan-topics.ts";
import {
  type Deployment,
  deploymentFormats,
  deploymentJson,
  deploymentMarkdown,
  deploymentText,
  isOk,
} from "../deploy/print-deployment.ts";
import { type Merged, milliseconds, openMerged } from "../deploy/published.ts";
import type { Step } from "../deploy/step.ts";
import { deployTables, type TablesTarget } from "../deploy/tables.ts";
import { deployTopics } from "../deploy/topics.ts";
import { makeCanaries } from "../events/canaries.ts";
import { openTablesEngine, whyNotConnected } from "../events/engines.ts";
import { kafkaAccessOf } from "../events/kafka-access.ts";
import { lakeOptions, type OpenLake, withWarehouse } from "../events/lake.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";

const kinds = ["topics", "tables", "canaries"] as const;

export const deploy = defineCommand({
  name: "deploy",
  usage: "",
  summary: "creates the Kafka topics, tables and first events that merged schemas need",
  description:
    "Shows what the base branch’s published versions need and real systems lack: Kafka topics of streams, tables on the engines of `tables:`, and for each stream with `canary: true` a first canary that has reached the lake. --apply creates them. What exists is compared and reported, never altered; tables only gain columns. If one system fails, the others are still updated, and the next run continues. The work tree is ignored.",
  options: [
    {
      name: "apply",
      kind: "boolean",
      help: "make these changes; without this option, nothing is changed, sent or loaded",
    },
    {
      name: "only",
      kind: "string",
      value: "KINDS",
      help: "only these of topics, tables and canaries, separated by commas",
    },
    {
      name: "events",
      kind: "string",
      value: "DIR",
      help: "where canaries of file sinks are loaded from (default: events)",
    },
    {
      name: "intake",
      kind: "string",
      value: "URL",
      help: "send canaries there, regardless of streams.yaml",
    },
    {
      name: "wait",
      kind: "string",
      value: "SECONDS",
      help: "how long canaries may take to reach the lake (default: 30)",
    },
    ...lakeOptions,
    {
      name: "format",
      kind: "string",
      value: "FORMAT",
      choices: deploymentFormats,
      help: "output format: text (default), json, markdown",
    },
    {
      name: "fail-on",
      kind: "string",
      value: "LEVEL",
      choices: ["error", "warn", "info"],
      help: "error (default): what failed; warn: also what differs or cannot be done; info: also what is due",
    },
  ],
  examples: [
    { line: "addendum deploy", does: "shows what is merged but not deployed yet" },
    { line: "addendum deploy --apply --format markdown", does: "after a merge, in CI" },
    { line: "addendum deploy --fail-on info", does: "fails where real systems are outdated" },
    { line: "addendum deploy --apply --only topics,tables", does: "where the lake cannot be reached" },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0) {
      throw new UserError("deploy takes no paths: it deploys everything that is published.");
    }
    const wanted = kindsOf(invocation);
    const merged = openMerged(invocation);
    const deployment = await withWarehouse(() => deployMerged(invocation, merged, wanted));
    const ok = isOk(deployment, invocation.failOn);
    const { format, terminal, quiet } = invocation;
    if (format === "json") terminal.out(deploymentJson(deployment, ok));
    else if (format === "markdown") terminal.out(deploymentMarkdown(deployment));
    else if (!quiet || !ok) terminal.out(deploymentText(deployment, terminal));
    return ok ? 0 : 1;
  },
});

function kindsOf(invocation: Invocation): ReadonlySet<string> {
  const given = invocation.value("only");
  const wanted = given?.split(",").map((kind) => kind.trim()) ?? kinds;
  const unknown = wanted.find((kind) => !kinds.some((known) => known === kind));
  if (unknown !== undefined) {
    throw new UserError(`--only takes ${kinds.join(", ")}, separated by commas, but not “${unknown}”.`);
  }
  return new Set(wanted);
}

async function deployMerged(
  invocation: Invocation,
  merged: Merged,
  wanted: ReadonlySet<string>,
): Promise<Deployment> {
  const { lake, loaded, name, commit } = merged;
  const isApplied = invocation.flag("apply");
  const retired = new Set(loaded.settings.retired);
  const published = lake.titles();
  const isProduced = (title: string | undefined) =>
    title === undefined || (!retired.has(title) && published.includes(title));
  // What cannot be used is said before anything is changed.
  const topics = wanted.has("topics") ? wantedTopics(lake.streams, isProduced, milliseconds) : [];
  const tables = wanted.has("tables") ? tablesOf(merged, published.filter(isProduced)) : undefined;
  const canaries =
    wanted.has("canaries") && lake.file !== undefined ? canariesOf(lake, isProduced) : undefined;
  const target = canaryTarget(invocation, lake);
  const steps: Step[] = [];
  for (const ofSink of topics) {
    const open = (sink: KafkaSinkSettings) =>
      withWarehouse(({ openCluster }) => openCluster(kafkaAccessOf(sink, lake)));
    steps.push(...(await deployTopics(ofSink, open, isApplied)));
  }
  for (const engine of tables?.targets(isApplied) ?? []) {
    steps.push(...(await deployTables(engine, tables?.tables ?? [], isApplied)));
  }
  if (canaries !== undefined) steps.push(...(await deployCanaries(canaries.canaries, target, isApplied)));
  const notes = [...(tables?.notes ?? []), ...(canaries?.notes ?? [])];
  return { base: { name, commit }, isApplied, steps, notes, titles: published.length };
}

function canariesOf(lake: OpenLake, isProduced: (title: string | undefined) => boolean): WantedCanaries {
  const newest = (title: string) => lake.schemas.newest(title)?.schema;
  const made = makeCanaries(lake.streams, newest).filter(({ stream }) =>
    isProduced(lake.streams.streams.get(stream)?.title),
  );
  return wantedCanaries(made, lake.streams, (stream) => {
    const retention = lake.streams.streams.get(stream)?.retention;
    return retention === undefined || milliseconds(retention, stream) > 0;
  });
}

interface Tables {
  readonly tables: readonly WantedTable[];
  /** The engines to have them on. */
  readonly targets: (isChanged: boolean) => readonly TablesTarget[];
  readonly notes: readonly string[];
}

function tablesOf({ loaded, lake }: Merged, titles: readonly string[]): Tables {
  const settings = loaded.settings.tables;
  if (settings === undefined) {
    const note = "No tables are deployed, because addendum.yaml has no `tables:`, which lists the engines.";
    return { tables: [], targets: () => [], notes: [note] };
  }
  const versionsOf = (title: string) => lake.schemas.all(title);
  const { tables, notes } = wantedTables(lake.streams, { titles, versionsOf }, settings);
  const definition = definitionSettings(settings);
  const engines = definition.engines.map((printer) => ({
    printer,
    reason: whyNotConnected(printer.engine, loaded),
  }));
  const left = engines.flatMap(({ printer, reason }) =>
    reason === undefined ? [] : [`No tables are deployed on ${printer.engine}: ${reason}`],
  );
  return {
    tables,
    targets: (isChanged) =>
      engines
        .filter(({ reason }) => reason === undefined)
        .map(({ printer }) => ({
          printer,
          place: definition,
          open: () => withWarehouse(() => openTablesEngine(printer.engine, loaded, isChanged)),
        })),
    notes: [...notes, ...left],
  };
}
