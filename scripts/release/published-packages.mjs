import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/**
 * The packages that are published, each after those that it depends on: what is not `private` under `packages/`.
 * @returns {{ directory: string, manifest: Record<string, any> }[]}
 */
export function publishedPackages() {
  const all = new Map();
  for (const name of readdirSync(join(root, "packages"))) {
    const directory = join(root, "packages", name);
    if (!existsSync(join(directory, "package.json"))) continue;
    const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    all.set(manifest.name, { directory, manifest });
  }
  const sorted = new Map();
  const add = (name) => {
    const one = all.get(name);
    if (one === undefined || sorted.has(name)) return;
    for (const dependency of Object.keys(one.manifest.dependencies ?? {})) add(dependency);
    sorted.set(name, one);
  };
  for (const [name, { manifest }] of all) if (!manifest.private) add(name);
  const needless = [...sorted.values()].find(({ manifest }) => manifest.private);
  if (needless !== undefined) {
    throw new Error(
      `${needless.manifest.name} is private, and a published package depends on it: make it public, or a devDependency that is bundled`,
    );
  }
  return [...sorted.values()];
}
