/** The text of a changeset, without the packages that it names, as an item of a list. */
export function textOfChangeset(file) {
  const text = file.replace(/^---\n[\s\S]*?^---\n/m, "").trim();
  return `- ${text.replaceAll(/\n(?=.)/g, "\n  ")}`;
}

/**
 * The changelog with a heading for a version over what was unreleased. Throws where there is no such part.
 * @param {string} changelog
 * @param {string} version
 * @param {string} day as 2026-11-30
 * @param {readonly string[]} items what comes on top of it
 */
export function datedChangelog(changelog, version, day, items) {
  const heading = "## Unreleased\n";
  const start = changelog.indexOf(heading);
  if (start === -1) throw new Error("CHANGELOG.md has no part “Unreleased”");
  const before = changelog.slice(0, start);
  const after = changelog.slice(start + heading.length).trimStart();
  return `${before}${heading}\n## ${version} (${day})\n\n${items.join("\n")}\n${after}`;
}
