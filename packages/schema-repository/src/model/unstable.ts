import type { Settings } from "./settings.ts";
import { matchesTitle } from "./title-pattern.ts";
import type { Version } from "./version.ts";

/** Whether a version is exempt from comparison with older ones, as the settings say. */
export function isUnstable({ unstable }: Settings, title: string, { major }: Version): boolean {
  return (
    (unstable.zeroMajor && major === 0) || unstable.titles.some((pattern) => matchesTitle(pattern, title))
  );
}
