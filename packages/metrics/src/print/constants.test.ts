import { transform } from "esbuild";
import { defaultSettings } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { expect, test } from "vitest";
import { examineMetrics } from "../examine/examine-metrics.ts";
import { escapeNode } from "../names/escape-name.ts";
import { renderConstants } from "./constants.ts";

function constantsOf(...texts: readonly string[]): string {
  const files = texts.map((text, index) => ({ file: `metrics/${index}.yaml`, text }));
  const { metrics } = examineMetrics({
    files,
    streams: openConfiguration,
    settings: defaultSettings,
    events: () => [],
  });
  return renderConstants(metrics);
}

interface Constants {
  readonly counters: Readonly<Record<string, unknown>>;
  readonly timings: Readonly<Record<string, (values: Readonly<Record<string, unknown>>) => string>>;
}

async function load(text: string): Promise<Constants> {
  const { code } = await transform(text, { loader: "ts", format: "esm" });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Constants;
}

const plain =
  "name: opens\npath: Example.opens\nsource: { measure: counter }\ndescription: 'Ends a comment: */'\n";
const wide =
  "name: load\npath: Example.load\nsource: { measure: timing }\ndimensions: { platform: { values: [phone, 3, true] }, skin: {} }\n";

test("a metric without dimensions is a name, another one a function", async () => {
  const text = constantsOf(plain, wide);
  expect(text).toContain('readonly platform: "phone" | 3 | true; readonly skin: string | number | boolean');
  const { counters, timings } = await load(text);
  expect(counters).toEqual({ opens: "Example.opens" });
  expect(timings["load"]?.({ platform: "phone", skin: "a b" })).toBe(
    "Example.load.byPlatform.phone.bySkin.a_x20_b",
  );
});

test("values are escaped as reports escape them", async () => {
  const { timings } = await load(constantsOf(wide));
  for (const skin of ["a.b", "_x20_", "_x2 ", "1000+ edits", "ä𝒳", "${a}", "..", "'\"`\\"]) {
    expect(timings["load"]?.({ platform: true, skin })).toBe(
      `Example.load.byPlatform.true.bySkin.${escapeNode(skin)}`,
    );
  }
});

test("a metric of a stream has no constant", () => {
  const text = constantsOf("name: a\npath: Example.a\nsource: { stream: ui.toggle, aggregation: count }\n");
  expect(text).not.toContain("Example");
});
