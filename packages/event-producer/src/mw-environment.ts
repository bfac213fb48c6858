import { pageviewToken, sessionToken, token } from "./identifiers.ts";

/** What of MediaWiki's `mw` is asked, where there is one. */
export interface MediaWiki {
  readonly config?: { get(name: string, fallback?: unknown): unknown };
  readonly user?: {
    sessionId?(): string;
    getPageviewToken?(): string;
    generateRandomSessionId?(): string;
    isAnon?(): boolean;
    getId?(): unknown;
    getName?(): unknown;
  };
  readonly cookie?: { get(name: string): string | null; set(name: string, value: string | null): void };
  track?(topic: string, data?: unknown): void;
  trackSubscribe?(topic: string, listener: (topic: string, data: unknown) => void): void;
}

export function mediaWiki(): MediaWiki {
  return (globalThis as { readonly mw?: MediaWiki }).mw ?? {};
}

/** This session's token: MediaWiki's own, which all its pages share; else this browser tab's. */
export function mwSessionId(): string {
  return mediaWiki().user?.sessionId?.() ?? sessionToken();
}

export function mwPageviewId(): string {
  return mediaWiki().user?.getPageviewToken?.() ?? pageviewToken();
}

/** `mw.eventLog.id`. Source: EventLogging, July 2026: identifiers of its own, kept in the cookie `el-sessionId`. */
export class EventLogIdentifiers {
  private pageviewId: string | undefined;
  private sessionId: string | undefined;

  /** Bound, since code passes them around. */
  readonly generateId = (): string => mediaWiki().user?.generateRandomSessionId?.() ?? token();

  /** From 0 to 1, by the first 32 bits. */
  readonly normalizeId = (id: string): number => Number.parseInt(id.slice(0, 8), 16) / 0xffffffff;

  readonly getPageviewId = (): string => (this.pageviewId ??= this.generateId());

  readonly getSessionId = (): string => {
    if (this.sessionId !== undefined) return this.sessionId;
    const { cookie } = mediaWiki();
    const stored = cookie?.get("el-sessionId");
    if (stored) return (this.sessionId = stored);
    this.sessionId = this.generateId();
    cookie?.set("el-sessionId", this.sessionId);
    return this.sessionId;
  };

  readonly resetPageviewId = (): void => {
    this.pageviewId = undefined;
  };

  readonly resetSessionId = (): void => {
    this.sessionId = undefined;
    mediaWiki().cookie?.set("el-sessionId", null);
  };
}
