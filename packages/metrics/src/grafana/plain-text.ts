/** A text in which Grafana finds no variable: `${x}`, `$x` and `[[x]]` are shown as they are. */
export function withoutTemplates(text: string): string {
  return text.replaceAll("$", "＄").replaceAll("[[", "［［");
}

/** The same on one line. */
export function plainText(text: string): string {
  return withoutTemplates(text).replaceAll(/\s+/g, " ");
}
