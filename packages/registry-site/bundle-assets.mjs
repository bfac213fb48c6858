// Bundles what the site's pages load: the style sheet and the scripts, each named by its content, and `assets.json`,
// which says what they are called. The command's build and the tests both call it.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * @param outdir is emptied first
 * @returns what the assets are called, and the files that went into them, absolute
 */
export async function bundleAssets(outdir) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const source = join(import.meta.dirname, "src");
  const { metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: { site: join(source, "browser/site.ts"), style: join(source, "assets/style.css") },
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: ["es2022"],
    conditions: ["source"],
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    minify: true,
    legalComments: "none",
    metafile: true,
  });
  const names = Object.keys(metafile.outputs).map((path) => basename(path));
  const find = (pattern) => names.find((name) => pattern.test(name));
  const assets = { script: find(/^site-.*\.js$/), style: find(/^style-.*\.css$/), files: names };
  writeFileSync(join(outdir, "assets.json"), `${JSON.stringify(assets)}\n`);
  const live = await bundleLive(join(outdir, "live"));
  const inputs = [...Object.keys(metafile.inputs), ...live];
  return { ...assets, inputs: inputs.map((path) => join(import.meta.dirname, path)) };
}

/** What the live view loads beside that: no static site has it. Returns the files that went into it. */
async function bundleLive(outdir) {
  const source = join(import.meta.dirname, "src");
  const { metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: {
      live: join(source, "browser/live/live.ts"),
      "live-style": join(source, "assets/live.css"),
    },
    outdir,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: ["es2022"],
    conditions: ["source"],
    entryNames: "[name]-[hash]",
    minify: true,
    legalComments: "none",
    metafile: true,
  });
  const names = Object.keys(metafile.outputs).map((path) => basename(path));
  const find = (pattern) => names.find((name) => pattern.test(name));
  const assets = { script: find(/\.js$/), style: find(/\.css$/), files: names };
  writeFileSync(join(outdir, "assets.json"), `${JSON.stringify(assets)}\n`);
  return Object.keys(metafile.inputs);
}
