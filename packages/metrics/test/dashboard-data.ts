import { declare } from "@addendum/event-fields";
import { defaultSettings } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { examineMetrics, type KnownMetric } from "../src/examine/examine-metrics.ts";
import { schemaOf } from "./query-engines.ts";

/** The schema of the stream `s`. */
export const eventSchema = schemaOf(
  "editor: { type: string, enum: [old, new] }\nskin: { type: string }\nenabled: { type: boolean }\nseconds: { type: integer }\nsession_id: { type: string }\n",
);

/** The schema of the stream `v`, by whose sessions a metric of `s` is divided. */
export const viewSchema = schemaOf("skin: { type: string }\nsession_id: { type: string }\n");

const base =
  "owner: Us\nticket: https://example.org/T1\nquestion: Why?\nstatus: active\nbaseline: 2026-01-01\n";
const dimensions = "dimensions: { editor: { variable: true }, skin: { variable: true }, enabled: {} }\n";

/** A metric of each kind, as files of the catalogue. */
export const texts = {
  toggles: `name: toggles\npath: Example.Feature.toggles\nsource: { stream: s, aggregation: count }\n${base}${dimensions}`,
  rate: `name: rate\npath: Example.Feature.rate\nsource: { stream: s, aggregation: count, per: { distinct: session_id } }\nnormalization: per session\n${base}${dimensions}`,
  mean: `name: mean\npath: Example.Feature.mean\nsource: { stream: s, aggregation: mean, field: seconds }\n${base}${dimensions}`,
  most: `name: most\npath: Example.Feature.most\nsource: { stream: s, aggregation: max, field: seconds }\n${base}${dimensions}`,
  seen: `name: seen\npath: Example.Feature.seen\nsource: { stream: s, aggregation: count, per: { stream: v, distinct: session_id } }\nnormalization: per session\n${base}${dimensions}`,
  whole: `name: whole\npath: Example.Feature.whole\nsource: { stream: s, aggregation: mean, field: seconds }\n${base}`,
};

/** The metrics of files of the catalogue, with the events of {@link eventSchema}. */
export function metricsOf(files: readonly string[]): readonly KnownMetric[] {
  return examineMetrics({
    files: files.map((text, index) => ({ file: `metrics/${String(index).padStart(4, "0")}.yaml`, text })),
    streams: openConfiguration,
    settings: defaultSettings,
    events: (title) => [declare(title === "v" ? viewSchema : eventSchema)],
  }).metrics;
}

/** The same results of a day, of each metric by its name: what a query gives, and what is published of it. */
export const results: Readonly<
  Record<keyof typeof texts, readonly Readonly<Record<string, string | number>>[]>
> = {
  toggles: [
    { editor: "old", skin: "vector", enabled: "true", value: 3 },
    { editor: "new", skin: "minerva", enabled: "true", value: 5 },
  ],
  rate: [
    { editor: "old", skin: "vector", enabled: "true", value: 1, total: 10, sessions: 10 },
    { editor: "new", skin: "minerva", enabled: "true", value: 0.5, total: 5, sessions: 10 },
  ],
  mean: [
    { editor: "old", skin: "vector", enabled: "true", value: 2, events: 30 },
    { editor: "new", skin: "minerva", enabled: "true", value: 8, events: 10 },
    { editor: "old", skin: "minerva", enabled: "true", value: 8, events: 10 },
  ],
  most: [
    { editor: "old", skin: "vector", enabled: "true", value: 4 },
    { editor: "new", skin: "minerva", enabled: "true", value: 9 },
  ],
  // Sessions are told apart by skin alone.
  seen: [
    { editor: "old", skin: "vector", enabled: "true", value: 0.5, total: 5, sessions: 10 },
    { editor: "new", skin: "vector", enabled: "true", value: 0.2, total: 2, sessions: 10 },
    { editor: "new", skin: "minerva", enabled: "true", value: 0.8, total: 4, sessions: 5 },
  ],
  whole: [{ value: 7, events: 3 }],
};

/** What the panels of these metrics show of {@link results}: title → line → its number. */
export const shown: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  toggles: { toggles: 8 },
  "toggles, by editor": { old: 3, new: 5 },
  "toggles, by skin": { vector: 3, minerva: 5 },
  "toggles, by enabled": { true: 8 },
  "rate, per session": { rate: 0.75 },
  "rate: totals": { total: 15, sessions: 20 },
  "rate, per session, by editor": { old: 1, new: 0.5 },
  "rate, per session, by skin": { vector: 1, minerva: 0.5 },
  "rate, per session, by enabled": { true: 0.75 },
  // (2 · 30 + 8 · 10 + 8 · 10) / 50
  mean: { mean: 4.4 },
  "mean: totals": { events: 50 },
  "mean, by editor": { old: 3.5, new: 8 },
  "mean, by skin": { vector: 2, minerva: 8 },
  "mean, by enabled": { true: 4.4 },
  most: { most: 9 },
  "most, by editor": { old: 4, new: 9 },
  "most, by skin": { vector: 4, minerva: 9 },
  "most, by enabled": { true: 9 },
  "seen, per session": { seen: 11 / 15 },
  "seen: totals": { total: 11, sessions: 15 },
  "seen, per session, by editor": { old: 0.5, new: 0.4 },
  "seen, per session, by skin": { vector: 0.7, minerva: 0.8 },
  "seen, per session, by enabled": { true: 11 / 15 },
  whole: { whole: 7 },
  "whole: totals": { events: 3 },
};
