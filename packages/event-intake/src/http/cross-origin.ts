import type { IncomingHttpHeaders } from "node:http";

/** On every answer. Source: EventGate 1.8.4; the headers of traces and of compressed bodies are allowed as well. */
export const commonHeaders = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers":
    "accept, x-requested-with, content-type, content-encoding, traceparent, tracestate",
  "access-control-allow-methods": "post",
  "access-control-expose-headers": "etag, retry-after",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "content-security-policy": "default-src 'self'; object-src 'none'; frame-ancestors 'self'",
};

/** Name, value, name, value. */
type Head = readonly string[];

/** The permissions that answers give to pages of other origins. */
export class CrossOrigin {
  private readonly common: Head;
  private readonly byOrigin: ReadonlyMap<string, Head>;

  /**
   * @param allowedOrigins those whose pages may send cookies along, as JSON beacons always do: they are named in the
   *   answer, since browsers take no `*` there. Source: Fetch standard, CORS protocol and credentials.
   */
  constructor(allowedOrigins: readonly string[]) {
    const vary = allowedOrigins.length === 0 ? {} : { vary: "origin" };
    this.common = Object.entries({ ...commonHeaders, ...vary }).flat();
    this.byOrigin = new Map(
      allowedOrigins.map((origin) => {
        const own = { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" };
        return [origin, Object.entries({ ...commonHeaders, ...vary, ...own }).flat()];
      }),
    );
  }

  /** The headers of an answer to a request. */
  headFor({ origin }: IncomingHttpHeaders): Head {
    if (origin === undefined || this.byOrigin.size === 0) return this.common;
    return this.byOrigin.get(origin) ?? this.common;
  }
}
