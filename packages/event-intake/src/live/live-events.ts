import { randomBytes } from "node:crypto";
import { type Data, isObject, parseJson } from "@addendum/json-schema";
import type { EventSchema } from "../judge/event-schema.ts";
import type { Judgement } from "../judge/judgement.ts";
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

/** An event that waits to be remembered. A line is not parsed before it is shown. */
interface WaitingEvent {
  readonly kind: "line" | "judgement";
  readonly line: string;
  readonly judgement: Judgement | undefined;
  readonly at: number;
  readonly failure: string | undefined;
  readonly size: number;
}

/** So many events are remembered, in so many bytes. */
const ringLimits = { count: 5000, bytes: 16 * 1024 * 1024 };
/** More accepted events are counted, and not shown: so many at once, and so many a second. Rejected ones have their own. */
const accepted = { burst: 4000, perSecond: 1000 };
const rejected = { burst: 1000, perSecond: 250 };
/** What waits to be remembered holds no more, in bytes. */
const waitingBytes = 16 * 1024 * 1024;
/** Longer ones cannot be judged anew, in UTF-16 units. */
const textLimit = 64 * 1024;
/** So long events are made ready to be shown in one go, in milliseconds: requests wait meanwhile. */
const workMs = 8;
/** So many are made ready in any case: on a busy machine the time may be others'. */
const leastAtOnce = 100;

export interface LiveEventsOptions {
  readonly store: Pick<SchemaStore, "get">;
  readonly isMasked: boolean;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

/** The last events, as far as anybody looked while they came. */
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
    for (let index = 0; index < judgements.length; index++) {
      const judgement = judgements[index] as Judgement;
      const line = lines[index];
      if (line?.kind === "line") {
        if (!this.accepted.take()) this.shed++;
        else if (
          this.wait({
            kind: "line",
            line: line.line,
            judgement: undefined,
            at,
            failure: undefined,
            size: line.line.length,
          })
        )
          written.push(index);
      } else if (!this.rejected.take()) {
        this.shed++;
      } else {
        const size = roughSize(judgement.event, waitingBytes);
        this.wait({ kind: "judgement", line: "", judgement, at, failure: undefined, size });
      }
    }
    if (written.length === 0) return undefined;
    return (outcomes) => {
      for (const index of written) {
        const outcome = outcomes[index];
        if (outcome?.kind !== "error") continue;
        const line = JSON.stringify(outcome.event);
        this.wait({
          kind: "line",
          line,
          judgement: undefined,
          at,
          failure: outcome.message,
          size: line.length,
        });
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
    let done = 0;
    for (const one of this.waiting) {
      this.remember(one);
      this.waitingSize -= one.size;
      done++;
      if (done >= leastAtOnce && monotonic() > end) break;
    }
    this.waiting = this.waiting.slice(done);
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

  private see({ line, judgement, at, failure }: WaitingEvent): SeenEvent {
    const common = { at, treatments: undefined, errors: [], message: undefined };
    if (judgement === undefined) {
      const event = parseJson(line) ?? null;
      const schema = this.schemaOf(event);
      return failure === undefined
        ? { ...common, verdict: "accepted", event, schema }
        : { ...common, verdict: "failed", event, schema, message: failure };
    }
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
      case "valid":
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

function textOf({ kind, line, judgement }: WaitingEvent): string {
  // A line is a part of its batch's text, which would stay in memory with it.
  return kind === "line" ? Buffer.from(line).toString() : JSON.stringify(judgement?.event);
}
