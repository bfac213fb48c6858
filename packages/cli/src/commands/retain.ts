import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { findStream } from "@addendum/streams";
import { UserError } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { lakeOptions, openLake, withWarehouse } from "../events/lake.ts";

export const retain = defineCommand({
  name: "retain",
  usage: "",
  summary: "deletes from the lake what may no longer be stored",
  description:
    "Deletes hours that are older than their stream’s `retention`. Clears the fields that the schema marks as personal once their own `retention` is over, or hashes them if the stream’s `privacy` says hash. The intake’s files and the lists of rejected events contain all fields unchanged, so they are deleted after the shortest of these times, once they are loaded. The same applies to files beside them that are never loaded: rejected events in `raw-events/`, and half lines in `….torn`.",
  options: [
    { name: "events", kind: "string", value: "DIR", help: "the intake’s files (default: events)" },
    ...lakeOptions,
  ],
  examples: [
    {
      line: "addendum load && addendum retain",
      does: "once a day: load, then delete what may no longer be stored",
    },
    {
      line: "addendum retain --lake /srv/lake --events /srv/events",
      does: "a lake and events outside of the repository",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0) throw new UserError("retain takes no paths.");
    const { lake, tables, repository, streams } = openLake(invocation);
    const report = await withWarehouse((warehouse) => {
      const all = tables();
      const streamOf = new Map(all.map(({ name, origin }) => [name, origin?.stream]));
      return warehouse.retain({
        lake,
        events: resolve(invocation.value("events") ?? join(repository.root, "events")),
        tables: all,
        treatment: (table, kind) => {
          const stream = streamOf.get(table);
          const settings = stream === undefined ? undefined : findStream(streams, stream);
          const { privacy } = settings ?? streams.defaults;
          return (privacy[kind] ?? privacy["*"]) === "hash" ? "hash" : "empty";
        },
        // Nothing can be linked to what was hashed before: that is the point of the end of a retention.
        hashKey: randomBytes(32).toString("hex"),
        now: Date.now(),
      });
    });
    const { terminal, format, quiet } = invocation;
    if (format === "json") terminal.out(`${JSON.stringify(report)}\n`);
    else if (!quiet) {
      const { deletedHours, deletedRows, rewrittenFiles, deletedFiles } = report;
      terminal.out(
        `${plural(deletedHours, "hour")} with ${plural(deletedRows, "event")} deleted, ${plural(rewrittenFiles, "file")} rewritten without personal data, ${plural(deletedFiles, "file")} of input deleted.\n`,
      );
    }
    for (const path of report.notLoaded) {
      terminal.note(
        `${path} is past its retention but not loaded: run \`addendum load\` first, then it can be deleted.`,
      );
    }
    for (const table of report.unknownTables) {
      terminal.note(
        `the table ${table} belongs to no stream and no schema here, so it stays. Delete ${join(lake, table)} if you do not need it.`,
      );
    }
    return report.notLoaded.length > 0 ? 1 : 0;
  },
});
