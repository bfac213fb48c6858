// Part of npm run lint: imports go down, between packages and between the folders of one, type-only imports included.
// import-layers.json lists both from the bottom to the top. What shares a line is on one level: neither imports the
// other. In a package, a folder's line covers the folders in it that have no line of their own, and files that are in
// `src` itself are on top unless a line names them. Tests may import anything. Circles between single files are found by
// oxlint's import/no-cycle.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = process.argv[2] ?? join(import.meta.dirname, "..");
const layers = JSON.parse(readFileSync(join(root, "scripts/import-layers.json"), "utf8"));
const problems = [];

/** Name → height, from what lists names from the bottom to the top. */
function heights(lines) {
  return new Map(lines.flatMap((line, height) => line.split(", ").map((name) => [name, height])));
}

/** The entry of a package's layers that a file of its `src` belongs to; undefined for what is on top. */
function layerOf(file, folders) {
  for (let path = file; path !== "."; path = dirname(path)) if (folders.has(path)) return path;
  return undefined;
}

/** What a module imports or hands on, wherever it says so. The code is formatted, so statements begin their lines. */
function importsOf(text) {
  const statements = text.matchAll(/^(?:import|export)\b(?:[^"';]*?\bfrom)?\s*"([^"]+)"/gm);
  const calls = text.matchAll(/^(?! *(?:\/\/|\*)).*\bimport\("([^"]+)"/gm);
  return [...statements, ...calls].map(([, specifier]) => specifier);
}

const packages = heights(layers.packages);
const sources = readdirSync(join(root, "packages")).filter((name) =>
  existsSync(join(root, "packages", name, "src")),
);

for (const name of sources) {
  if (!packages.has(name) || layers.folders[name] === undefined) {
    problems.push(`packages/${name}: scripts/import-layers.json does not list it.`);
    continue;
  }
  const source = join(root, "packages", name, "src");
  const folders = heights(layers.folders[name]);
  for (const entry of folders.keys()) {
    if (!existsSync(join(source, entry))) {
      problems.push(
        `packages/${name}/src/${entry}: scripts/import-layers.json lists it, but it does not exist.`,
      );
    }
  }
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /(?<!\.test)\.m?ts$/.test(file));
  for (const file of files) checkFile(name, file, folders, source);
}

function checkFile(name, file, folders, source) {
  const shown = `packages/${name}/src/${file}`;
  const layer = layerOf(file, folders);
  if (layer === undefined && file.includes("/")) {
    problems.push(`${shown}: scripts/import-layers.json does not list its folder.`);
    return;
  }
  for (const specifier of importsOf(readFileSync(join(source, file), "utf8"))) {
    const other = /^@addendum\/([^/]+)/.exec(specifier)?.[1];
    if (other !== undefined && !(packages.get(other) < packages.get(name))) {
      problems.push(`${shown}: imports @addendum/${other}, which is not below ${name}.`);
    }
    if (!specifier.startsWith(".")) continue;
    const target = relative(source, join(source, dirname(file), specifier)).replaceAll("\\", "/");
    if (target.startsWith("..")) {
      if (target !== "../package.json")
        problems.push(`${shown}: imports ${specifier}, which is outside of src.`);
      continue;
    }
    const below = layerOf(target, folders);
    if (below === layer) continue;
    if (below === undefined || (layer !== undefined && !(folders.get(below) < folders.get(layer)))) {
      problems.push(`${shown}: imports ${target}, which is not below ${layer}.`);
    }
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(
    "\nImports go down. scripts/import-layers.json lists packages and folders, from the bottom to the top.",
  );
  process.exitCode = 1;
}
