import { spawnSync } from "node:child_process";
import { chownSync } from "node:fs";

const known = new Map<string, number | undefined>();

/** Assigns a file to a group. Returns why it failed, or undefined. */
export function giveToGroup(file: string, group: string): string | undefined {
  if (!known.has(group)) known.set(group, groupId(group));
  const id = known.get(group);
  if (id === undefined) return `there is no group “${group}”`;
  try {
    chownSync(file, -1, id);
    return undefined;
  } catch (error) {
    return `${file} cannot be assigned to the group “${group}”: ${(error as NodeJS.ErrnoException).code ?? ""}`;
  }
}

/** The system’s own answer: groups may come from elsewhere than /etc/group. */
function groupId(group: string): number | undefined {
  const { status, stdout } = spawnSync("getent", ["group", "--", group], { encoding: "utf8" });
  const match = /^[^:]*:[^:]*:(\d+):/.exec(stdout ?? "");
  return status === 0 && match !== null && stdout.startsWith(`${group}:`) ? Number(match[1]) : undefined;
}
