import { spawnSync } from "node:child_process";
import packageJson from "../../package.json" with { type: "json" };

/** The text for a bug report: the versions of the command, of Node and of git. */
export function versionText(): string {
  const { stdout, error } = spawnSync("git", ["--version"], { encoding: "utf8" });
  const git = error === undefined ? stdout.trim().replace(/^git version /, "") : "not found on the PATH";
  const { node } = process.versions;
  return `addendum ${packageJson.version}\nNode ${node} (${process.execPath})\ngit ${git}\n`;
}
