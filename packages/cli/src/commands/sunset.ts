import { parseDuration } from "@addendum/event-fields";
import { parseJson, isArray, isObject, own } from "@addendum/json-schema";
import type * as Lineage from "@addendum/lineage";
import { isMarkOf, type KnownMetric, type TemporaryMark } from "@addendum/metrics";
import { directoryOf, suggest } from "@addendum/schema-repository";
import {
  type LoadedSettings,
  loadSettings,
  type OpenRepository,
  UserError,
  writePlan,
} from "@addendum/workspace";
import { lineageBundle } from "../lineage/lineage-bundle.ts";
import { openReadings } from "../lineage/readings.ts";
import { todayOf, todayOption } from "../metrics/calendar.ts";
import { findMarks } from "../metrics/find-marks.ts";
import { plural } from "../report/count.ts";
import { type Invocation, parseInvocation } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { printResult } from "../run/print-result.ts";
import { withDeprecated, withStatus } from "../sunset/edit-yaml.ts";
import { fieldPointers, sunsetInput } from "../sunset/sunset-input.ts";
import { dashboards } from "./dashboards.ts";
import { metrics } from "./metrics.ts";
import { retire } from "./retire.ts";

export const sunset = defineCommand({
  name: "sunset",
  usage: "[METRIC]",
  summary: "lists the metrics that end, or removes one step by step",
  description:
    "Prints what to remove, in order: the panels, the report, the code, then the schema’s fields. Each step needs its own deployment, so --apply does only the next one, after checking that nothing else reads what it removes. Code and hand-written files are listed with file and line and never changed. Without METRIC it lists the metrics with a last day, and the marks of temporary code.",
  options: [
    {
      name: "apply",
      kind: "boolean",
      help: "do the part of the next step that changes generated files and the schema",
    },
    {
      name: "remind",
      kind: "string",
      value: "PERIOD",
      help: "without METRIC: only what ends within the period, such as 30d; exit code 1 if there is any",
    },
    todayOption,
  ],
  examples: [
    { line: "addendum sunset", does: "which metrics end when, and which code is marked as theirs" },
    {
      line: "addendum sunset --remind 30d",
      does: "in a scheduled job: fails while something ends within 30 days",
    },
    { line: "addendum sunset footnote_clicks", does: "what has to be removed, in order" },
    { line: "addendum sunset footnote_clicks --apply", does: "the next step" },
  ],
  async run(invocation): Promise<ExitCode> {
    const [name, ...rest] = invocation.positionals;
    if (rest.length > 0) throw new UserError("sunset takes one METRIC.");
    const loaded = loadSettings(invocation);
    const repository = {
      ...openWorkTree(loaded, { kind: "base-branch-if-known" }),
      ...todayOf(invocation.value("today")),
    };
    const readings = openReadings(repository);
    const marks = findMarks(repository);
    if (name === undefined) {
      if (invocation.flag("apply")) throw new UserError("--apply needs a METRIC.");
      return list(invocation, readings.files.metrics, marks, repository);
    }
    if (invocation.value("remind") !== undefined) throw new UserError("--remind takes no METRIC.");
    const all = readings.files.metrics;
    const known = all.find(({ metric }) => metric.name === name || metric.path === name);
    if (known === undefined) {
      const meant = suggest(
        name,
        all.map(({ metric }) => metric.name),
      );
      throw new UserError(
        `there is no metric “${name}”.${meant === undefined ? "" : ` Did you mean “${meant}”?`}`,
      );
    }
    const input = sunsetInput(known, readings, marks, repository);
    const steps = lineageBundle().planSunset(input);
    const next = lineageBundle().nextStep(steps);
    if (!invocation.flag("apply")) return print(invocation, known, steps, next);
    return apply(invocation, loaded, input, next);
  },
});

/** Metrics with a last day, the next one first, and the marks of each. */
function list(
  invocation: Invocation,
  all: readonly KnownMetric[],
  marks: readonly TemporaryMark[],
  { today = "" }: OpenRepository,
): ExitCode {
  const period = invocation.value("remind");
  const days = period === undefined ? undefined : daysOf(period);
  const daysLeft = (day: string) => Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  const isDue = (day: string) => days === undefined || daysLeft(day) <= days;
  const ending = all
    .flatMap(({ metric }) => {
      const end = metric.deprecation?.sunset;
      const own = marks.filter((mark) => isMarkOf(mark, metric));
      // An ended metric is listed as long as code is left.
      const isOpen = metric.status !== "ended" || own.length > 0;
      return end !== undefined && isDue(end) && isOpen ? [{ metric, end, own }] : [];
    })
    .sort((a, b) => (a.end < b.end ? -1 : 1));
  const others = marks.filter(
    (mark) => mark.until !== undefined && isDue(mark.until) && !ending.some(({ own }) => own.includes(mark)),
  );
  const count = ending.length + others.length;
  const code: ExitCode = days !== undefined && count > 0 ? 1 : 0;
  if (invocation.format !== "text") {
    printResult(invocation, {
      command: "sunset",
      findings: [],
      titles: 0,
      done: "",
      more: {
        ending: ending.map(({ metric: { name, file, owner, deprecation }, end, own }) => ({
          name,
          file,
          owner,
          sunset: end,
          daysLeft: daysLeft(end),
          ticket: deprecation?.ticket,
          marks: own,
        })),
        marks: others,
      },
      read: () => ({ kind: "missing" }),
    });
    return code;
  }
  const when = (day: string) => {
    const left = daysLeft(day);
    return left >= 0 ? `in ${plural(left, "day")}` : `${plural(-left, "day")} ago`;
  };
  const { terminal } = invocation;
  for (const { metric, end, own } of ending) {
    const about = [metric.owner, metric.deprecation?.ticket].filter(Boolean).join(", ");
    terminal.out(`${metric.name}: ends on ${end}, ${when(end)}${about === "" ? "" : ` (${about})`}\n`);
    for (const mark of own) terminal.out(`  ${place(mark)}\n`);
  }
  for (const mark of others) {
    terminal.out(
      `${place(mark)}: marked until ${mark.until ?? ""}, ${when(mark.until ?? "")} (${mark.ticket ?? "no ticket"})\n`,
    );
  }
  if (count === 0)
    terminal.out(`No metric or mark ends${days === undefined ? "" : ` within ${period ?? ""}`}.\n`);
  return code;
}

function place({ file, line }: { readonly file: string; readonly line: number | undefined }): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** `30d`, `4w`, or as retentions are written. Throws {@link UserError}. */
function daysOf(period: string): number {
  const short = /^(\d{1,5})([dwmy])$/.exec(period);
  const days = { d: 1, w: 7, m: 31, y: 366 };
  const found =
    short === null ? parseDuration(period) : Number(short[1]) * days[short[2] as keyof typeof days];
  if (found === undefined)
    throw new UserError(`“${period}” is not a valid period; write 30d, 4w or “30 days”.`);
  return found;
}

function print(
  invocation: Invocation,
  { metric }: KnownMetric,
  steps: readonly Lineage.SunsetStep[],
  next: Lineage.SunsetStep | undefined,
): ExitCode {
  const { terminal } = invocation;
  if (invocation.format !== "text") {
    return printResult(invocation, {
      command: "sunset",
      findings: [],
      titles: 0,
      done: "",
      more: { metric: metric.name, steps, next: next?.name ?? null },
      read: () => ({ kind: "missing" }),
    });
  }
  const end =
    metric.deprecation?.sunset === undefined ? "without a last day" : `until ${metric.deprecation.sunset}`;
  terminal.out(`${terminal.paint("bold", metric.name)}, ${metric.status}, ${end}\n`);
  for (const [index, step] of steps.entries()) {
    const state = step.removals.length === 0 ? "done" : step === next ? "next" : "later";
    terminal.out(`${index + 1}. ${step.name}: ${state}\n`);
    printStep(invocation, step);
    if (step.name === "collection" && step.removals.length === 0 && metric.collector !== undefined)
      terminal.out(`   No source file carries its mark. It is collected by: ${metric.collector}\n`);
  }
  terminal.out(
    next === undefined
      ? `Only ${metric.file} is left; you can delete it.\n`
      : `\`addendum sunset ${metric.name} --apply\` does the part of the next step that changes generated files and the schema.\n`,
  );
  return 0;
}

function printStep({ terminal }: Invocation, { removals, blockers }: Lineage.SunsetStep): void {
  for (const removal of removals) {
    terminal.out(`   ${place(removal)}: ${removal.what}${removal.isOurs ? "" : " (by hand)"}\n`);
  }
  for (const blocker of blockers) terminal.out(`   not yet: ${blocker}\n`);
}

/** Does the next step, as far as it is about generated files; says what is left. */
async function apply(
  invocation: Invocation,
  loaded: LoadedSettings,
  input: Lineage.SunsetInput,
  next: Lineage.SunsetStep | undefined,
): Promise<ExitCode> {
  const { terminal } = invocation;
  const { metric } = input.known;
  if (next === undefined) {
    terminal.out(`Only ${metric.file} is left; you can delete it.\n`);
    return 0;
  }
  if (next.blockers.length > 0) {
    terminal.error(`${next.name}: something else still needs it.`);
    printStep(invocation, { ...next, removals: [] });
    return 1;
  }
  const ours = next.removals.filter(({ isOurs }) => isOurs);
  const byHand = next.removals.filter(({ isOurs }) => !isOurs);
  if (ours.length > 0) await run(next.name, ours, loaded, input);
  for (const one of ours) terminal.out(`done: ${place(one)}: ${one.what}\n`);
  for (const one of byHand) terminal.out(`by hand: ${place(one)}: ${one.what}\n`);
  if (ours.length > 0 && next.name === "deprecation")
    terminal.note("Raise the schema's version with `addendum bump`, unless it was retired.");
  terminal.note(
    byHand.length > 0
      ? `Remove the rest by hand, deploy it, and run this again for the step after ${next.name}.`
      : `Commit and deploy this before the step after ${next.name}.`,
  );
  return byHand.length > 0 ? 1 : 0;
}

async function run(
  step: Lineage.SunsetStep["name"],
  ours: readonly Lineage.Removal[],
  { root }: LoadedSettings,
  { known, readings, currentOf }: Lineage.SunsetInput,
): Promise<void> {
  const { read, reports, dashboards: files } = readings.files;
  const { metric, event } = known;
  const here = ["--repo", root, "--quiet"];
  switch (step) {
    case "visualization": {
      const text = withStatus(read(metric.file) ?? "", "ended");
      writePlan(root, [{ kind: "file", path: metric.file, text }]);
      const touched = files.filter(({ file }) => ours.some((one) => one.file === file));
      const places = new Map(touched.map(({ file, text: json }) => [directoryOf(file), sourceOf(json)]));
      for (const [directory, source] of places)
        await dashboards.run(
          parseInvocation(["--out", `${root}/${directory}`, "--source", source, ...here], dashboards.options),
        );
      return;
    }
    case "aggregation": {
      const directories = new Map(
        reports
          .filter(({ file }) => ours.some((one) => one.file === file))
          .map(({ file, type }) => [directoryOf(file), type === "sql" ? "mariadb" : type]),
      );
      for (const [directory, engine] of directories)
        await metrics.run(
          parseInvocation(
            ["--reports", `${root}/${directory}`, "--engine", engine, ...here],
            metrics.options,
          ),
        );
      return;
    }
    case "deprecation": {
      const title = event?.title ?? "";
      const fields = ours.flatMap(({ field }) => field ?? []);
      if (fields.length === 0) {
        await retire.run(parseInvocation([title, ...here], retire.options));
        return;
      }
      const path = currentOf(title);
      const text = read(path) ?? "";
      const pointers = fieldPointers(text);
      const marked = withDeprecated(
        text,
        fields.flatMap((field) => pointers.get(field) ?? []),
      );
      writePlan(root, [{ kind: "file", path, text: marked }]);
      return;
    }
    case "collection":
      return;
  }
}

/** The data source that generated dashboards ask, by the variable that lets people choose among several. */
function sourceOf(json: string): string {
  const data = parseJson(json);
  const templating = isObject(data) ? own(data, "templating") : undefined;
  const variables = isObject(templating) ? own(templating, "list") : undefined;
  const types = (isArray(variables) ? variables : []).flatMap((one) =>
    isObject(one) && own(one, "type") === "datasource" ? String(own(one, "query") ?? "") : [],
  );
  const names = { prometheus: /prometheus/, mariadb: /mysql|mariadb/, trino: /trino/, duckdb: /duckdb/ };
  const found = Object.entries(names).find(([, pattern]) => types.some((type) => pattern.test(type)));
  return found?.[0] ?? "graphite";
}
