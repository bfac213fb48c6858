import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages } from "./published-packages.mjs";

/**
 * A package as it would be published.
 * @typedef {object} Packed
 * @property {string} name
 * @property {string} version
 * @property {Record<string, any>} manifest
 * @property {string} directory where it is in the repository, absolute
 * @property {string} tarball absolute
 * @property {number} size of the tarball, in bytes
 * @property {number} unpackedSize in bytes
 * @property {string[]} files the paths in it
 */

/**
 * Builds and packs what is published, each package after those that it depends on.
 * @param {string} destination a directory, absolute
 * @param {(name: string) => boolean} isWanted
 * @returns {Packed[]}
 */
export function packAll(destination, isWanted = () => true) {
  return publishedPackages()
    .filter(({ manifest }) => isWanted(manifest.name))
    .map(({ directory }) => pack(directory, destination));
}

function pack(directory, destination) {
  const output = execFileSync(
    "npm",
    ["pack", "--json", "--foreground-scripts=false", "--pack-destination", destination],
    {
      cwd: directory,
      encoding: "utf8",
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [packed] = JSON.parse(output);
  const { name, version, filename, size, unpackedSize, files } = packed;
  return {
    name,
    version,
    manifest: JSON.parse(readFileSync(join(directory, "package.json"), "utf8")),
    directory,
    tarball: join(destination, filename),
    size,
    unpackedSize,
    files: files.map(({ path }) => path),
  };
}
