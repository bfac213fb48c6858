import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** Where a checkout of MediaWiki's EventLogging is, which is not part of this project: EVENTLOGGING names it. */
const directory = process.env["EVENTLOGGING"];
export const hasEventLogging =
  directory !== undefined && existsSync(join(directory, "modules/ext.eventLogging/core.js"));
export const whyNoEventLogging = hasEventLogging
  ? ""
  : " (skipped: EVENTLOGGING names no checkout of MediaWiki's EventLogging)";

/**
 * Its modules as one script, as ResourceLoader would put them together.
 * @param data what MediaWiki writes as their `data.json`
 */
export async function bundleEventLogging(data: object): Promise<string> {
  if (directory === undefined) throw new Error("EVENTLOGGING is not set");
  const modules = join(directory, "modules");
  const resourceLoader: Plugin = {
    name: "resource-loader",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/data\.json$/ }, () => ({ path: "data.json", namespace: "data" }));
      onLoad({ filter: /.*/, namespace: "data" }, () => ({ contents: JSON.stringify(data), loader: "json" }));
      onResolve({ filter: /^ext\.eventLogging\.metricsPlatform$/ }, () => ({
        path: join(modules, "ext.eventLogging.metricsPlatform/index.js"),
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(modules, "ext.eventLogging/subscriber.js")],
    bundle: true,
    format: "iife",
    write: false,
    logLevel: "silent",
    plugins: [resourceLoader],
  });
  return outputFiles[0]?.text ?? "";
}
