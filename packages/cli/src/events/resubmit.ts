import { setTimeout as sleep } from "node:timers/promises";
import { type Data, type DataObject, isObject, own, parseJson } from "@addendum/json-schema";

/** The most events and bytes in one request: an intake accepts 4 MiB by default. */
const batchSize = 100;
const batchBytes = 1024 * 1024;
/**
 * How often a request is tried before the rest is left, with and without an answer of an intake, and the wait before
 * the second time, in milliseconds.
 */
const attemptsLimit = { answered: 6, silent: 3 };
const firstWaitMs = 500;
/** No longer is waited, whatever the intake asks for. */
const longestWaitMs = 30_000;
/** A request that was not answered within this time has failed, in milliseconds. */
const patienceMs = 30_000;

/** The outcome of sending events. */
export interface Resubmitted {
  readonly accepted: number;
  /** Events that were not sent, since the intake took none any more. */
  readonly unsent: number;
  /** In the intake's words, each once. */
  readonly failures: ReadonlySet<string>;
}

/**
 * Sends events to an intake, some at a time. What it does not take for now is tried again after a while; where that
 * does not help, the rest is left.
 */
export async function resubmit(url: string, events: readonly DataObject[]): Promise<Resubmitted> {
  const failures = new Set<string>();
  let accepted = 0;
  let sent = 0;
  for (const batch of batches(events)) {
    const answer = await patiently(url, batch);
    if (answer.kind === "away") {
      failures.add(answer.reason);
      return { accepted, unsent: events.length - sent, failures };
    }
    sent += batch.length;
    accepted += answer.accepted;
    for (const reason of answer.reasons) failures.add(reason);
  }
  return { accepted, unsent: 0, failures };
}

/** Events as texts that make up one request. */
function* batches(events: readonly DataObject[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const text = JSON.stringify(event);
    const size = Buffer.byteLength(text);
    if (batch.length > 0 && (batch.length >= batchSize || bytes + size > batchBytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(text);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

type Answer =
  | { readonly kind: "answered"; readonly accepted: number; readonly reasons: readonly string[] }
  /** It takes nothing for now. */
  | {
      readonly kind: "away";
      readonly reason: string;
      readonly afterMs: number | undefined;
      readonly by: "answered" | "silent";
    };

async function patiently(url: string, batch: readonly string[]): Promise<Answer> {
  let wait = firstWaitMs;
  for (let attempt = 1; ; attempt++) {
    const answer = await post(url, batch);
    if (answer.kind === "answered" || attempt === attemptsLimit[answer.by]) return answer;
    await sleep(Math.min(longestWaitMs, Math.max(wait, answer.afterMs ?? 0)));
    wait *= 2;
  }
}

async function post(url: string, batch: readonly string[]): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: "POST",
      // It is unknown with which headers the event was sent at first.
      headers: { "content-type": "application/json", "user-agent": "" },
      body: `[${batch.join(",")}]`,
      signal: AbortSignal.timeout(patienceMs),
    });
    text = await response.text();
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    return { kind: "away", reason, afterMs: undefined, by: "silent" };
  }
  const { status, headers } = response;
  const answer = parseJson(text);
  const list = (name: string) => {
    const entries = isObject(answer) ? own(answer, name) : undefined;
    return Array.isArray(entries) ? (entries as readonly Data[]) : [];
  };
  const entries = [...list("invalid"), ...list("error")];
  const reasons = entries.map(reasonOf);
  if (status === 201 || status === 202 || status === 207) {
    return { kind: "answered", accepted: batch.length - entries.length, reasons };
  }
  if (entries.length > 0) return { kind: "answered", accepted: 0, reasons };
  const detail = isObject(answer) ? own(answer, "detail") : undefined;
  const reason = `it answered ${status}${typeof detail === "string" ? `: ${detail.slice(0, 200)}` : ""}`;
  const isForNow = status === 408 || status === 425 || status === 429 || status >= 500;
  if (isForNow) return { kind: "away", reason, afterMs: retryAfter(headers), by: "answered" };
  return { kind: "answered", accepted: 0, reasons: [reason] };
}

/** In milliseconds. Source: RFC 9110 §10.2.3: seconds, or a date. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : ms;
}

function reasonOf(entry: Data): string {
  const context = isObject(entry) ? own(entry, "context") : undefined;
  const said = isObject(context) ? (own(context, "errorsText") ?? own(context, "message")) : undefined;
  return typeof said === "string" ? said.slice(0, 200) : "refused";
}
