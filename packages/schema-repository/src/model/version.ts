/** X.Y.Z, nothing before and nothing behind it. Source: Semantic Versioning 2.0.0, without pre-releases and builds. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

export function parseVersion(text: string): Version | undefined {
  const match = /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}

/** The first thing in a string that looks like a version, completed with zeros. Source: semver 6 `coerce`. */
export function coerceVersion(text: string): Version | undefined {
  const match = /(?:^|\D)(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:$|\D)/.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2] ?? 0), patch: Number(match[3] ?? 0) };
}

export function formatVersion({ major, minor, patch }: Version): string {
  return `${major}.${minor}.${patch}`;
}

/** Negative when a is lower than b. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** Whether b follows a with no number left out. */
export function isNextVersion(a: Version, b: Version): boolean {
  if (b.major !== a.major) return b.major === a.major + 1 && b.minor === 0 && b.patch === 0;
  if (b.minor !== a.minor) return b.minor === a.minor + 1 && b.patch === 0;
  return b.patch === a.patch + 1;
}
