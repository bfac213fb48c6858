/** The content types whose bodies are events. Source: EventGate 1.8.4. */
export const eventTypes: ReadonlySet<string> = new Set([
  "application/json",
  "text/plain",
  "application/reports+json",
]);

/** `text/plain;charset=UTF-8` is text/plain. */
export function isEventType(header: string | undefined): boolean {
  if (header === undefined) return false;
  const end = header.indexOf(";");
  return eventTypes.has((end === -1 ? header : header.slice(0, end)).trim().toLowerCase());
}

/** Whether a content type names another encoding than UTF-8. */
export function isForeign(header: string): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(header)?.[1]?.toLowerCase();
  return charset !== undefined && charset !== "utf-8" && charset !== "utf8" && charset !== "us-ascii";
}
