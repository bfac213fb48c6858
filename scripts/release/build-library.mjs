// Builds a package that others import: one file of ESM for each entry, and its declarations. The entries are what its
// `exports` name under the condition "source". What it depends on stays outside; of its devDependencies, what it imports
// becomes part of it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";

/** What code of CommonJS expects, where some is bundled. */
const commonJs = `import { createRequire as createRequire_ } from "node:module";
const require = createRequire_(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`;

/**
 * @param {string} directory the package's, absolute; its `dist` is made anew
 * @returns {Promise<string[]>} the files that went into it, absolute
 */
export async function buildLibrary(directory) {
  const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const entries = Object.values(manifest.exports).filter((one) => one.source !== undefined);
  const dist = join(directory, "dist");
  rmSync(dist, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: directory,
    entryPoints: entries.map(({ source, default: built }) => ({
      in: source,
      out: basename(built.default, ".js"),
    })),
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    conditions: ["source"],
    plugins: [dependenciesStayOutside(manifest)],
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
  });
  const inputs = Object.keys(metafile.inputs).map((path) => resolve(directory, path));
  if (inputs.some((path) => path.includes("node_modules") && !path.endsWith(".json"))) {
    for (const path of Object.keys(metafile.outputs)) {
      const file = join(directory, path);
      writeFileSync(file, `${commonJs}\n${readFileSync(file, "utf8")}`);
    }
  }
  declare(directory, entries);
  return inputs;
}

function dependenciesStayOutside({ dependencies = {}, peerDependencies = {} }) {
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  return {
    name: "dependencies-stay-outside",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path }) => {
        const isDependency = names.some((name) => path === name || path.startsWith(`${name}/`));
        // Node 20 warns about a JSON module.
        return isDependency && !path.endsWith(".json") ? { path, external: true } : undefined;
      });
    },
  };
}

/** Writes the declarations of the entries, and of what they import, into `dist`, with the names that they have there. */
function declare(directory, entries) {
  const dist = join(directory, "dist");
  const packages = dirname(directory);
  const scratch = join(directory, "dist/.declarations");
  mkdirSync(scratch, { recursive: true });
  const options = {
    extends: "../../tsconfig.json",
    files: entries.map(({ source }) => join(directory, source)),
    include: [],
    compilerOptions: {
      noEmit: false,
      emitDeclarationOnly: true,
      declaration: true,
      // `npm run typecheck` does.
      noCheck: true,
      // The sources of packages that it depends on are read, too.
      rootDir: packages,
      outDir: join(scratch, "out"),
    },
  };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(options));
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", join(scratch, "tsconfig.json")], { stdio: "inherit" });
  cpSync(join(scratch, "out", basename(directory), "src"), dist, { recursive: true });
  rmSync(scratch, { recursive: true });
  for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = join(dist, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll(/((?:from |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
  }
}
