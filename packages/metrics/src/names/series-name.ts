/** A node of a path as a part of a name in Prometheus: `MediaWiki` is `mediawiki`, `footnote-clicks` `footnote_clicks`. */
export function nameOfNode(node: string): string {
  const name = node.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  return name.replaceAll(/^_+|_+$/g, "") || "_";
}

/** The parts of a name in Prometheus, which begins with a letter. */
export function joinNames(parts: readonly string[]): string {
  const name = parts.join("_");
  return /^[a-z_]/.test(name) ? name : `report_${name}`;
}

/** A dimension as a label: `EditCount` and `edit-count` are `edit_count`. */
export function labelName(dimension: string): string {
  const parted = dimension.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll(/[^A-Za-z0-9]+/g, "_");
  const name = parted.toLowerCase().replaceAll(/^_+|_+$/g, "");
  return /^\d/.test(name) || name === "" ? `_${name}` : name;
}

/** A label's value between quotes. Source: Prometheus' text format 0.0.4, OpenMetrics 1.0. */
export function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
