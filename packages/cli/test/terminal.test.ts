import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commands } from "../src/commands.ts";
import { renderHelp } from "../src/run/help.ts";
import { command, schema, ScratchRepository } from "./scratch-repository.ts";

const dist = join(dirname(command), "../dist");
const docs = join(import.meta.dirname, "../../../docs");

test("a rule’s name leads to its page in the package, where the terminal shows links", () => {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/a/b/current.yaml", schema("a/b", "1.0.0"));
  const run = (env: NodeJS.ProcessEnv) => repository.run(process.execPath, [command, "check"], { env }).out;
  const [, address, name] = /\u001b\]8;;(file:[^\u001b]*)\u001b\\([a-z-]+)\u001b\]8;;\u001b\\/.exec(
    run({ FORCE_HYPERLINK: "1" }),
  ) as unknown as [string, string, string];
  expect(readFileSync(fileURLToPath(address), "utf8")).toBe(
    readFileSync(join(docs, "rules", `${name}.md`), "utf8"),
  );
  expect(run({ FORCE_HYPERLINK: "0", FORCE_COLOR: "1" })).not.toContain("\u001b]8");
  expect(run({})).not.toContain("\u001b");
});

test.each(["addendum", "streams"])("the package has %s.schema.json, for editors", (name) => {
  expect(readFileSync(join(dist, `${name}.schema.json`), "utf8")).toBe(
    readFileSync(join(docs, `reference/${name}.schema.json`), "utf8"),
  );
});

test("--version says what a report of a fault needs", () => {
  const { out, code } = new ScratchRepository().addendum("--version");
  expect(code).toBe(0);
  expect(out).toMatch(/^addendum \d+\.\d+\.\d+.*\nNode \d+\.\d+\.\d+ \(.*node.*\)\ngit \d+\.\d+.*\n$/);
  const PATH = "/nowhere";
  expect(
    new ScratchRepository().run(process.execPath, [command, "--version"], { env: { PATH } }).out,
  ).toContain("git not found on the PATH\n");
});

test.each(commands)("$name has a help with examples, no wider than a terminal", (one) => {
  const help = renderHelp(one, { width: 80, heading: (text) => text });
  for (const heading of ["NAME", "SYNOPSIS", "EXAMPLES", "EXIT STATUS"]) {
    expect(help).toMatch(new RegExp(`^${heading}$`, "m"));
  }
  const examples = new Set(one.examples.map(({ line }) => `  ${line}`));
  const wide = help.split("\n").filter((line) => line.length > 80 && !examples.has(line));
  // Words that are longer than the room stay whole, such as a synopsis.
  expect(wide.filter((line) => !line.startsWith("  addendum "))).toEqual([]);
  for (const { line } of one.examples) expect(line).toContain("addendum");
});
