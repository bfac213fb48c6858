// The command, installed from its tarballs by each package manager.
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { checkTarball } from "../../../scripts/release/check-tarball.mjs";
import { commandLimits } from "../../../scripts/release/size.mjs";
import {
  askForParts,
  check,
  compare,
  firstCommit,
  importNothing,
  importType,
  secondCommits,
  sendEvent,
  writeTypes,
} from "./journey.ts";
import { others } from "./package-manager.ts";
import { Project } from "./project.ts";
import { isQuick, unlessQuick } from "./quick.ts";

/** What an install brought: the size of its files in bytes, and how many packages. */
function sizeOf(directory: string): { readonly bytes: number; readonly packages: number } {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = paths.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const manifests = files.filter((file) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(file));
  return {
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    packages: manifests.length,
  };
}

/** The compiler that a stranger installs on request: the copy of this repository, so that nothing is downloaded. */
const compiler = dirname(
  createRequire(join(import.meta.dirname, "../../cli/package.json")).resolve("typescript/package.json"),
);

async function wholeWay(project: Project): Promise<void> {
  firstCommit(project);
  secondCommits(project);
  check(project);
  compare(project);
  writeTypes(project);
  await sendEvent(project);
  importNothing(project);
  askForParts(project);
  project.install(["addendum"], { typescript: `file:${compiler}` });
  importType(project);
}

test("npm: small, without warnings, and the whole way", async () => {
  const project = new Project();
  const said = project.install(["addendum"]);
  expect(said).not.toMatch(/warn|deprecated|EBADENGINE|vulnerab/i);
  const size = sizeOf(project.path("node_modules"));
  console.log(`The command's install: ${(size.bytes / 1e6).toFixed(1)} MB in ${size.packages} packages.`);
  expect(size.bytes).toBeLessThanOrEqual(commandLimits.bytes);
  expect(size.packages).toBeLessThanOrEqual(commandLimits.packages);
  await wholeWay(project);
});

describe.each(others)("$name", (manager) => {
  test.skipIf(!isQuick)("a first commit", () => {
    const project = new Project({ manager });
    project.install(["addendum"]);
    firstCommit(project);
    check(project);
  });

  test.skipIf(isQuick)(`the whole way${unlessQuick}`, async () => {
    const project = new Project({ manager });
    project.install(["addendum"]);
    await wholeWay(project);
  });
});

test("publint and arethetypeswrong find nothing in any tarball, and each has its licence", async () => {
  for (const one of inject("packed")) expect(await checkTarball(one), one.name).toEqual([]);
});

test("nothing that is published runs a script when it is installed, or depends on what is private", () => {
  for (const { name, manifest } of inject("packed")) {
    const { scripts = {}, dependencies = {} } = manifest as Record<string, Record<string, string>>;
    expect(Object.keys(scripts), name).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:pre|post)?install$/)]),
    );
    const ours = Object.keys(dependencies).filter((one) => one.startsWith("@addendum/"));
    expect(inject("packed").map((one) => one.name)).toEqual(expect.arrayContaining(ours));
  }
});
