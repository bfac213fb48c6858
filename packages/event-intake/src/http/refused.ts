import type { FastifyError, FastifyRequest } from "fastify";

/** A request that is answered without looking at its events. */
export class Refused extends Error {
  readonly status: 400 | 403 | 413 | 429 | 500 | 503;
  /** The kind of error, as a class's name. */
  readonly title: string;
  /** What EventGate calls it, which takes it for its own fault; undefined: it does not refuse it. */
  readonly eventGateTitle: string | undefined;

  /** @param isEventGates whether EventGate refuses it as well, or by which other title */
  constructor(
    status: Refused["status"],
    title: string,
    message: string,
    isEventGates: boolean | string = false,
  ) {
    super(message);
    this.status = status;
    this.title = title;
    const own = isEventGates === true ? title : undefined;
    this.eventGateTitle = typeof isEventGates === "string" ? isEventGates : own;
  }
}

/** A body beyond the limit. Source: EventGate 1.8.4, which calls it its own fault. */
export function tooLarge(): Refused {
  return new Refused(413, "PayloadTooLargeError", "request entity too large", true);
}

/**
 * Why a request was refused, as EventGate words its problems.
 * @param title what the problem is called there
 */
export function problemText(
  { message }: Refused,
  { status, title }: Pick<Refused, "title"> & { readonly status: number },
  { method, url }: FastifyRequest,
): string {
  return JSON.stringify({ status, type: problemTypes[status], title, detail: message, method, uri: url });
}

const problemTypes: Readonly<Record<number, string>> = {
  400: "bad_request",
  403: "forbidden",
  413: "too_large",
  429: "overloaded",
  500: "internal_error",
  503: "overloaded",
};

/** A framework's error as the client sees it, because the framework's own text may reveal details of this machine. */
export function toRefused(error: FastifyError | Refused): Refused {
  if (error instanceof Refused) return error;
  const { statusCode = 500, code } = error;
  if (statusCode === 413) return tooLarge();
  if (statusCode === 429)
    return new Refused(429, "TooManyRequestsError", "too many requests from this address");
  if (statusCode === 503) return new Refused(503, "OverloadedError", "it is closing");
  if (statusCode >= 400 && statusCode < 500) {
    return new Refused(400, "BadRequestError", `the request cannot be read (${code ?? "unknown"})`, true);
  }
  return new Refused(500, "Error", "internal error of the intake; its log has the details");
}
