import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { command, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const fields = `  editor: { type: string, description: Which editor., enum: [old, new] }
  seconds: { type: integer, description: How long it took. }
`;
const about = `description: How often highlighting is switched.
question: Do people keep it?
owner: Product Analytics
ticket: https://tickets.example.org/T1
initiator: A user presses the button.
collector: toggle.ts
dimensions: { editor: { variable: true } }
status: active
baseline: 2026-09-01
`;
const metrics = {
  toggles: `name: toggles\n${about}source: { stream: ui.toggle, aggregation: count }\npath: Example.Toggle.toggles\n`,
  seconds: `name: seconds\n${about}source: { stream: ui.toggle, aggregation: mean, field: seconds }\npath: Example.Toggle.seconds\n`,
  load: `name: load\n${about}source: { measure: timing }\npath: Example.Toggle.load\n`,
};

function withMetrics(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("streams.yaml", "version: 1\nstreams:\n  ui.toggle: { title: ui/toggle }\n");
  for (const [name, text] of Object.entries(metrics)) repository.write(`metrics/${name}.yaml`, text);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  return repository;
}

const event = (day: string, editor: string, seconds: number) =>
  `${JSON.stringify({ $schema: "/ui/toggle/1.0.0", meta: { stream: "ui.toggle", dt: `${day}T10:00:00Z` }, editor, seconds })}\n`;

function preview(repository: ScratchRepository, ...options: readonly string[]) {
  return repository.addendum("dashboards", "--preview", "preview", "--today", "2026-11-05", ...options);
}

function bytesBelow(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const entries = files.map((file) => join(file.parentPath, file.name)).sort();
  return new Map(entries.map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")]));
}

test("dashboards are drawn from the lake, the same for the same lake", () => {
  const repository = withMetrics();
  repository.write(
    "events/a.ndjson",
    event("2026-11-02", "old", 10) +
      event("2026-11-03", "old", 20) +
      event("2026-11-03", "new", 50) +
      event("2026-11-03", "new", 50) +
      event("2026-11-05", "new", 1),
  );
  expect(repository.addendum("load")).toMatchObject({ code: 0 });
  const { code, out, err } = preview(repository, "--days", "3");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(join(repository.root, "preview/index.html"));
  const files = bytesBelow(repository.path("preview"));
  const path = [...files.keys()].find((name) => name.startsWith("addendum-example-toggle"));
  const page = files.get(path ?? "") ?? "";
  // Today is not over yet.
  expect(page).toContain('<p class="span">2 Nov – 4 Nov 2026</p>');
  expect(page).toContain('<tr><th scope="row">2026-11-03</th><td>40</td></tr>');
  expect(page).toContain('<tr><th scope="row">2026-11-03</th><td>3</td></tr>');
  expect(page).toContain('<tr><th scope="row">2026-11-03</th><td>1</td><td>2</td></tr>');
  expect(page).toContain("The lake cannot compute it: its numbers do not come from a stream.");
  expect(page).not.toContain("2026-11-05");

  preview(repository, "--days", "3");
  expect(bytesBelow(repository.path("preview"))).toEqual(files);
  // What is no longer shown goes, what somebody wrote stays.
  repository.write("preview/notes.txt", "mine");
  repository.run("rm", ["metrics/seconds.yaml"]);
  preview(repository, "--days", "3");
  const later = bytesBelow(repository.path("preview"));
  expect(later.has("notes.txt")).toBe(true);
  expect(later.size).toBeLessThan(files.size);
  repository.write("foreign/index.html", "mine");
  expect(repository.addendum("dashboards", "--preview", "foreign")).toMatchObject({ code: 2 });
  expect(repository.read("foreign/index.html")).toBe("mine");
});

test("a lake that is empty, or not there, gives pages that say so", () => {
  const repository = withMetrics();
  const missing = preview(repository);
  expect(missing.code).toBe(0);
  expect(missing.err).toContain("There is no lake at");
  expect(existsSync(repository.path("lake"))).toBe(false);
  const text = () => [...bytesBelow(repository.path("preview")).values()].join("");
  expect(text()).toContain("No events have been loaded.");
  mkdirSync(repository.path("lake"));
  expect(preview(repository)).toMatchObject({ code: 0, err: "" });
  expect(text()).toContain("There are no numbers for these days.");
});

test.each([
  [["--days", "0"], "--days must be an integer"],
  [["--days", "x"], "--days must be an integer"],
  [["--today", "2026-02-30"], "--today must be a day"],
  [["--today", "now"], "--today must be a day"],
  [["--check"], "--preview"],
  [["--out", "x"], "--preview"],
])("what makes no sense is refused: %s", (options, message) => {
  const repository = withMetrics();
  const { code, err } = repository.addendum("dashboards", "--preview", "preview", ...options);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(existsSync(repository.path("preview"))).toBe(false);
});

test.each([
  [[], "npm install echarts@"],
  [["echarts", "tslib", "zrender"], "npm install @duckdb/node-api"],
])("a part that is not installed is named: with %s alone, %s", (parts, hint) => {
  const repository = withMetrics();
  // The command by itself, as a package has it, beside nothing else that is optional.
  const place = scratchDirectory();
  cpSync(dirname(dirname(command)), join(place, "cli"), {
    recursive: true,
    filter: (path) => !path.includes("node_modules") && !/cli\/(src|test)$/.test(path),
  });
  mkdirSync(join(place, "node_modules"));
  const installed = join(import.meta.dirname, "../../../node_modules");
  for (const part of parts) symlinkSync(join(installed, part), join(place, "node_modules", part));
  mkdirSync(repository.path("lake"));
  const run = repository.run(process.execPath, [
    join(place, "cli/bin/addendum.cjs"),
    "dashboards",
    "--preview",
    "preview",
  ]);
  expect(run.code).toBe(2);
  expect(run.err).toContain(hint);
});
