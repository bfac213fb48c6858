// A member of the scope that reached neither the memory nor the threads would give wrong answers, silently.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { basicScope, type ExaminationScope } from "@addendum/schema-repository";
import { afterAll, expect, test } from "vitest";
import { openWorkTree } from "../open/open-repository.ts";
import { loadSettings } from "../settings/settings-file.ts";
import { runKey } from "./cache.ts";
import { describeTasks } from "./threads.ts";

const root = mkdtempSync(join(tmpdir(), "addendum-scope-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
writeFileSync(join(root, "addendum.yaml"), "version: 1\n");

const edge = { version: "1.0.0", generators: [], judge: () => undefined };
const repository = openWorkTree(loadSettings({ repo: root }), edge, { kind: "disk" });
const members = Object.keys(basicScope) as (keyof ExaminationScope)[];

test.each(members)("%s is part of what a run is remembered by, and of what a thread is told", (member) => {
  const scope = { ...basicScope, [member]: !basicScope[member] };
  const wider = { ...repository, scope };
  expect(runKey(wider, [])).not.toBe(runKey(repository, []));
  expect(describeTasks(wider, [], [[]]).map((task) => task.scope)).toEqual([scope]);
});

test("the order of the members means nothing", () => {
  const scope = Object.fromEntries(Object.entries(basicScope).reverse()) as unknown as ExaminationScope;
  expect(runKey({ ...repository, scope }, [])).toBe(runKey(repository, []));
});
