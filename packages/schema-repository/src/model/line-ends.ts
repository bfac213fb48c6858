/**
 * Whether two texts are the same except for how their lines end: with `core.autocrlf`, git changes that as it checks
 * out.
 */
export function equalButForLineEnds(one: string, other: string): boolean {
  return one === other || withLineFeeds(one) === withLineFeeds(other);
}

/** A text whose lines end in a line feed alone. */
export function withLineFeeds(text: string): string {
  return text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
}
