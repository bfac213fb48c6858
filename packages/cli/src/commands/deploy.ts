import type { KafkaSinkSettings } from "@addendum/streams";
import { definitionSettings } from "@addendum/tables";
import { UserError } from "@addendum/workspace";
import { deployCanaries } from "../deploy/canaries.ts";
import { canaryTarget } from "../deploy/canary-target.ts";
import { wantedCanaries } from "../deploy/plan-canaries.ts";
import { wantedTables } from "../deploy/plan-tables.ts";
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
import { deployTables } from "../deploy/tables.ts";
import { deployTopics } from "../deploy/topics.ts";
import { makeCanaries } from "../events/canaries.ts";
import { openTablesEngine, whyNotConnected } from "../events/engines.ts";
import { kafkaAccessOf } from "../events/kafka-access.ts";
import { lakeOptions, withWarehouse } from "../events/lake.ts";
import type { Invocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";

const kinds = ["topics", "tables", "canaries"] as const;

export const deploy = defineCommand({
  name: "deploy",
  usage: "",
  summary: "brings topics, tables and streams of real systems in step with what is merged",
  description:
    "Shows what the base branch’s published versions call for and real systems lack: Kafka topics of streams, tables on the engines of `tables:`, and for each stream with `canary: true` a first canary that the lake has seen. --apply does it. What exists is compared and reported, never altered; tables only get columns. Everything is tried, although one system fails, and the next run goes on with what is left. The work tree does not count.",
  options: [
    { name: "apply", kind: "boolean", help: "do it; without it nothing is changed, sent or loaded" },
    {
      name: "only",
      kind: "string",
      value: "KINDS",
      help: "only these of topics, tables and canaries, with commas between",
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
      help: "send canaries there, whatever streams.yaml says",
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
      help: "how the result is printed: text (default), json, markdown",
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
    { line: "addendum deploy", does: "shows what is merged and not there yet" },
    { line: "addendum deploy --apply --format markdown", does: "after a merge, in CI" },
    { line: "addendum deploy --fail-on info", does: "fails where real systems lag behind" },
    { line: "addendum deploy --apply --only topics,tables", does: "where the lake cannot be reached" },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0) {
      throw new UserError("deploy takes no paths: all that is published is deployed.");
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
    throw new UserError(`--only takes ${kinds.join(", ")}, with commas between, not “${unknown}”.`);
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
  const steps: Step[] = [];
  const notes: string[] = [];
  if (wanted.has("topics")) {
    for (const topics of wantedTopics(lake.streams, isProduced, milliseconds)) {
      const open = (sink: KafkaSinkSettings) =>
        withWarehouse(({ openCluster }) => openCluster(kafkaAccessOf(sink, lake)));
      steps.push(...(await deployTopics(topics, open, isApplied)));
    }
  }
  if (wanted.has("tables")) {
    const found = await deployEngines(merged, published.filter(isProduced), isApplied);
    steps.push(...found.steps);
    notes.push(...found.notes);
  }
  if (wanted.has("canaries") && lake.file !== undefined) {
    const newest = (title: string) => (isProduced(title) ? lake.schemas.newest(title)?.schema : undefined);
    const made = makeCanaries(lake.streams, newest).filter(({ stream }) =>
      isProduced(lake.streams.streams.get(stream)?.title),
    );
    const isStored = (stream: string) => {
      const retention = lake.streams.streams.get(stream)?.retention;
      return retention === undefined || milliseconds(retention, stream) > 0;
    };
    const { canaries, notes: left } = wantedCanaries(made, lake.streams, isStored);
    notes.push(...left);
    steps.push(...(await deployCanaries(canaries, canaryTarget(invocation, lake), isApplied)));
  }
  return { base: { name, commit }, isApplied, steps, notes, titles: published.length };
}

async function deployEngines(
  { loaded, lake }: Merged,
  titles: readonly string[],
  isApplied: boolean,
): Promise<{ readonly steps: readonly Step[]; readonly notes: readonly string[] }> {
  const settings = loaded.settings.tables;
  if (settings === undefined) {
    return {
      steps: [],
      notes: ["No tables are deployed: `tables:` of the configuration names the engines to have them on."],
    };
  }
  const versionsOf = (title: string) => lake.schemas.all(title);
  const { tables, notes } = wantedTables(lake.streams, { titles, versionsOf }, settings);
  const definition = definitionSettings(settings);
  const steps: Step[] = [];
  const left: string[] = [];
  for (const printer of definition.engines) {
    const reason = whyNotConnected(printer.engine, loaded);
    if (reason !== undefined) {
      left.push(`No tables are deployed on ${printer.engine}: ${reason}`);
      continue;
    }
    const open = () => withWarehouse(() => openTablesEngine(printer.engine, loaded, isApplied));
    steps.push(...(await deployTables({ printer, place: definition, open }, tables, isApplied)));
  }
  return { steps, notes: [...notes, ...left] };
}
