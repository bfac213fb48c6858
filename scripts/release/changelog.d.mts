export function textOfChangeset(file: string): string;
export function datedChangelog(
  changelog: string,
  version: string,
  day: string,
  items: readonly string[],
): string;
