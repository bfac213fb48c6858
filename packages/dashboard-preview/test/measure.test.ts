import { expect, test } from "vitest";
import { renderPreview } from "../src/index.ts";
import { echarts } from "./echarts.ts";
import { from, lineOf, samplePreview, wave } from "./sample-preview.ts";

test("fifty panels of six lines are drawn in seconds, and are small", () => {
  // Each metric has a panel of its own and one for its dimension.
  const samples = Array.from({ length: 25 }, (_, index) => ({
    name: `m${index}`,
    path: `Example.Feature${Math.floor(index / 5)}.m${index}`,
  }));
  const lines = Array.from({ length: 6 }, (_, index) => lineOf(`value ${index}`, from, wave(index)));
  renderPreview(samplePreview(samples.slice(0, 1)), echarts);
  const start = performance.now();
  const files = renderPreview(
    samplePreview(samples, ({ shows }) => (shows.kind === "dimension" ? lines : lines.slice(0, 1))),
    echarts,
  );
  const ms = performance.now() - start;
  const kilobytes = (end: string) =>
    files
      .filter(({ path }) => path.endsWith(end))
      .reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1024;
  const charts = files.filter(({ path }) => path.endsWith(".svg")).length;
  console.log(
    `50 panels: ${ms.toFixed(0)} ms; ${charts} SVG files of ${(kilobytes(".svg") / charts).toFixed(1)} kB, pages of ${kilobytes(".html").toFixed(0)} kB together`,
  );
  expect(ms).toBeLessThan(20_000);
  expect(kilobytes(".svg") / charts).toBeLessThan(40);
});
