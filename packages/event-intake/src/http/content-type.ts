import type { IncomingMessage } from "node:http";

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

/** A type, a subtype and perhaps parameters. Source: RFC 9110, section 8.3.1. */
const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/** Content types that are none, of the requests that had them. */
const unreadable = new WeakMap<IncomingMessage, string>();

/** The framework answers a content type that is none by itself, without reading the body; here the route does. */
export function hideUnreadableType(request: IncomingMessage): void {
  const type = request.headers["content-type"];
  if (type === undefined || mediaType.test(type)) return;
  unreadable.set(request, type);
  request.headers["content-type"] = "application/octet-stream";
}

/** The content type as it was sent. */
export function sentType(request: IncomingMessage): string | undefined {
  return unreadable.get(request) ?? request.headers["content-type"];
}

/**
 * Whether a content type names another encoding than UTF-8.
 * @param isCompatible whether only the names count that EventGate takes
 */
export function isForeign(header: string, isCompatible: boolean): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(header)?.[1]?.toLowerCase();
  if (charset === undefined || charset === "utf-8") return false;
  return isCompatible || (charset !== "utf8" && charset !== "us-ascii");
}
