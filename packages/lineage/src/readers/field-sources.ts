import { type KnownMetric, metricFields } from "@addendum/metrics";
import type { NewOption, Reader } from "@addendum/schema-repository";
import { type DescribedReport, type FindTables, reportReads } from "@addendum/reports/readers";
import type { Publisher } from "./publications.ts";

/** A field of a title's events that numbers are computed from, however many steps away. */
export interface SourceField {
  readonly title: string;
  readonly major: number | undefined;
  readonly path: readonly string[];
  readonly how: Reader["how"];
  readonly does: string;
  readonly newOption?: NewOption;
  readonly dimension?: string;
}

/** Which reports and metrics each report and metric is computed from, and the fields at the end of that. */
export class FieldSources {
  /** Names of reports and metrics that are computed from themselves, each circle once. */
  readonly circles: (readonly string[])[] = [];
  private readonly reports: ReadonlyMap<string, DescribedReport>;
  private readonly metrics: ReadonlyMap<string, KnownMetric>;
  private readonly known = new Map<string, readonly SourceField[]>();
  private readonly visiting: string[] = [];
  private readonly read: (path: string) => string | undefined;
  private readonly tables: FindTables;

  /** @param read the text of a file in the repository */
  constructor(
    metrics: readonly KnownMetric[],
    reports: readonly DescribedReport[],
    read: (path: string) => string | undefined,
    tables: FindTables,
  ) {
    this.metrics = new Map(metrics.map((known) => [known.metric.name, known]));
    this.reports = new Map(reports.toReversed().map((report) => [report.key, report]));
    this.read = read;
    this.tables = tables;
  }

  /** A report by its name: the first, where directories have the same one. */
  report(name: string): DescribedReport | undefined {
    return this.reports.get(name);
  }

  of(publisher: Publisher): readonly SourceField[] {
    return publisher.kind === "metric" ? this.ofMetric(publisher.known) : this.ofReport(publisher.report);
  }

  ofMetric(known: KnownMetric): readonly SourceField[] {
    const { metric, event } = known;
    const { source, name, status } = metric;
    if (event !== undefined) return metricFields(known).map((field) => ({ ...field, major: undefined }));
    if (source.kind !== "report" || status === "ended") return [];
    return this.remembered(`metric ${name}`, () =>
      this.through(this.reports.get(source.report), `takes “${source.column}” from report`),
    );
  }

  ofReport(report: DescribedReport): readonly SourceField[] {
    return this.remembered(`report ${report.file} ${report.key}`, () => {
      const text = this.read(report.source);
      const own = reportReads(report, text, this.tables);
      const others = this.upstream(report).flatMap((other): readonly SourceField[] =>
        other.kind === "report"
          ? this.through(other.report, "reads report")
          : this.ofMetric(other.known).map((field) =>
              plain(field, `reads metric “${other.known.metric.name}”, which`),
            ),
      );
      return [...own, ...others];
    });
  }

  /** The reports and metrics whose results a report reads: those that it names, and whose files its query does. */
  upstream({ key, reads, source, type }: DescribedReport): readonly Publisher[] {
    const text = type === "script" && reads.length > 0 ? "" : (this.read(source) ?? "");
    const files = [...text.matchAll(/([\w-]{1,200})\.(?:tsv|parquet)\b/g)].map(([, name = ""]) => name);
    return [...new Set([...reads, ...files])].flatMap((name): Publisher[] => {
      const report = this.reports.get(name);
      if (report !== undefined) return [{ kind: "report", report }];
      const known = name === key ? undefined : this.metrics.get(name);
      return known === undefined ? [] : [{ kind: "metric", known }];
    });
  }

  private through(report: DescribedReport | undefined, what: string): readonly SourceField[] {
    if (report === undefined) return [];
    return this.ofReport(report).map((field) => plain(field, `${what} “${report.key}”, which`));
  }

  private remembered(key: string, find: () => readonly SourceField[]): readonly SourceField[] {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const begin = this.visiting.indexOf(key);
    if (begin !== -1) {
      this.circles.push(this.visiting.slice(begin).map((one) => one.split(" ").at(-1) as string));
      return [];
    }
    this.visiting.push(key);
    const found = find();
    this.visiting.pop();
    // What was cut off by a circle around it is not the whole answer.
    if (this.visiting.length === 0 || this.circles.length === 0) this.known.set(key, found);
    return found;
  }
}

/** A field after another step. Of many steps only the first and the field are said. */
function plain({ title, major, path, how, does }: SourceField, what: string): SourceField {
  const end = does.length > 200 ? `reads “${path.join(".")}”` : does;
  return { title, major, path, how, does: how === "may read" ? does : `${what} ${end}` };
}
