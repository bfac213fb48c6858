import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Whether a host is this machine, by its name alone: `localhost`, `127.0.0.1:8192`, `[::1]`. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}

/**
 * Why a request for something that only this machine may see is refused; undefined: it may see it. A page of another
 * site may lead a browser here, under a name of its own (DNS rebinding) or ours.
 */
export function foreignRequest({ host, origin, ...headers }: IncomingHttpHeaders): string | undefined {
  if (host === undefined || !isLoopbackHost(host)) {
    return "this page is available at loopback addresses only, such as http://localhost";
  }
  return foreignOrigin({ host, origin, ...headers });
}

/** Why a request that a browser sends for a page of another origin is refused; undefined: it is not such a one. */
export function foreignOrigin({ host, origin, ...headers }: IncomingHttpHeaders): string | undefined {
  const isOwn = origin === undefined || hostOf(origin) === host?.toLowerCase();
  const site = headers["sec-fetch-site"];
  const isForeignSite =
    (site === "cross-site" || site === "same-site") && headers["sec-fetch-mode"] !== "navigate";
  return isOwn && !isForeignSite ? undefined : "pages of other origins may not read this";
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

const cookieName = "addendum-live";
/** Shorter tokens can be guessed, in characters. */
export const leastTokenLength = 16;
/** So many wrong tokens are examined, and no more before a minute has gone by. */
const attemptsLimit = 10;
const attemptsMs = 60_000;

/** Access to the view: with the token once, and then with a cookie that is derived from it. */
export class TokenAccess {
  private readonly token: Buffer;
  private readonly session: string;
  private readonly now: () => number;
  private failures = 0;
  private failedAt = 0;

  /** @param now milliseconds that only grow */
  constructor(token: string, now: () => number) {
    this.token = digest(token);
    this.now = now;
    // Made of the token, so that it outlives a restart; the token cannot be made of it.
    this.session = createHmac("sha256", token).update("addendum live view").digest("base64url");
  }

  /** Whether a request has the cookie. */
  isKnown({ cookie = "" }: IncomingHttpHeaders): boolean {
    const values = cookie.split(";").flatMap((part) => {
      const [name, value] = part.trim().split("=");
      return name === cookieName && value !== undefined ? [value] : [];
    });
    return values.some((value) => timingSafeEqual(digest(value), digest(this.session)));
  }

  /** Whether a token is right; `"too-many"`: it is not checked for now. */
  check(given: string): boolean | "too-many" {
    const now = this.now();
    if (now - this.failedAt > attemptsMs) this.failures = 0;
    if (this.failures >= attemptsLimit) return "too-many";
    if (timingSafeEqual(digest(given), this.token)) return true;
    this.failures++;
    this.failedAt = now;
    return false;
  }

  /** The header that lets a browser in. @param isSecure whether the browser came by HTTPS */
  cookie(isSecure: boolean): string {
    const flags = `HttpOnly; SameSite=Strict; Path=/live${isSecure ? "; Secure" : ""}`;
    return `${cookieName}=${this.session}; ${flags}; Max-Age=${30 * 24 * 3600}`;
  }
}

/** Equally long, so that comparing takes the same time for all. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
