import { createHash } from "node:crypto";
import { basename } from "node:path";
import { suggest } from "@addendum/schema-repository";
import { loadSettings, UserError } from "@addendum/workspace";
import { layOut } from "../lineage/lay-out.ts";
import { lineageBundle } from "../lineage/lineage-bundle.ts";
import { openReadings } from "../lineage/readings.ts";
import { todayOf, todayOption } from "../metrics/calendar.ts";
import { printable } from "../report/text.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { openWorkTree } from "../run/open-repository.ts";

const formats = ["text", "markdown", "json", "html", "svg", "openlineage"] as const;

export const lineage = defineCommand({
  name: "lineage",
  usage: "",
  summary: "shows where numbers come from: from the research question to what a user does",
  description:
    "One row for each metric, and for each report that belongs to none: research question ← dashboard, panel ← aggregate metrics ← aggregation ← collected metrics ← collected by ← initiated by, with status, history and deprecation plan. What a report reads is derived from its query, and what a panel shows from the paths in its queries.",
  options: [
    {
      name: "format",
      kind: "string",
      value: "FORMAT",
      choices: formats,
      help: "text (default), markdown: a table; html: a page with the graph drawn; svg: the graph alone; json; openlineage: an event a line, for catalogues",
    },
    {
      name: "of",
      kind: "string",
      value: "NAME",
      help: "only what is connected with a metric, a report, a panel or dashboard by its title, or a field: PATH or TITLE#PATH",
    },
    todayOption,
  ],
  examples: [
    { line: "addendum lineage", does: "where every number comes from" },
    { line: "addendum lineage --of analytics/codemirror/toggle#editor", does: "who reads a field" },
    {
      line: "addendum lineage --format html > lineage.html",
      does: "a page to look at, which needs no script",
    },
    {
      line: "addendum lineage --format openlineage > lineage.ndjson",
      does: "for Marquez, DataHub and the like",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0)
      throw new UserError("lineage takes no paths; --of names one thing.");
    const loaded = loadSettings(invocation);
    const repository = {
      ...openWorkTree(loaded, { kind: "base-branch-if-known" }),
      ...todayOf(invocation.value("today")),
    };
    const tools = lineageBundle();
    const all = tools.lineageRows(openReadings(repository));
    const of = invocation.value("of");
    const selection = of === undefined ? { kind: "rows" as const, rows: all } : tools.selectRows(all, of);
    if (selection.kind === "unknown") {
      const meant = suggest(of ?? "", selection.names);
      throw new UserError(
        `nothing is called “${of ?? ""}”.${meant === undefined ? "" : ` Did you mean “${meant}”?`}`,
      );
    }
    const { rows } = selection;
    const { terminal, format } = invocation;
    switch (format as (typeof formats)[number]) {
      case "text": {
        const text = rows.length === 0 ? "There are no metrics and no reports.\n" : tools.lineageText(rows);
        terminal.out(text.split("\n").map(printable).join("\n"));
        return 0;
      }
      case "markdown":
        terminal.out(tools.lineageMarkdown(rows));
        return 0;
      case "json":
        terminal.out(`${JSON.stringify({ version: 1, rows, ...tools.lineageGraph(rows) }, null, 2)}\n`);
        return 0;
      case "openlineage": {
        const time = `${repository.today ?? "1970-01-01"}T00:00:00Z`;
        for (const event of tools.openLineage(rows, time, basename(repository.root)))
          terminal.out(`${JSON.stringify(event)}\n`);
        return 0;
      }
      case "html": {
        const hash = (text: string) => createHash("sha256").update(text).digest("base64");
        const title = of === undefined ? `Lineage of ${basename(repository.root)}` : `Lineage of ${of}`;
        terminal.out(await tools.lineagePage(rows, title, { layOut, hash }));
        return 0;
      }
      case "svg": {
        const graph = tools.drawable(tools.lineageGraph(rows));
        if (graph === undefined)
          throw new UserError(
            "the graph is too large for one picture; name a part of it with --of, or use --format html.",
          );
        const hrefOf = ({ row }: { readonly row: number }) => rows[row]?.file ?? "";
        terminal.out(`${await tools.drawGraph(graph, layOut, hrefOf, true)}\n`);
        return 0;
      }
    }
  },
});
