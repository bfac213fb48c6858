import { createRequire } from "node:module";
import { resolve } from "node:path";
import { type DataObject, isObject, toReadableYaml } from "@addendum/json-schema";
import type * as Validator from "@addendum/json-schema/validator";
import { Findings, findTitles, Materializer } from "@addendum/schema-repository";
import { loadSettings, type OpenRepository, UserError, VersionSchemas } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { isRecording, readLines, recordings } from "../events/recorded-events.ts";
import {
  AcceptedSince,
  type JudgeOf,
  RefusedEvents,
  type Rejudged,
  type VersionJudge,
} from "../events/refused-events.ts";
import { Replay, type Replayed } from "../events/replay.ts";
import { resubmit } from "../events/resubmit.ts";
import type { Invocation } from "../run/arguments.ts";
import type { Terminal } from "../run/terminal.ts";
import { selectCurrent } from "../run/titles.ts";

/** An example event is shown in so many lines at most. */
const exampleLines = 12;
/** Of the reasons why events are still refused, so many are shown. */
const shownReasons = 20;

export const replay = defineCommand({
  name: "replay",
  usage: "--events FILE… [CURRENT]",
  summary: "counts how many recorded events a schema would reject, and shows one of each kind",
  description:
    "Reads files of JSON lines (.ndjson, .jsonl, also .gz) that the intake wrote, or directories of them. Without CURRENT, each event is validated against the version that it names; with it, the events of that schema are validated against the current as it is now. Personal data is masked. Fails if an event would be rejected.",
  options: [
    {
      name: "events",
      kind: "string",
      value: "FILE",
      help: "a file or directory; more of them may follow (default: `events` in the configuration)",
    },
    {
      name: "invalid",
      kind: "boolean",
      help: "validate the rejected events in error events again, against the version that each names or else the newest",
    },
    {
      name: "resubmit",
      kind: "string",
      value: "URL",
      help: "with --invalid: send what is valid now to an intake’s /v1/events",
    },
  ],
  examples: [
    {
      line: "addendum replay --events events/",
      does: "whether every recorded event is valid under the version that it names",
    },
    {
      line: "addendum replay --events yesterday.ndjson.gz schemas/error/current.yaml",
      does: "how many of yesterday's events the edited current would reject",
    },
    {
      line: "addendum replay --invalid --events events/ --resubmit http://127.0.0.1:8192/v1/events",
      does: "after a fix: send the rejected events that are valid now",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const loaded = loadSettings(invocation);
    const given = invocation.value("events");
    const more = invocation.positionals.filter((path) => given !== undefined && isRecording(path));
    const [current, ...others] = invocation.positionals.filter((path) => !more.includes(path));
    if (others.length > 0) throw new UserError("replay takes one CURRENT.");
    const configured = loaded.settings.events.map((path) => resolve(loaded.root, path));
    const paths = given === undefined ? configured : [given, ...more];
    if (paths.length === 0)
      throw new UserError("replay needs --events FILE, or `events` in the configuration.");
    const repository = openWorkTree(loaded, { kind: "base-branch-if-known" });
    if (invocation.flag("invalid")) return replayRefused(invocation, repository, paths);
    if (invocation.value("resubmit") !== undefined)
      throw new UserError("--resubmit needs --invalid: only rejected events are sent again.");
    const all = () => findTitles(repository.snapshot, loaded.settings);
    const title = current === undefined ? undefined : selectCurrent(current, all, loaded).title;
    const { compileForMany } = createRequire(__filename)("./validator.cjs") as typeof Validator;
    const schemaOf =
      title === undefined ? versionReader(repository) : () => currentSchema(repository, title, all());
    const run = new Replay(schemaOf, compileForMany, title);
    const files = recordings(paths);
    for (const file of files) for await (const lines of readLines(file)) run.judge(lines);

    const titles = [...run.titles.values()].sort((a, b) => b.refused - a.refused);
    const events = titles.reduce((sum, one) => sum + one.events, 0);
    const refused = titles.reduce((sum, one) => sum + one.refused, 0);
    const { unreadable } = run;
    const about = `${number(events)} ${events === 1 ? "event" : "events"} of ${plural(titles.length, "schema")} in ${plural(files.length, "file")}`;
    if (invocation.format === "text") {
      const text = titles.filter((one) => one.refused > 0).map((one) => show(one, invocation.terminal));
      invocation.terminal.out(text.join(""));
      const left =
        unreadable.count === 0
          ? ""
          : ` Left out: ${plural(unreadable.count, "line")}; ${unreadable.first ?? ""}.`;
      const verdict = refused === 0 ? "none would be rejected" : `${number(refused)} would be rejected`;
      if (refused > 0 || !invocation.quiet) invocation.terminal.out(`${about}; ${verdict}.${left}\n`);
    } else {
      printResult(invocation, {
        command: "replay",
        findings: [],
        titles: titles.length,
        done: about,
        more: { events, refused, unreadable: unreadable.count, replayed: titles },
        read: (file) => repository.snapshot.read(file),
      });
    }
    return refused > 0 ? 1 : 0;
  },
});

/** Judges refused events again, and sends what is valid now where that is asked. Fails if some are still refused. */
async function replayRefused(
  invocation: Invocation,
  repository: OpenRepository,
  paths: readonly string[],
): Promise<ExitCode> {
  const url = invocation.value("resubmit");
  if (url !== undefined && !/^https?:\/\//.test(url)) {
    throw new UserError(`--resubmit takes the URL of an intake’s /v1/events, not “${url}”.`);
  }
  const schemas = new VersionSchemas(repository);
  const refused = new RefusedEvents(judgesOf(schemas), (title) => schemas.newest(title)?.version);
  const files = recordings(paths);
  // Events that were refused more than once are one.
  const judged = new Map<string, Exclude<Rejudged, { readonly kind: "unreadable" }>>();
  const unreadable = new Map<string, number>();
  let repeated = 0;
  for (const file of files) {
    for await (const lines of readLines(file)) {
      for (const one of refused.rejudge(lines)) {
        if (one.kind === "unreadable") {
          unreadable.set(one.reason, (unreadable.get(one.reason) ?? 0) + 1);
          continue;
        }
        const key = one.key ?? `#${judged.size}`;
        const known = judged.get(key);
        if (known !== undefined) repeated++;
        if (known?.kind !== "valid") judged.set(key, one);
      }
    }
  }
  const valid = new Map<string, DataObject>();
  const still = new Map<string, number>();
  for (const [key, one] of judged) {
    if (one.kind === "valid") valid.set(key, one.event);
    else still.set(`${one.title}: ${one.reason}`, (still.get(`${one.title}: ${one.reason}`) ?? 0) + 1);
  }
  const invalid = judged.size - valid.size;
  const since = await acceptedSince(files, new Set([...valid.keys()].filter((key) => !key.startsWith("#"))));
  for (const key of since) valid.delete(key);
  const sent = url === undefined ? undefined : await resubmit(url, [...valid.values()]);
  const lost = [...unreadable.values()].reduce((sum, count) => sum + count, 0);
  const total = valid.size + invalid + since.size;
  const about = [
    total + lost === 0
      ? "There are no error events. An intake writes them if its schemas include one with the title `error`."
      : `${number(valid.size)} of ${plural(total, "rejected event")} would be accepted now.`,
    ...(since.size > 0 ? [`${wasOrWere(since.size)} recorded as accepted since.`] : []),
    ...(repeated > 0 ? [`${wasOrWere(repeated)} rejected more than once.`] : []),
    ...(lost > 0 ? [`${plural(lost, "event")} cannot be read.`] : []),
  ].join(" ");
  const more = {
    valid: valid.size,
    invalid,
    unreadable: lost,
    acceptedSince: since.size,
    repeated,
    ...(sent !== undefined && {
      accepted: sent.accepted,
      unsent: sent.unsent,
      failures: [...sent.failures],
    }),
  };
  if (invocation.format === "text") {
    const { terminal } = invocation;
    for (const [reason, count] of [...still].sort(([, a], [, b]) => b - a).slice(0, shownReasons))
      terminal.out(`${number(count)} × ${reason}\n`);
    for (const [reason, count] of unreadable) terminal.out(`${number(count)} × cannot be read: ${reason}\n`);
    for (const failure of sent?.failures ?? []) terminal.error(`${url ?? ""}: ${failure}`);
    const resent = sent === undefined ? "" : ` ${number(sent.accepted)} accepted by ${url ?? ""}.`;
    const left =
      sent === undefined || sent.unsent === 0
        ? ""
        : ` ${plural(sent.unsent, "event")} not sent: run it again once the intake accepts events.`;
    terminal.out(`${about}${resent}${left}\n`);
  } else {
    printResult(invocation, {
      command: "replay",
      findings: [],
      titles: 0,
      done: about,
      more,
      read: (file) => repository.snapshot.read(file),
    });
  }
  return invalid > 0 || (sent !== undefined && sent.failures.size > 0) ? 1 : 0;
}

function wasOrWere(count: number): string {
  return `${number(count)} ${count === 1 ? "was" : "were"}`;
}

/** The judges of versions, each compiled once. */
function judgesOf(schemas: VersionSchemas): JudgeOf {
  const { compileForMany } = createRequire(__filename)("./validator.cjs") as typeof Validator;
  const judges = new Map<string, VersionJudge | undefined>();
  const compile = (schema: DataObject): VersionJudge => {
    try {
      const judge = compileForMany(schema);
      return {
        schema,
        judge(event) {
          const [error] = judge(event);
          return error === undefined ? "" : `${error.instancePath || "(root)"} ${error.message}`;
        },
      };
    } catch (error) {
      const reason = `its schema cannot validate events: ${(error as Error).message}`;
      return { schema, judge: () => reason };
    }
  };
  return (title, version) => {
    const key = `${title}@${version}`;
    if (!judges.has(key)) {
      const schema = version === "latest" ? schemas.newest(title)?.schema : schemas.read(title, version);
      judges.set(key, schema && compile(schema));
    }
    return judges.get(key);
  };
}

/** Those of some events that are recorded as valid ones, too. */
async function acceptedSince(
  files: readonly string[],
  keys: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const accepted = new AcceptedSince(keys);
  if (keys.size > 0) {
    for (const file of files) for await (const lines of readLines(file)) accepted.look(lines);
  }
  return accepted.found;
}

function show({ title, events, refused, refusals }: Replayed, terminal: Terminal): string {
  const lines = [
    terminal.paint("bold", `${title}: ${number(refused)} of ${number(events)} would be rejected.`),
  ];
  for (const { place, reason, count, example } of refusals.toSorted((a, b) => b.count - a.count)) {
    lines.push(
      `  ${terminal.paint("red", `${place || "(root)"} ${reason}`)}: ${number(count)}, the first at ${example.file}:${example.line}`,
    );
    const event = toReadableYaml(example.event).trimEnd().split("\n");
    lines.push(...event.slice(0, exampleLines).map((line) => `    ${line.slice(0, 100)}`));
    if (event.length > exampleLines) lines.push(`    … ${event.length - exampleLines} more lines`);
  }
  return `${lines.join("\n")}\n\n`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function versionReader(repository: OpenRepository) {
  const schemas = new VersionSchemas(repository);
  return (title: string, version: string) =>
    version === "latest" ? schemas.newest(title)?.schema : schemas.read(title, version);
}

function currentSchema(
  { snapshot, settings, remote }: OpenRepository,
  title: string,
  all: readonly string[],
) {
  const findings = new Findings(settings);
  const materializer = new Materializer(snapshot, settings, findings, new Set(all), remote);
  const materialized = materializer.materialize(title);
  const data = materialized?.resolved;
  if (isObject(data) && materialized?.otherDialect === undefined) return data;
  const [problem] = findings.list;
  throw new UserError(
    `${title} cannot validate events: ${problem?.message ?? ""} Run \`addendum check\` for details.`,
  );
}
