import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { findTitles } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { parseDay } from "../run/parse-day.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openLake, warehouseBundle } from "../events/lake.ts";
import { spoofSources, writeEvents } from "../events/spoof-sources.ts";

export const spoof = defineCommand({
  name: "spoof",
  usage: "TITLE… | --all",
  summary: "generates valid events that look like real use",
  description:
    "For trying queries and dashboards before there are events. The generated events follow days and nights, weekends and sessions, and some options occur more often than others. The same seed gives the same events. They are written as the intake writes them, so `addendum load` loads them.",
  options: [
    { name: "all", kind: "boolean", help: "for every title" },
    { name: "days", kind: "string", value: "N", help: "how many days, up to now (default: 30)" },
    { name: "rate", kind: "string", value: "N", help: "events per title and day (default: 1000)" },
    { name: "seed", kind: "string", value: "N", help: "another number gives other events (default: 1)" },
    {
      name: "until",
      kind: "string",
      value: "DAY",
      help: "the day after the last one, YYYY-MM-DD in UTC (default: the events go up to this hour)",
    },
    { name: "out", kind: "string", value: "DIR", help: "where they are written (default: events)" },
    {
      name: "streams",
      kind: "string",
      value: "FILE",
      help: "the streams’ configuration (default: streams.yaml)",
    },
  ],
  examples: [
    {
      line: "addendum spoof --all && addendum load",
      does: "generates a month of events of every schema, and loads them",
    },
    {
      line: "addendum spoof analytics/codemirror/toggle --days 7 --rate 50",
      does: "generates a quiet week of one schema",
    },
  ],
  run(invocation): ExitCode {
    const opened = openLake(invocation);
    const repository = openWorkTree(opened.repository, { kind: "base-branch-if-known" });
    const all = findTitles(repository.snapshot, repository.settings);
    const given = invocation.positionals.map((path) => path.replace(/\/+$/, ""));
    if (given.length > 0 === invocation.flag("all")) throw new UserError("spoof takes titles, or --all.");
    for (const title of given)
      if (!all.includes(title)) throw new UserError(`“${title}” is not a title of this repository.`);
    const number = (name: string, fallback: number, most: number) => {
      const value = Number(invocation.value(name) ?? fallback);
      if (Number.isInteger(value) && value > 0 && value <= most) return value;
      throw new UserError(`--${name} must be an integer from 1 to ${most}.`);
    };
    const options = {
      days: number("days", 30, 3660),
      rate: number("rate", 1000, 10_000_000),
      seed: number("seed", 1, Number.MAX_SAFE_INTEGER),
      until: endOf(invocation.value("until")),
    };
    const { spoofEvents } = warehouseBundle();
    const out = resolve(invocation.value("out") ?? join(opened.repository.root, "events"));
    mkdirSync(out, { recursive: true });
    const written: string[] = [];
    let events = 0;
    for (const title of given.length > 0 ? given : all) {
      for (const source of spoofSources(title, opened)) {
        const name = `spoofed-${source.stream.replaceAll(/[^A-Za-z0-9._-]/g, "_")}-${options.seed}.ndjson`;
        events += writeEvents(join(out, name), spoofEvents(source, options));
        written.push(name);
      }
    }
    if (written.length === 0)
      throw new UserError("none of these has a published version with a valid example.");
    if (!invocation.quiet) {
      invocation.terminal.out(
        `${plural(events, "event")} in ${plural(written.length, "file")} below ${out}.\n`,
      );
    }
    return 0;
  },
});

/** Milliseconds since the epoch. Throws {@link UserError}. */
function endOf(until: string | undefined): number {
  if (until === undefined) return Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const time = parseDay(until);
  if (time === undefined) throw new UserError(`--until must be a day, YYYY-MM-DD, not “${until}”.`);
  return time;
}
