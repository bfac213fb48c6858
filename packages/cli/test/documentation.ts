import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { root } from "./documented-places.ts";

/** What stands between two fences. */
export interface Block {
  readonly page: string;
  readonly line: number;
  /** Empty for layouts and templates. */
  readonly language: string;
  readonly text: string;
}

/** Pages that people wrote, from the root; those of rules and references are generated. */
export const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  ...["docs", "docs/ci", "docs/deploy"].flatMap((directory) =>
    readdirSync(join(root, directory))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${directory}/${name}`),
  ),
  ...readdirSync(join(root, "packages"))
    .map((name) => `packages/${name}/README.md`)
    .filter((page) => existsSync(join(root, page))),
];

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** All blocks of all pages, in order. */
export const blocks: readonly Block[] = pages.flatMap((page) => {
  const whole = textOf(page);
  return [...whole.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = "", 2: text = "" }) => ({
      page,
      line: whole.slice(0, index).split("\n").length,
      language,
      text,
    }),
  );
});

/** Printed text fits a page's: “…” stands for anything, a date for any date, a time for any time. */
export function expectToFit(printed: string, shown: string): void {
  const pattern = shown
    .trimEnd()
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    .replaceAll(/^…\n/gm, String.raw`[\s\S]*?`)
    .replaceAll("…", String.raw`[\s\S]*?`)
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:\\.]+Z)?/g, String.raw`\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?`);
  const text = printed.replaceAll(/ +$/gm, "").trimEnd();
  if (!new RegExp(`^${pattern}$`).test(text)) expect(text).toBe(shown.trimEnd());
}
