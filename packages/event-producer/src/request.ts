/** The result of one request. */
export type Answer =
  /** The intake cannot take it now, or cannot be reached. */
  | { readonly kind: "later"; readonly afterMs: number | undefined }
  /** The body as a whole was refused, which may be the fault of one of its events. */
  | { readonly kind: "too-much"; readonly reason: string }
  /** The outcome of each: those that are in neither list are accepted, or refused with the reason of `rest`. */
  | {
      readonly kind: "answered";
      readonly invalid: Reasons;
      readonly error: Reasons;
      readonly rest: string | undefined;
    };

/** `meta.id`, undefined for an event that has none → the intake's words. */
type Reasons = ReadonlyMap<unknown, string>;

export interface PostOptions {
  readonly intake: string | URL;
  readonly body: string;
  readonly keepalive: boolean;
  readonly timeoutMs: number;
  readonly credentials: RequestCredentials | undefined;
}

const later: Answer = { kind: "later", afterMs: undefined };
const none: Reasons = new Map();

/** Sends a body to the intake. Never rejects. */
export async function post(options: PostOptions): Promise<Answer> {
  const { intake, body, keepalive, timeoutMs, credentials } = options;
  const controller = typeof AbortController === "undefined" ? undefined : new AbortController();
  const timer = setTimeout(() => controller?.abort(), timeoutMs);
  try {
    const response = await fetch(intake, {
      method: "POST",
      // A type that asks no other site's permission first; the intake reads it as JSON.
      headers: { "content-type": "text/plain;charset=UTF-8" },
      body,
      keepalive,
      ...(credentials !== undefined && { credentials }),
      ...(controller !== undefined && { signal: controller.signal }),
    });
    return readAnswer(response, await response.text());
  } catch {
    return later;
  } finally {
    clearTimeout(timer);
  }
}

function readAnswer({ status, headers }: Response, text: string): Answer {
  if (status === 201 || status === 202)
    return { kind: "answered", invalid: none, error: none, rest: undefined };
  const answer = parse(text);
  if (answer !== undefined) {
    const [invalid, error] = [reasons(answer.invalid), reasons(answer.error)];
    return { kind: "answered", invalid, error, rest: undefined };
  }
  if (status === 207) return { kind: "answered", invalid: none, error: none, rest: undefined };
  if (status === 429 || status === 503) return { kind: "later", afterMs: retryAfter(headers) };
  if (status === 408 || status === 425 || status >= 500) return later;
  const reason = `the intake answered ${status}: ${text.slice(0, 200)}`;
  if (status === 400 || status === 413 || status === 422) return { kind: "too-much", reason };
  return { kind: "answered", invalid: none, error: none, rest: reason };
}

/** In milliseconds. Source: RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

interface Refused {
  readonly event: { readonly meta?: { readonly id?: unknown } } | null;
  readonly context?: { readonly errorsText?: string; readonly message?: string };
}

/** An intake's answer; undefined for another one's, such as a proxy's. */
function parse(text: string): { readonly invalid?: Refused[]; readonly error?: Refused[] } | undefined {
  try {
    const answer = JSON.parse(text) as { invalid?: unknown; error?: unknown };
    const isAnswer = Array.isArray(answer.invalid) || Array.isArray(answer.error);
    return isAnswer ? (answer as { invalid?: Refused[]; error?: Refused[] }) : undefined;
  } catch {
    return undefined;
  }
}

function reasons(list: readonly Refused[] = []): Reasons {
  return new Map(
    list.map(({ event, context }) => [event?.meta?.id, context?.errorsText ?? context?.message ?? "refused"]),
  );
}
