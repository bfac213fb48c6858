import { commentText } from "../printer.ts";

/** A name as standard SQL quotes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as standard SQL quotes it, on one line. */
export function quotedText(text: string, limit = 1000): string {
  return `'${commentText(text, limit).replaceAll("'", "''")}'`;
}
