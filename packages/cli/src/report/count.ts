import type { Finding, Severity } from "@addendum/schema-repository";

/** How many findings of each severity there are. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function count(findings: readonly Finding[]): Counts {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { errors: of("error"), warnings: of("warn"), infos: of("info") };
}

/** `1 schema`, `2 schemas`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
