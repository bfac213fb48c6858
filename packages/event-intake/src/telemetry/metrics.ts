import { collectDefaultMetrics, Counter, Gauge, type Metric, Registry } from "prom-client";

/** Senders choose streams and fields: beyond so many distinct series of a kind all others are one. */
const seriesLimit = 1000;
/** Of one configured stream, which has room of its own. */
const ownSeriesLimit = 100;
/** No label is longer, in UTF-16 units; no configured stream's name is. */
const labelLength = 255;

/**
 * Counts by labels, for {@link Registry}; separately only as long as there are few. What senders make up never takes
 * the place of a configured stream: each of those has its own room.
 */
class Series {
  private readonly counts = new Map<string, { readonly labels: Record<string, string>; count: number }>();
  /** Series of each configured stream; of all others under `undefined`. */
  private readonly sizes = new Map<string | undefined, number>();
  private readonly configured: ReadonlySet<string>;

  constructor(configured: ReadonlySet<string>) {
    this.configured = configured;
  }

  add(labels: Readonly<Record<string, string>>, key: string, count = 1): void {
    const series = this.counts.get(key) ?? this.begin(labels, key);
    series.count += count;
  }

  values(): Iterable<{ readonly labels: Record<string, string>; readonly count: number }> {
    return this.counts.values();
  }

  private begin(labels: Readonly<Record<string, string>>, key: string) {
    const { stream = "" } = labels;
    const owner = this.configured.has(stream) ? stream : undefined;
    const size = this.sizes.get(owner) ?? 0;
    const isFull = size >= (owner === undefined ? seriesLimit : ownSeriesLimit);
    const isKept = (name: string) => !isFull || (name === "stream" && owner !== undefined);
    const kept = Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [name, isKept(name) ? value : "unknown"]),
    );
    const keptKey = isFull ? JSON.stringify(kept) : key;
    let series = this.counts.get(keptKey);
    if (series === undefined) this.counts.set(keptKey, (series = { labels: kept, count: 0 }));
    if (!isFull) this.sizes.set(owner, size + 1);
    return series;
  }
}

function cut(label: string): string {
  return label.length > labelLength ? label.slice(0, labelLength) : label;
}

/** What was counted of one stream since the intake began. */
export interface StreamCounts {
  readonly stream: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  /** Members that are not declared: of several schemas, each of them. */
  readonly undeclared: readonly { readonly pointer: string; readonly count: number }[];
  /** When the last canary came, in milliseconds that only grow; undefined: none did. */
  readonly canaryAt: number | undefined;
}

/** As it is counted together. */
type Counted = { -readonly [Key in keyof Omit<StreamCounts, "undeclared">]: StreamCounts[Key] } & {
  readonly undeclared: { readonly pointer: string; readonly count: number }[];
};

/** Seconds. Source: EventGate's `express_router_request_duration_seconds`. */
const buckets = [0.01, 0.05, 0.1, 0.3, 1];

/** A histogram that the registry can show. Its own observes in a tenth of the time that the library's takes. */
class RequestTimes {
  private readonly series = new Map<
    string,
    {
      readonly labels: Record<string, string | number>;
      readonly counts: number[];
      sum: number;
      count: number;
    }
  >();

  observe(path: string, method: string, status: number, seconds: number): void {
    const key = `${path} ${method} ${status}`;
    let series = this.series.get(key);
    if (series === undefined) {
      series = { labels: { path, method, status }, counts: buckets.map(() => 0), sum: 0, count: 0 };
      this.series.set(key, series);
    }
    series.sum += seconds;
    series.count++;
    const { counts } = series;
    for (let index = buckets.length - 1; index >= 0 && seconds <= (buckets[index] as number); index--) {
      counts[index] = (counts[index] as number) + 1;
    }
  }

  readonly name = "express_router_request_duration_seconds";

  /** What the registry asks for. */
  get(): Promise<object> {
    const { name } = this;
    const values = [...this.series.values()].flatMap(({ labels, counts, sum, count }) => [
      ...[...buckets, "+Inf"].map((le, index) => ({
        labels: { le, ...labels },
        value: counts[index] ?? count,
        metricName: `${name}_bucket`,
      })),
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: count, metricName: `${name}_count` },
    ]);
    return Promise.resolve({
      name,
      help: "How long requests took.",
      type: "histogram",
      values,
      aggregator: "sum",
    });
  }
}

/**
 * What `/metrics` shows. Metrics that EventGate has keep its names, so that its dashboards and alerts still work.
 * Counting costs one look-up in a map; everything else happens when the metrics are requested.
 */
export class Metrics {
  private readonly registry = new Registry();
  private readonly produced: Series;
  private readonly errors: Series;
  private readonly undeclared: Series;
  private readonly refusals: Series;
  private readonly duplicates: Series;
  private readonly canaries = new Map<string, number>();
  private readonly began: number;
  private readonly requests = new RequestTimes();
  private readonly service: string;

  /**
   * @param canaryStreams those from which canaries are expected
   * @param now milliseconds that only grow
   * @param streams those that are configured by name: they always have labels of their own
   */
  constructor(
    service: string,
    canaryStreams: readonly string[],
    now: () => number,
    streams: Iterable<string> = [],
  ) {
    this.service = service;
    const configured = new Set(streams);
    this.produced = new Series(configured);
    this.errors = new Series(configured);
    this.undeclared = new Series(configured);
    this.refusals = new Series(configured);
    this.duplicates = new Series(configured);
    const counter = (name: string, help: string, labelNames: readonly string[], series: Series) => {
      const metric = new Counter({
        name,
        help,
        labelNames: ["service", ...labelNames],
        registers: [],
        collect() {
          this.reset();
          for (const { labels, count } of series.values()) this.inc({ service, ...labels }, count);
        },
      });
      this.registry.registerMetric(metric);
    };
    const event = ["stream", "schema_uri"];
    counter(
      "eventgate_events_produced_total",
      "Events that were accepted and written.",
      event,
      this.produced,
    );
    counter(
      "eventgate_validation_errors_total",
      "Events that were rejected, by kind of error.",
      [...event, "error_type"],
      this.errors,
    );
    counter(
      "addendum_undeclared_members_total",
      "Properties of events that their schema does not declare.",
      [...event, "member"],
      this.undeclared,
    );
    counter(
      "addendum_requests_refused_total",
      "Requests that were rejected before their events were read.",
      ["reason"],
      this.refusals,
    );
    counter(
      "addendum_duplicate_events_total",
      "Events whose meta.id was written recently.",
      ["stream"],
      this.duplicates,
    );
    this.registry.registerMetric(this.requests as unknown as Metric);
    // One that never came is as old as the intake.
    this.began = now();
    for (const stream of canaryStreams) this.canaries.set(stream, this.began);
    const { canaries } = this;
    const ages = new Gauge({
      name: "addendum_canary_age_seconds",
      help: "Seconds since the last canary event of a stream, or since the intake started.",
      labelNames: ["service", "stream"],
      registers: [],
      collect() {
        this.reset();
        const time = now();
        for (const [stream, at] of canaries) this.set({ service, stream }, (time - at) / 1000);
      },
    });
    this.registry.registerMetric(ages);
  }

  /** The figures of the process itself: memory, processor time, the lag of its event loop. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry, labels: { service: this.service } });
  }

  /**
   * A gauge whose value is computed whenever the metrics are read.
   * @param read the values, each with its labels
   */
  addGauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Iterable<{ readonly labels: Readonly<Record<string, string>>; readonly value: number }>,
  ): void {
    const { service } = this;
    const gauge = new Gauge({
      name,
      help,
      labelNames: ["service", ...labelNames],
      registers: [],
      collect() {
        this.reset();
        for (const { labels, value } of read()) this.set({ service, ...labels }, value);
      },
    });
    this.registry.registerMetric(gauge);
  }

  countProduced(stream: string, schemaUri: string, count = 1): void {
    const shown = cut(stream);
    this.produced.add({ stream: shown, schema_uri: schemaUri }, `${shown} ${schemaUri}`, count);
  }

  countError(stream: string, schemaUri: string, type: string): void {
    const shown = cut(stream);
    const labels = { stream: shown, schema_uri: schemaUri, error_type: type };
    this.errors.add(labels, `${shown} ${schemaUri} ${type}`);
  }

  countUndeclared(stream: string, schemaUri: string, member: string): void {
    const [shown, name] = [cut(stream), cut(member)];
    this.undeclared.add(
      { stream: shown, schema_uri: schemaUri, member: name },
      `${shown} ${schemaUri} ${name}`,
    );
  }

  countDuplicate(stream: string): void {
    const shown = cut(stream);
    this.duplicates.add({ stream: shown }, shown);
  }

  countRefused(reason: string): void {
    this.refusals.add({ reason }, reason);
  }

  /** @param at milliseconds that only grow */
  noteCanary(stream: string, at: number): void {
    const shown = cut(stream);
    if (this.canaries.has(shown) || this.canaries.size < seriesLimit) this.canaries.set(shown, at);
  }

  observeRequest(path: string, method: string, status: number, seconds: number): void {
    this.requests.observe(path, method, status, seconds);
  }

  /** What was counted of each stream. */
  byStream(): readonly StreamCounts[] {
    const found = new Map<string, Counted>();
    const of = ({ stream = "unknown" }: Record<string, string>) => {
      let counts = found.get(stream);
      if (counts === undefined) {
        counts = { stream, accepted: 0, rejected: 0, duplicates: 0, undeclared: [], canaryAt: undefined };
        found.set(stream, counts);
      }
      return counts;
    };
    for (const { labels, count } of this.produced.values()) of(labels).accepted += count;
    for (const { labels, count } of this.errors.values()) of(labels).rejected += count;
    for (const { labels, count } of this.duplicates.values()) of(labels).duplicates += count;
    for (const { labels, count } of this.undeclared.values()) {
      of(labels).undeclared.push({ pointer: labels["member"] ?? "", count });
    }
    for (const [stream, at] of this.canaries) if (at !== this.began) of({ stream }).canaryAt = at;
    return [...found.values()];
  }

  /** Reason → how many requests were refused for it without a look at their events. */
  refusedRequests(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.refusals.values()].map(({ labels, count }) => [labels["reason"], count]),
    );
  }

  /** In Prometheus's text format. */
  async render(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  get name(): string {
    return this.service;
  }
}
