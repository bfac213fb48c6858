/** A metric name in a Prometheus query. */
export interface SeriesName {
  readonly name: string;
  /** The labels that the query tells series apart by. */
  readonly grouped: ReadonlySet<string>;
}

const lengthLimit = 100_000;

/** The metrics in a query of PromQL: names before no parenthesis, and those that `__name__` is compared with. */
export function seriesNames(text: string): readonly SeriesName[] {
  const query = text.slice(0, lengthLimit);
  const grouped = new Set(
    [...query.matchAll(/\bby\s*\(([^()]*)\)/g)].flatMap(([, labels = ""]) =>
      labels.split(",").map((label) => label.trim()),
    ),
  );
  const plain = query.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
  const names = [...plain.matchAll(/(?<![\w$:.])[A-Za-z_:][\w:]*(?!\s*\(|[\w:])/g)].map(([name]) => name);
  const quoted = [...query.matchAll(/\{\s*"([^"]+)"|__name__\s*=~?\s*"([^"]+)"/g)].map(
    ([, one, other]) => one ?? other ?? "",
  );
  return [...new Set([...names, ...quoted])].map((name) => ({ name, grouped }));
}
