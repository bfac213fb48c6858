import { relative, resolve } from "node:path";
import { UserError } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { showProgress } from "../run/progress.ts";
import { loadStreams } from "../run/streams-file.ts";
import { siteBundle } from "../site/site-bundle.ts";
import { siteOptions } from "../site/site-options.ts";

export const site = defineCommand({
  name: "site",
  usage: "",
  summary: "writes the registry’s pages: what each event means, its versions, and how any two differ",
  description:
    "A static site for any host: pages that work without scripts, the schemas as files in the layout of schema.wikimedia.org, a feed of changes, and headers for Netlify, Cloudflare and nginx. A second run rebuilds only what has changed. `addendum serve` shows the same.",
  options: [
    { name: "out", kind: "string", value: "DIR", help: "where it is written (default: site)" },
    {
      name: "streams",
      kind: "string",
      value: "FILE",
      help: "the streams’ configuration (default: streams.yaml beside the repository’s)",
    },
    {
      name: "lake",
      kind: "string",
      value: "DIR",
      help: "the lake that dashboards are drawn from (default: lake beside the configuration)",
    },
  ],
  examples: [
    { line: "addendum site --out public", does: "the whole site, to be published" },
    {
      line: "addendum site --out public --quiet",
      does: "in CI, if the directory of the last run is cached",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0)
      throw new UserError("site takes no paths; --out names its directory.");
    const loaded = loadStreams(invocation);
    const { terminal } = invocation;
    const out = resolve(invocation.value("out") ?? "site");
    const lake = invocation.value("lake");
    const onProgress = showProgress("writing pages", terminal);
    const { buildSite, foreignFile } = siteBundle();
    const foreign = foreignFile(out);
    if (foreign !== undefined) {
      throw new UserError(
        `${out} contains ${foreign}, which does not belong to a site: name an empty directory with --out.`,
      );
    }
    const result = await buildSite({
      ...siteOptions(loaded, out, lake === undefined ? undefined : resolve(lake)),
      ...(onProgress && { onProgress }),
    });
    const { titles, made, written, removed, unchanged } = result;
    if (titles === 0) terminal.note(`${loaded.repository.root} contains no schemas, so the site is empty.`);
    const place = relative(process.cwd(), out) || ".";
    const files = [`${plural(written, "file")} written`, ...(removed > 0 ? [`${removed} removed`] : [])];
    terminal.note(
      `${place}: ${plural(titles, "schema")}, ${made} rebuilt; ${files.join(", ")}, ${unchanged} unchanged.`,
    );
    return 0;
  },
});
