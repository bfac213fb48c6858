export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly todo: number;
}
export function countTests(output: string): TestCounts;
export function totalLine(counts: TestCounts, status: number): string;
