import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "../engine.ts";

/**
 * Which shard has which wiki: each `<shard>.dblist` of a directory names its wikis, one a line. Throws {@link
 * EngineError} if a wiki is on two of them. Source: Wikimedia's operations/mediawiki-config, `dblists/`.
 */
export function readShards(directory: string): ReadonlyMap<string, string> {
  const shards = new Map<string, string>();
  let names: readonly string[];
  try {
    names = readdirSync(directory)
      .filter((name) => /^s\d+\.dblist$/.test(name))
      .sort();
  } catch (error) {
    throw new EngineError(`${directory} cannot be read: ${(error as Error).message}`, undefined, error);
  }
  for (const name of names) {
    const shard = name.slice(0, -".dblist".length);
    const text = readFileSync(join(directory, name), "utf8");
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const wiki = line.replace(/#.*$/, "").trim();
      if (wiki === "") continue;
      if (!/^[a-z0-9_]+$/.test(wiki)) {
        throw new EngineError(
          `${join(directory, name)}:${index + 1}: “${wiki}” is not a valid name of a wiki.`,
        );
      }
      const other = shards.get(wiki);
      if (other !== undefined && other !== shard) {
        throw new EngineError(
          `${join(directory, name)}:${index + 1}: ${wiki} is on ${other} and on ${shard}.`,
        );
      }
      shards.set(wiki, shard);
    }
  }
  return shards;
}
