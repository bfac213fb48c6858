import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

const metric = `name: toggles
question: Do people keep it?
owner: Product Analytics
ticket: T1
initiator: A user presses <b>the button</b>.
collector: toggle.ts
source: { stream: ui.toggle, aggregation: count }
dimensions: { editor: {} }
path: Example.toggles
status: active
baseline: 2020-01-01
deprecation: { plan: Drop it after a year. }
`;

function withMetric(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  const fields = "  editor: { type: string, description: Which editor., enum: [old, new] }\n";
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", fields));
  repository.write("metrics/toggles.yaml", metric);
  repository.addendum("materialize");
  return repository;
}

test("a number is followed from the question to the button, in each format", () => {
  const repository = withMetric();
  const { code, out } = repository.addendum("lineage");
  expect(code).toBe(0);
  expect(out).toContain("toggles: Do people keep it?\n");
  expect(out).toContain("  ← ui/toggle: editor ═\n  ← toggle.ts ◯\n");
  expect(out).toContain("  active | starts 2020-01-01 | Drop it after a year.\n");
  expect(repository.addendum("lineage", "--format", "markdown").out.split("\n")).toHaveLength(4);
  const json = JSON.parse(
    repository.addendum("lineage", "--format", "json", "--of", "ui/toggle#editor").out,
  ) as {
    readonly nodes: readonly { readonly id: string }[];
    readonly edges: readonly { readonly from: string; readonly to: string }[];
  };
  const ids = new Set(json.nodes.map(({ id }) => id));
  for (const { from, to } of json.edges) expect(ids.has(from) && ids.has(to)).toBe(true);
  const events = repository.addendum("lineage", "--format", "openlineage", "--today", "2026-01-31").out;
  for (const line of events.trim().split("\n"))
    expect(JSON.parse(line)).toMatchObject({
      eventTime: "2026-01-31T00:00:00Z",
      job: { name: expect.stringContaining("toggles") },
    });
});

test("the page is drawn, and allows its own style alone", () => {
  const page = withMetric().addendum("lineage", "--format", "html").out;
  const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(`style-src 'sha256-${hash}'`);
  expect(page).not.toMatch(/<script|<b>|unsafe-inline/);
  expect(page.match(/<a href="#row-0">/g)?.length).toBe(page.match(/<rect /g)?.length);
  expect(page.match(/<path class="edge/g)?.length).toBeGreaterThan(5);
});

test("what is not there is said, with what could be meant", () => {
  const { code, err } = withMetric().addendum("lineage", "--of", "togles");
  expect(code).toBe(2);
  expect(err).toContain("nothing is called “togles”. Did you mean “toggles”?");
});
