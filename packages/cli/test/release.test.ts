// What a release does beside building: scripts/release.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { datedChangelog, textOfChangeset } from "../../../scripts/release/changelog.mjs";
import { noticeOf } from "../../../scripts/release/notice.mjs";
import { publishedPackages } from "../../../scripts/release/published-packages.mjs";
import { scratchDirectory } from "./scratch-repository.ts";

test("a changeset is an item of the changelog, without the packages that it names", () => {
  const changeset = '---\n"@addendum/containment": minor\n---\n\nProofs are shorter.\n\nAnd witnesses.\n';
  expect(textOfChangeset(changeset)).toBe("- Proofs are shorter.\n\n  And witnesses.");
});

test("a version takes what was unreleased, changesets first", () => {
  const changelog = "# Changelog\n\n## Unreleased\n\n- One.\n\n## 0.1.0 (2026-01-01)\n\n- Zero.\n";
  expect(datedChangelog(changelog, "0.2.0", "2026-02-02", ["- Two."])).toBe(
    "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-02-02)\n\n- Two.\n- One.\n\n## 0.1.0 (2026-01-01)\n\n- Zero.\n",
  );
  expect(() => datedChangelog("# Changelog\n", "0.2.0", "2026-02-02", [])).toThrow("Unreleased");
});

/** A package of others, as it lies in node_modules; returns a file of it. */
function bundled(root: string, name: string, license: string | undefined, text?: string): string {
  const directory = join(root, "node_modules", name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, "package.json"),
    JSON.stringify({ name, version: "1.0.0", license, author: "A" }),
  );
  if (text !== undefined) writeFileSync(join(directory, "LICENSE"), text);
  return join(directory, "lib/index.js");
}

test("NOTICE has the licence of everything that is bundled, once", () => {
  const root = scratchDirectory();
  const inputs = [
    bundled(root, "b", "MIT", "Copyright B\n"),
    bundled(root, "@scope/a", "ISC"),
    bundled(join(root, "node_modules/other"), "b", "MIT", "Copyright B\n"),
    join(root, "src/own.ts"),
  ];
  expect(noticeOf(inputs)).toContain(
    "This package contains code of:\n\n- @scope/a 1.0.0 (ISC)\n- b 1.0.0 (MIT)\n\n## @scope/a 1.0.0\n\nISC, copyright A\n\n## b 1.0.0\n\nCopyright B\n",
  );
  expect(noticeOf([join(root, "src/own.ts")])).not.toContain("contains code");
});

test.each(["GPL-3.0-only", undefined])("a bundled package under %s stops the build", (license) => {
  const input = bundled(scratchDirectory(), "c", license);
  expect(() => noticeOf([input])).toThrow(/c 1\.0\.0 is bundled, and its licence is/);
});

test("what is published comes after what it depends on, has one version, and leaves out what only the command uses", () => {
  const packages = publishedPackages();
  const names = packages.map(({ manifest }) => manifest.name);
  expect(new Set(packages.map(({ manifest }) => manifest.version)).size).toBe(1);
  for (const [index, { manifest }] of packages.entries()) {
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      if (names.includes(dependency)) expect(names.indexOf(dependency)).toBeLessThan(index);
    }
  }
  expect(names).toEqual(expect.arrayContaining(["addendum", "@addendum/cli", "@addendum/containment"]));
  expect(names).not.toContain("@addendum/warehouse");
});

test("the command asks for the Node that package.json asks for, and both its packages list the same parts", () => {
  const byName = new Map(publishedPackages().map(({ manifest }) => [manifest.name, manifest]));
  const [command, cli] = [byName.get("addendum"), byName.get("@addendum/cli")];
  expect(command?.peerDependencies).toEqual(cli?.peerDependencies);
  expect(command?.peerDependenciesMeta).toEqual(cli?.peerDependenciesMeta);
  expect(cli?.engines).toEqual({ node: ">=20.19" });
});
