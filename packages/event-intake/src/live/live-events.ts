import { randomBytes } from "node:crypto";
import { type Data, isObject, parseJson } from "@addendum/json-schema";
import type { EventSchema } from "../judge/event-schema.ts";
import type { Judgement, ValidEvent } from "../judge/judgement.ts";
import type { SchemaStore } from "../judge/schema-store.ts";
import type { Writable } from "../write/event-lines.ts";
import type { Outcome } from "../write/outcome.ts";
import { Allowance } from "./allowance.ts";
import { roughSize } from "./cut-data.ts";
import type { EventObserver } from "./observer.ts";
import { Ring } from "./ring.ts";
import type { ShownVerdict } from "./messages.ts";
import { type SeenEvent, showEvent } from "./shown-event.ts";

/** An event that is remembered. */
export interface RememberedEvent {
  /** What viewers are sent: JSON of a `ShownEvent`. */
  readonly shown: string;
  readonly title: string;
  readonly verdict: ShownVerdict;
  /** As it was written, or as it came, for those who judge it anew; undefined: it is too long for that. */
  readonly text: string | undefined;
  readonly bytes: number;
}

/** An event that waits to be remembered. A line is not parsed before that. */
type WaitingEvent = {
  readonly at: number;
  /** About, in UTF-16 units. */
  readonly size: number;
} & (
  | { readonly kind: "line"; readonly line: string; readonly failure: string | undefined }
  | { readonly kind: "judgement"; readonly judgement: Exclude<Judgement, ValidEvent> }
);

/** So many events are remembered, in so many bytes. */
const ringLimits = { count: 5000, bytes: 16 * 1024 * 1024 };
/** More accepted events are counted, and not shown: so many at once, and so many a second. Rejected ones have their own. */
const accepted = { burst: 4000, perSecond: 500 };
const rejected = { burst: 1000, perSecond: 250 };
/** What waits to be remembered holds no more, in bytes. */
const waitingBytes = 16 * 1024 * 1024;
/** Longer ones cannot be judged anew, in UTF-16 units. */
const textLimit = 64 * 1024;
/** So long events are made ready to be shown in one go, in milliseconds: requests wait meanwhile. */
const workMs = 8;
/** So many are made ready in any case: on a busy machine the time may be others'. */
const leastAtOnce = { count: 100, size: 256 * 1024 };

export interface LiveEventsOptions {
  readonly store: Pick<SchemaStore, "get">;
  readonly isMasked: boolean;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

/** The last events that arrived while a viewer was connected. */
export class LiveEvents implements EventObserver {
  /** Tells the numbers of this run from those of another one. */
  readonly run = randomBytes(6).toString("base64url");
  readonly ring = new Ring<RememberedEvent>(ringLimits);
  isWatching = false;
  /** Events that came while somebody looked, and are not shown. */
  shed = 0;
  private waiting: WaitingEvent[] = [];
  private waitingSize = 0;
  private readonly accepted: Allowance;
  private readonly rejected: Allowance;
  private readonly options: LiveEventsOptions;

  constructor(options: LiveEventsOptions) {
    this.options = options;
    const now = options.monotonic();
    this.accepted = new Allowance(accepted.burst, accepted.perSecond, now);
    this.rejected = new Allowance(rejected.burst, rejected.perSecond, now);
  }

  observe(
    judgements: readonly Judgement[],
    lines: readonly Writable[],
    at: number,
  ): ((outcomes: readonly Outcome[]) => void) | undefined {
    const now = this.options.monotonic();
    this.accepted.refill(now);
    this.rejected.refill(now);
    const written: number[] = [];
    const waitForLine = (line: string, failure?: string) =>
      this.wait({ kind: "line", line, failure, at, size: line.length });
    for (let index = 0; index < judgements.length; index++) {
      const judgement = judgements[index] as Judgement;
      const line = lines[index];
      if (line?.kind === "line") {
        if (!this.accepted.take()) this.shed++;
        else if (waitForLine(line.line)) written.push(index);
      } else if (judgement.kind === "valid" || !this.rejected.take()) {
        this.shed++;
      } else {
        this.wait({ kind: "judgement", judgement, at, size: roughSize(judgement.event, waitingBytes) });
      }
    }
    if (written.length === 0) return undefined;
    return (outcomes) => {
      for (const index of written) {
        const outcome = outcomes[index];
        if (outcome?.kind === "error") waitForLine(JSON.stringify(outcome.event), outcome.message);
      }
    };
  }

  private wait(one: WaitingEvent): boolean {
    if (this.waitingSize + one.size > waitingBytes) {
      this.shed++;
      return false;
    }
    this.waiting.push(one);
    this.waitingSize += one.size;
    return true;
  }

  /** Makes what waits ready to be shown, as far as that takes no time that requests need. */
  prepare(): void {
    const { monotonic } = this.options;
    const end = monotonic() + workMs;
    let [done, size] = [0, 0];
    for (const one of this.waiting) {
      try {
        this.remember(one);
      } catch {
        // Nested too deeply for something: nobody's looking may end the intake.
        this.shed++;
      }
      size += one.size;
      done++;
      if (monotonic() > end && (done >= leastAtOnce.count || size > leastAtOnce.size)) break;
    }
    this.waiting = this.waiting.slice(done);
    this.waitingSize -= size;
  }

  /** The last events of a title that can be judged anew, with their numbers; the newest last. */
  eventsOf(
    title: string,
    most: number,
  ): readonly { readonly number: number; readonly text: string; readonly isAccepted: boolean }[] {
    const first = this.ring.first;
    return this.ring
      .from(first)
      .flatMap((one, index) =>
        one.title === title && one.text !== undefined && one.verdict !== "failed"
          ? [{ number: first + index, text: one.text, isAccepted: one.verdict !== "rejected" }]
          : [],
      )
      .slice(-most);
  }

  private remember(waiting: WaitingEvent): void {
    const seen = this.see(waiting);
    const shown = JSON.stringify(showEvent(seen, this.options.isMasked));
    const text = waiting.size > textLimit ? undefined : textOf(waiting);
    const bytes = 2 * (shown.length + (text?.length ?? 0)) + 200;
    this.ring.push({ shown, text, bytes, title: seen.schema?.title ?? "", verdict: seen.verdict });
  }

  private see(waiting: WaitingEvent): SeenEvent {
    const common = { at: waiting.at, treatments: undefined, errors: [], message: undefined };
    if (waiting.kind === "line") {
      const { line, failure } = waiting;
      const event = parseJson(line) ?? null;
      const schema = this.schemaOf(event);
      return failure === undefined
        ? { ...common, verdict: "accepted", event, schema }
        : { ...common, verdict: "failed", event, schema, message: failure };
    }
    const { judgement } = waiting;
    const event = judgement.event as Data;
    switch (judgement.kind) {
      case "invalid": {
        const { errors, schema, settings } = judgement;
        return { ...common, verdict: "rejected", event, schema, errors, treatments: settings.privacy };
      }
      case "malformed":
        return {
          ...common,
          verdict: "rejected",
          event,
          schema: this.schemaOf(event),
          errors: judgement.errors,
        };
      case "error":
        return {
          ...common,
          verdict: "failed",
          event,
          schema: this.schemaOf(event),
          message: judgement.message,
        };
      case "duplicate":
        // It did not come to the stage that treats personal data.
        return {
          ...common,
          verdict: "duplicate",
          event,
          schema: this.schemaOf(event),
          treatments: { "*": "drop" },
        };
    }
  }

  private schemaOf(event: Data): EventSchema | undefined {
    try {
      const uri = isObject(event) ? event["$schema"] : undefined;
      return this.options.store.get(uri, this.options.monotonic());
    } catch {
      return undefined;
    }
  }
}

/** Undefined for what is nested too deeply to be written. */
function textOf(waiting: WaitingEvent): string | undefined {
  // A line is a part of its batch's text, which would stay in memory with it.
  if (waiting.kind === "line") return Buffer.from(waiting.line).toString();
  try {
    return JSON.stringify(waiting.judgement.event);
  } catch {
    return undefined;
  }
}
