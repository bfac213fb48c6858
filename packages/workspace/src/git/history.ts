import {
  classify,
  type Finding,
  Findings,
  formatVersion,
  rules,
  type Settings,
} from "@addendum/schema-repository";
import { equals, parseDocument } from "@addendum/json-schema";
import type { Git } from "./git.ts";

export interface History {
  readonly findings: readonly Finding[];
  readonly commits: number;
}

/**
 * Every commit, merges apart, that changed, deleted or renamed a version file which an earlier commit had made. An edit
 * that left the data as it was (a new order of keys, say) is a warning: it changed the bytes that caches promise.
 */
export function findHistoryEdits(git: Git, settings: Settings): History {
  const format = "%x02%h of %as";
  const args = ["log", "--no-merges", "--raw", "--no-abbrev", "-z", "--no-renames", `--format=${format}`];
  const path = git.toGit(settings.schemas).replace(/\/$/, "");
  const output = git.text([...args, ...(path === "" ? [] : ["--", path])]);
  const edits: { commit: string; status: string; path: string; before: string; after: string }[] = [];
  let commits = 0;
  for (const record of output.split("\u0002").slice(1)) {
    const [commit = "", ...fields] = record.split("\0");
    commits++;
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const match = /^\s*:(\d+) \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])$/.exec(fields[index] as string);
      const file = git.fromGit(fields[index + 1] as string);
      if (match === null || file === undefined) continue;
      const [, mode, before, after, status] = match as unknown as [string, string, string, string, string];
      if (status === "A" || !mode.startsWith("100")) continue;
      if (before === after) continue;
      if (classify(file.slice(file.lastIndexOf("/") + 1))?.kind !== "version") continue;
      edits.push({ commit, status, path: file, before, after });
    }
  }
  const rule = rules.find(({ id }) => id === "version-published");
  const errors = new Findings(settings);
  const changed = edits.filter(({ status }) => status === "M" || status === "T");
  const contents = git.blobs(changed.flatMap(({ before, after }) => [before, after]));
  const sameData = new Set(
    changed.filter((_, index) => {
      const [before, after] = [contents[2 * index], contents[2 * index + 1]].map((bytes) =>
        parseDocument(String(bytes), { isPublished: true }),
      );
      return (
        before?.kind === "document" &&
        after?.kind === "document" &&
        equals(before.document.data, after.document.data)
      );
    }),
  );
  const findings = edits.flatMap((edit): Finding[] => {
    if (rule === undefined) return [];
    const file = classify(edit.path.slice(edit.path.lastIndexOf("/") + 1));
    const version = file?.kind === "version" ? formatVersion(file.version) : "";
    const what =
      edit.status === "D" ? "deleted" : sameData.has(edit) ? "rewrote, with the same data," : "changed";
    const at = errors.list.length;
    errors.add(rule, "history", { file: edit.path }, { commit: edit.commit, what, version });
    const [finding] = errors.list.slice(at);
    if (finding === undefined) return [];
    return [sameData.has(edit) && finding.severity === "error" ? { ...finding, severity: "warn" } : finding];
  });
  return { findings, commits };
}
