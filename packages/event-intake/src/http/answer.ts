import { errorsText } from "../judge/ajv-6.ts";
import type { Outcome } from "../write/outcome.ts";

/** An HTTP answer to a request with events. */
export interface Answer {
  readonly status: 201 | 202 | 207 | 400 | 500;
  /** The reason phrase. */
  readonly reason: string;
  readonly body?: object;
}

export const emptyAnswer: Answer = {
  status: 400,
  reason: "Request body was empty. Must provide JSON encoded events.",
};

export function hastyAnswer(count: number): Answer {
  return { status: 202, reason: `${count} events hastily received.` };
}

/** The answer to a whole request. Source: EventGate 1.8.4, the statuses and bodies of `POST /v1/events`. */
export function answerFor(outcomes: readonly Outcome[]): Answer {
  const count = outcomes.length;
  const invalid: object[] = [];
  const error: object[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === "invalid") {
      const { event, errors } = outcome;
      invalid.push({ status: "invalid", event, context: { errors, errorsText: errorsText(errors) } });
    } else if (outcome.kind === "error") {
      error.push({ status: "error", event: outcome.event, context: { message: outcome.message } });
    }
  }
  const failed = invalid.length + error.length;
  const counts = `(${invalid.length} invalid and ${error.length} errored)`;
  if (failed === 0) return { status: 201, reason: `All ${count} out of ${count} events were accepted.` };
  if (failed < count) {
    const reason = `${count - failed} out of ${count} events were accepted, but ${failed} failed ${counts}.`;
    return { status: 207, reason, body: { invalid, error } };
  }
  if (error.length === 0) {
    const reason = `${failed} out of ${count} events were invalid and not accepted.`;
    return { status: 400, reason, body: { invalid } };
  }
  const reason = `${failed} out of ${count} events had failures and were not accepted. ${counts}.`;
  return { status: 500, reason, body: { invalid, error } };
}
