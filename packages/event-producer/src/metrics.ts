import type { Producer } from "./producer.ts";

/** Plain statistics, by names such as `MediaWiki.CodeMirror.toggles`. */
export interface Metrics {
  /** Counts something that happened. */
  increment(name: string, by?: number): void;
  /** Says how much there is of something now. */
  gauge(name: string, value: number): void;
  /** Says how long something took, in milliseconds. */
  timing(name: string, ms: number): void;
}

/** What is submitted for one measurement. */
interface Measurement {
  readonly name: string;
  readonly kind: "counter" | "gauge" | "timing";
  readonly value: number;
}

/**
 * Statistics of a page: each measurement is an event, which the intake passes on to StatsD.
 * @param stream of the schema `statistics/measurement`
 */
export function createMetrics<Streams>(producer: Producer<Streams>, stream: keyof Streams & string): Metrics {
  const submit = producer.submit as unknown as (stream: string, event: Measurement) => Promise<void>;
  const measure = (kind: Measurement["kind"]) => (name: string, value: number) => {
    void submit(stream, { name, kind, value });
  };
  const count = measure("counter");
  return {
    increment: (name, by = 1) => count(name, by),
    gauge: measure("gauge"),
    timing: measure("timing"),
  };
}
