// Bundles the command: one CommonJS file starts in half the time of many modules. The validator is a bundle of its
// own, loaded only when there is a value to judge.
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { bundleAssets } from "../registry-site/bundle-assets.mjs";

/** js-yaml looks for this parser in order to revive functions, which no schema holds; loading it takes some 7 ms. */
function withoutEsprima() {
  const attempt = /^try \{\n.*?_require\('esprima'\);\n\} catch \(_\) \{\n.*?^\}\n/ms;
  return {
    name: "without-esprima",
    setup({ onLoad }) {
      onLoad({ filter: /js-yaml[\\/]lib[\\/]js-yaml[\\/]type[\\/]js[\\/]function\.js$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!attempt.test(text)) throw new Error(`${path} no longer looks for esprima as it did`);
        return { contents: text.replace(attempt, ""), loader: "js" };
      });
    },
  };
}

const directory = import.meta.dirname;
rmSync(`${directory}/dist`, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: directory,
  entryPoints: {
    addendum: "src/main.ts",
    validator: "../json-schema/src/judge/validator.ts",
    grafana: "src/metrics/grafana-bundle.ts",
    superset: "src/dashboards/superset-bundle.ts",
    intake: "../event-intake/src/index.ts",
    warehouse: "../warehouse/src/index.ts",
    reports: "../reports/src/index.ts",
    lineage: "../lineage/src/index.ts",
    "dashboard-preview": "../dashboard-preview/src/index.ts",
    site: "../registry-site/src/index.ts",
  },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  conditions: ["source"],
  // Native or seldom used: asked for by name where one is missing.
  external: [
    "@duckdb/node-api",
    "@grafana/grafana-foundation-sdk",
    "echarts",
    "elkjs",
    "hive-driver",
    "kafkajs",
    "mysql2",
  ],
  metafile: true,
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  plugins: [withoutEsprima()],
});

// What the registry's pages load.
const assets = await bundleAssets(`${directory}/dist/site`);

/** The files that went into the bundles, absolute: whose licences are listed when the command is packed. */
export const inputs = [
  ...Object.keys(metafile.inputs).map((path) => resolve(directory, path)),
  ...assets.inputs,
];

// What links on terminals and comments in configurations lead to.
const docs = `${directory}/../../docs`;
cpSync(`${docs}/rules`, `${directory}/dist/rules`, { recursive: true });
for (const name of ["addendum", "streams"]) {
  cpSync(`${docs}/reference/${name}.schema.json`, `${directory}/dist/${name}.schema.json`);
}

// Tells builds apart for those that remember what one of them said.
const digest = createHash("sha1");
for (const name of readdirSync(`${directory}/dist`)
  .filter((one) => one.endsWith(".cjs"))
  .sort()) {
  digest.update(readFileSync(`${directory}/dist/${name}`));
}
writeFileSync(`${directory}/dist/build`, digest.digest("hex").slice(0, 12));

// The shim reads it as such.
if (/[^\x00-\x7f]/.test(readFileSync(`${directory}/dist/addendum.cjs`, "utf8"))) {
  throw new Error("dist/addendum.cjs is not ASCII: a regular expression has a letter that must be an escape");
}
