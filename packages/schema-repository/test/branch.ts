// A repository in memory: what the base branch has published of one title, and what a branch has made of it.
import { type Declaration, declare } from "@addendum/event-fields";
import { evaluate, toYaml, type DataObject } from "@addendum/json-schema";
import { Compatibility } from "../src/compatibility/compatibility.ts";
import { basicScope, type ExaminationScope } from "../src/model/examination-scope.ts";
import { examine } from "../src/examine/examine.ts";
import type { Finding } from "../src/model/finding.ts";
import { Materializer } from "../src/materialize/materializer.ts";
import { memoryBaseline, memorySnapshot } from "../src/model/memory-snapshot.ts";
import type { Reader } from "../src/model/reader.ts";
import type { Judge, Repository } from "../src/model/repository.ts";
import { Findings } from "../src/model/findings.ts";
import { defaultSettings, type Settings } from "../src/model/settings.ts";
import { TitleVersions } from "../src/versions/title-versions.ts";
import { formatVersion } from "../src/model/version.ts";

/** What each version says, or the text of its file. */
export type Versions = Readonly<Record<string, DataObject | string>>;

export interface Branch {
  readonly published: Versions;
  /** Versions that this branch has made before, and not published. */
  readonly made?: Versions;
  /** The current's version and what it says. */
  readonly current: readonly [string, DataObject];
  readonly settings?: Partial<Settings>;
  readonly today?: string;
  /** Whether somebody reads each field that any version declares. */
  readonly isRead?: boolean;
  readonly scope?: Partial<ExaminationScope>;
}

const title = "a/b";
const judge: Judge = (schema, value) => {
  const refusal = evaluate(schema, value as never);
  return refusal && { place: refusal.instancePointer, reason: `is refused by ${refusal.keyword}` };
};

function repositoryOf({
  published,
  made = {},
  current,
  settings,
  scope,
  isRead = false,
  today = "2026-01-31",
}: Branch): Repository {
  const text = (version: string, body: DataObject | string) =>
    typeof body === "string"
      ? body
      : toYaml({
          title,
          $id: `/${title}/${version}`,
          $schema: "https://json-schema.org/draft-07/schema#",
          ...body,
        });
  const files = (versions: Versions) =>
    Object.fromEntries(
      Object.entries(versions).map(([version, body]) => [
        `schemas/${title}/${version}.yaml`,
        text(version, body),
      ]),
    );
  const base = files(published);
  const snapshot = memorySnapshot({
    ...base,
    ...files(made),
    [`schemas/${title}/current.yaml`]: text(...current),
  });
  return {
    snapshot,
    settings: {
      ...defaultSettings,
      contentTypes: ["yaml"],
      extensionlessAliases: false,
      latestAliases: false,
      generateExamples: false,
      numericBounds: false,
      ...settings,
    },
    baseline: memoryBaseline(base, snapshot),
    remote: () => undefined,
    today,
    scope: { ...basicScope, ...scope },
    aliasStyle: () => "link",
    generators: [],
    judge,
    readers: () =>
      isRead ? readersOfAll([...Object.values(published), ...Object.values(made), current[1]]) : [],
  };
}

function readersOfAll(versions: readonly (DataObject | string)[]): readonly Reader[] {
  const paths = new Map<string, readonly string[]>();
  const visit = ({ properties, items, members }: Declaration, path: readonly string[]) => {
    if (path.length > 6) return;
    paths.set(path.join("/"), path);
    for (const [name, member] of properties) visit(member, [...path, name]);
    for (const item of [items, members]) if (item !== undefined) visit(item, [...path, "*"]);
  };
  for (const version of versions) if (typeof version !== "string") visit(declare(version), []);
  return [...paths.values()].map((path) => ({
    kind: "report",
    name: `report “${path.join(".")}”`,
    file: "reports/all.sql",
    title,
    major: undefined,
    path,
    how: path.length === 0 ? "may read" : "reads",
    does: "reads it",
  }));
}

/** What the hook says of a branch's current. */
export function hookFindings(branch: Branch): readonly Finding[] {
  return examine(repositoryOf(branch), [title]).findings;
}

/** What `addendum check` says. */
export function checkFindings(branch: Branch): readonly Finding[] {
  return examine(repositoryOf({ ...branch, scope: { ...branch.scope, isThorough: true } }), [title]).findings;
}

/** The rules by which the hook rejects a branch's current. */
export function rejections(branch: Branch): readonly string[] {
  return hookFindings(branch)
    .filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);
}

/** What `addendum bump` sets. */
export function bumped(branch: Branch): string | undefined {
  const repository = repositoryOf(branch);
  const findings = new Findings(repository.settings);
  const { snapshot, settings, remote } = repository;
  const materializer = new Materializer(snapshot, settings, findings, new Set([title]), remote);
  const materialized = materializer.materialize(title);
  if (materialized === undefined) throw new Error(findings.list.map(({ message }) => message).join("\n"));
  const versions = new TitleVersions(repository);
  const least = new Compatibility(repository, versions, materializer, findings).leastVersion(materialized);
  return least && formatVersion(least);
}
