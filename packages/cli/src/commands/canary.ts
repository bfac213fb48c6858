import { UserError, VersionSchemas } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { openWorkTree } from "../run/open-repository.ts";
import type { Invocation } from "../run/arguments.ts";
import { type Canary, intakeUrl, makeCanaries, sendCanaries } from "../events/canaries.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { type LoadedStreams, loadStreams } from "../run/streams-file.ts";

export const canary = defineCommand({
  name: "canary",
  usage: "",
  summary: "sends each stream its schema’s example, to check that events arrive",
  description:
    "Sends the first example of the newest version, with meta.domain “canary”, to every stream of streams.yaml that has `canary: true`. Each service gets one array; only 201 and 202 count as success. Without --send it only shows what it would send. When you count events, leave out the domain “canary”.",
  options: [
    { name: "send", kind: "boolean", help: "send them" },
    { name: "dry-run", kind: "boolean", help: "show what would be sent, and send nothing (default)" },
    {
      name: "intake",
      kind: "string",
      value: "URL",
      help: "send all of them there, regardless of streams.yaml",
    },
    { name: "stream", kind: "string", value: "STREAM", help: "only this stream’s" },
    { name: "every", kind: "string", value: "TIME", help: "repeat: 1h, 10m, 30s; Ctrl-C ends it" },
    {
      name: "streams",
      kind: "string",
      value: "FILE",
      help: "the streams’ configuration (default: streams.yaml)",
    },
  ],
  examples: [
    { line: "addendum canary", does: "shows what would be sent" },
    { line: "addendum canary --send", does: "sends it, in a scheduled job" },
    {
      line: "addendum canary --send --every 1h --intake http://127.0.0.1:8192/v1/events",
      does: "keeps on sending",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0)
      throw new UserError("canary takes no paths; --stream names a stream.");
    const loaded = loadStreams(invocation);
    if (loaded.file === undefined) throw new UserError("there is no streams.yaml, so there are no streams.");
    const isSent = invocation.flag("send");
    if (isSent && invocation.flag("dry-run")) throw new UserError("use either --send or --dry-run.");
    const given = invocation.value("intake");
    if (given !== undefined && !/^https?:\/\//.test(given))
      throw new UserError(`--intake must be a URL, not “${given}”.`);
    const every = invocation.value("every");
    if (every !== undefined && !isSent) throw new UserError("--every needs --send.");
    const pauseMs = every === undefined ? undefined : durationOf(every);
    if (!isSent) return showCanaries(invocation, canariesOf(loaded, invocation));
    let last = await sendAll(invocation, loaded, given);
    if (pauseMs === undefined) return last;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((end) => {
      timer = setInterval(() => {
        void sendAll(invocation, loaded, given).then((code) => (last = code));
      }, pauseMs);
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end());
    });
    clearInterval(timer);
    return last;
  },
});

/** Read anew each time: a schema may have a new version since. */
function canariesOf({ repository, streams }: LoadedStreams, invocation: Invocation): Canary[] {
  const opened = openWorkTree(repository, { kind: "base-branch-if-known" });
  const schemas = new VersionSchemas(opened);
  return makeCanaries(streams, (title) => schemas.newest(title)?.schema, invocation.value("stream"));
}

function problemsIn(canaries: readonly Canary[]): string[] {
  return canaries.flatMap((one) => (one.kind === "problem" ? [`${one.stream}: ${one.reason}.`] : []));
}

function eventsIn(canaries: readonly Canary[]) {
  return canaries.filter((one) => one.kind === "event");
}

function showCanaries(invocation: Invocation, canaries: readonly Canary[]): ExitCode {
  const problems = problemsIn(canaries);
  const events = eventsIn(canaries);
  const done = `${plural(events.length, "canary", "canaries")} would be sent; add --send to send.`;
  if (invocation.format !== "text")
    return report(invocation, { problems, events }, problems.length === 0, done);
  for (const { event } of events) invocation.terminal.out(`${JSON.stringify(event)}\n`);
  for (const problem of problems) invocation.terminal.error(problem);
  invocation.terminal.note(done);
  return problems.length === 0 ? 0 : 1;
}

async function sendAll(
  invocation: Invocation,
  loaded: LoadedStreams,
  intake: string | undefined,
): Promise<ExitCode> {
  const canaries = canariesOf(loaded, invocation);
  const { services } = loaded.streams;
  const sent = await sendCanaries(eventsIn(canaries), (service) => intake ?? intakeUrl(services, service));
  const problems = [
    ...problemsIn(canaries),
    ...sent.flatMap(({ url, streams, failure }) =>
      failure === undefined
        ? []
        : [`${url} did not accept ${plural(streams.length, "canary", "canaries")}: ${failure}`],
    ),
  ];
  const count = sent.reduce(
    (sum, { streams, failure }) => sum + (failure === undefined ? streams.length : 0),
    0,
  );
  const done = `${plural(count, "canary", "canaries")} sent.`;
  if (invocation.format !== "text")
    return report(invocation, { problems, sent }, problems.length === 0, done);
  for (const problem of problems) invocation.terminal.error(problem);
  if (!invocation.quiet) invocation.terminal.out(`${done}\n`);
  return problems.length === 0 ? 0 : 1;
}

function report(
  invocation: Invocation,
  more: Readonly<Record<string, unknown>>,
  ok: boolean,
  done: string,
): ExitCode {
  const read = () => ({ kind: "missing" }) as const;
  printResult(invocation, { command: "canary", findings: [], titles: 0, done, more, read });
  return ok ? 0 : 1;
}

function durationOf(text: string): number {
  const match = /^([1-9]\d{0,5})(s|m|h)$/.exec(text);
  const unit = { s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ""];
  if (match === null || unit === undefined)
    throw new UserError(`--every must be a time such as 1h, 10m or 30s, not “${text}”.`);
  return Number(match[1]) * unit;
}
