import { declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import {
  examineMetrics,
  type GraphPanel,
  type KnownMetric,
  modelDashboards,
  type PanelLine,
} from "@addendum/metrics";
import { defaultSettings } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import type { Preview } from "../src/preview.ts";
import { daysBetween } from "../src/texts/days.ts";

/** What a metric of the catalogue says that a test depends on. */
export interface SampleMetric {
  readonly name: string;
  readonly path: string;
  readonly more?: Readonly<Record<string, unknown>>;
  /** Texts that no catalogue would let pass. */
  readonly texts?: Partial<
    Record<"name" | "description" | "question" | "owner" | "ticket" | "initiator", string>
  >;
}

const schema: Schema = {
  type: "object",
  properties: {
    editor: { type: "string", enum: ["old", "new"] },
    skin: { type: "string" },
    seconds: { type: "integer" },
  },
};

/** Metrics of a stream whose events have an editor, a skin and seconds. */
export function sampleMetrics(samples: readonly SampleMetric[]): readonly KnownMetric[] {
  const files = samples.map(({ name, path, more }, index) => ({
    file: `metrics/${String(index).padStart(4, "0")}.yaml`,
    // JSON is YAML.
    text: JSON.stringify({
      name,
      path,
      description: "How often it is switched.",
      question: "Do people keep it on?",
      owner: "Product Analytics",
      ticket: "https://tickets.example.org/T1",
      initiator: "A user presses the button.",
      source: { stream: "ui.toggle", aggregation: "count" },
      dimensions: { editor: { variable: true } },
      status: "active",
      baseline: "2026-09-01",
      ...more,
    }),
  }));
  const { metrics, findings } = examineMetrics({
    files,
    streams: openConfiguration,
    settings: defaultSettings,
    events: () => [declare(schema)],
  });
  if (metrics.length !== samples.length) throw new Error(findings.map(({ message }) => message).join("\n"));
  return metrics.map((known, index) => ({
    ...known,
    metric: { ...known.metric, ...samples[index]?.texts },
  }));
}

/** A line whose days have these numbers; a day without one has no point. */
export function lineOf(name: string, from: string, values: readonly (number | undefined)[]): PanelLine {
  const days = daysBetween(from, "2027-12-31");
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [[days[index] as string, value] as const],
  );
  return { name, points: new Map(points) };
}

export const from = "2026-10-27";
export const to = "2026-11-25";

/** A month of numbers that rise and fall. */
export function wave(seed: number, days = 30): readonly number[] {
  return Array.from({ length: days }, (_, day) =>
    Math.round(400 + 300 * Math.sin((day + seed * 3) / 4) + ((day * 37 + seed * 101) % 60)),
  );
}

/** A preview of metrics whose panels all have two lines or one. */
export function samplePreview(
  samples: readonly SampleMetric[],
  linesOf: (panel: GraphPanel) => readonly PanelLine[] = waves,
): Preview {
  return {
    ...modelDashboards(sampleMetrics(samples)),
    from,
    to,
    contentOf: (panel) => ({ kind: "series", series: { lines: linesOf(panel), omitted: 0 } }),
  };
}

function waves({ title, shows }: GraphPanel): readonly PanelLine[] {
  const names = shows.kind === "dimension" ? ["old", "new"] : [title];
  return names.map((name, index) => lineOf(name, from, wave(index)));
}
