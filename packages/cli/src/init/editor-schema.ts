import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Where editors find a JSON Schema that this package ships, seen from a directory: in the nearest `node_modules` that has
 * the package, else in the one that an install beside the nearest package.json makes.
 * @param top where the search ends
 */
export function editorSchema(name: "addendum" | "streams", root: string, top: string): string {
  const place = `node_modules/@addendum/cli/dist/${name}.schema.json`;
  const installed = ancestors(root, top).find((directory) => existsSync(join(directory, place)));
  const owner =
    installed ?? ancestors(root, top).find((one) => existsSync(join(one, "package.json"))) ?? root;
  const way = relative(root, join(owner, place)).replaceAll("\\", "/");
  return way.startsWith(".") ? way : `./${way}`;
}

function ancestors(root: string, top: string): readonly string[] {
  const found = [root];
  for (let at = root; at !== top && dirname(at) !== at; at = dirname(at)) found.push(dirname(at));
  return found;
}
