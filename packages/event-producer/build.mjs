// Builds the package: for development, with checks of what is submitted, and for production, without them.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const mode of ["development", "production"]) {
  for (const [format, extension] of [
    ["esm", "js"],
    ["cjs", "cjs"],
  ]) {
    for (const name of ["index", "mw", "statsd"]) {
      await build({
        entryPoints: [join(here, `src/${name}.ts`)],
        outfile: join(dist, `${name}.${mode}.${extension}`),
        bundle: true,
        format,
        target: "es2020",
        minify: mode === "production",
        define: {
          __DEVELOPMENT__: String(mode === "development"),
          // CommonJS knows itself by another name.
          ...(format === "cjs" && { "import.meta.url": "__filename" }),
        },
        external: ["node:module"],
        logLevel: "warning",
      });
    }
  }
}
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
execFileSync(process.execPath, [tsc, "-p", join(here, "tsconfig.build.json")], { stdio: "inherit" });
// Declarations name their neighbours as they are in `dist`, for either kind of module.
for (const name of readdirSync(dist).filter((one) => one.endsWith(".d.ts"))) {
  const text = readFileSync(join(dist, name), "utf8");
  for (const extension of ["js", "cjs"]) {
    const own = name.replace(/ts$/, extension === "js" ? "ts" : "cts");
    writeFileSync(join(dist, own), text.replaceAll(/(from "\.\/[\w-]+)\.ts"/g, `$1.${extension}"`));
  }
}

/** What it bundles of others: nothing. */
export const inputs = [];
