import { randomBytes } from "node:crypto";
import { type Data, isObject, parseJson } from "@addendum/json-schema";
import type { EventSchema } from "../judge/event-schema.ts";
import type { Judgement, ValidEvent } from "../judge/judgement.ts";
import type { SchemaStore } from "../judge/schema-store.ts";
import type { Writable } from "../write/event-lines.ts";
import type { Outcome } from "../write/outcome.ts";
import { Allowance } from "./allowance.ts";
import { roughSize } from "./cut-data.ts";
import type { EventToJudge } from "./edit-watcher.ts";
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
  /**
   * As it was written, or as it came, for those who judge it anew: a text, or from where to where it is in what is
   * shown; undefined: it is too long for that.
   */
  readonly original: string | { readonly start: number; readonly end: number } | undefined;
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
/** More accepted events are counted, and not shown: so many at once, and so many a second. */
const accepted = { burst: 4000, perSecond: 100 };
/** The most events that wait to be remembered, and their bytes. */
const waitingLimits = { count: 5000, bytes: 16 * 1024 * 1024 };
/** Longer ones cannot be judged anew, in UTF-16 units. */
const textLimit = 64 * 1024;
/** Making events ready to be shown takes no more time, in milliseconds: so much at once, and so much a second. */
const work = { burst: 150, perSecond: 10 };
/** So long it is done in one go, in milliseconds: requests wait meanwhile. */
const workMs = 8;
/** So many are made ready in any case: on a busy machine the time may be others'. */
const leastAtOnce = 10;
/** So many wait in any case, if it takes seconds: a batch that is sent by hand is shown whole. */
const leastWaiting = 250;
/** What it takes for one event, in milliseconds, before that was measured. */
const firstCost = 0.1;
/** How much the last time counts for what it takes. */
const costWeight = 0.1;

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
  /** Events that arrived while viewers were connected, and are not shown. */
  shed = 0;
  private waiting: WaitingEvent[] = [];
  private waitingSize = 0;
  private readonly accepted: Allowance;
  private readonly work: Allowance;
  /** What one event takes to be made ready, in milliseconds. */
  private cost = firstCost;
  private readonly options: LiveEventsOptions;

  constructor(options: LiveEventsOptions) {
    this.options = options;
    const now = options.monotonic();
    this.accepted = new Allowance(accepted.burst, accepted.perSecond, now);
    this.work = new Allowance(work.burst, work.perSecond, now);
  }

  observe(
    judgements: readonly Judgement[],
    lines: readonly Writable[],
    at: number,
  ): ((outcomes: readonly Outcome[]) => void) | undefined {
    let written: number[] | undefined;
    for (let index = 0; index < judgements.length; index++) {
      const judgement = judgements[index] as Judgement;
      const line = lines[index];
      if (line?.kind === "line") {
        if (!this.accepted.take()) this.shed++;
        else if (this.waitForLine(line.line, at)) (written ??= []).push(index);
      } else if (judgement.kind === "valid") {
        this.shed++;
      } else {
        const size = roughSize(judgement.event, waitingLimits.bytes);
        this.wait({ kind: "judgement", judgement, at, size });
      }
    }
    if (written === undefined) return undefined;
    const asked = written;
    return (outcomes) => {
      for (const index of asked) {
        const outcome = outcomes[index];
        if (outcome?.kind === "error") this.waitForLine(JSON.stringify(outcome.event), at, outcome.message);
      }
    };
  }

  private waitForLine(line: string, at: number, failure?: string): boolean {
    return this.wait({ kind: "line", line, failure, at, size: line.length });
  }

  private wait(one: WaitingEvent): boolean {
    const { count, bytes } = waitingLimits;
    if (this.waiting.length >= count || this.waitingSize + one.size > bytes) {
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
    const began = monotonic();
    this.accepted.refill(began);
    this.work.refill(began);
    this.makeRoom();
    const end = began + Math.min(workMs, this.work.left);
    let [done, size, now] = [0, 0, began];
    for (const one of this.waiting) {
      if (now > end && done >= leastAtOnce) break;
      try {
        this.remember(one);
      } catch {
        // An event may be nested too deeply to be shown, and the live view must never end the intake.
        this.shed++;
      }
      size += one.size;
      done++;
      now = monotonic();
    }
    this.waiting = this.waiting.slice(done);
    this.waitingSize -= size;
    this.work.spend(now - began);
    if (done >= leastAtOnce) this.cost += ((now - began) / done - this.cost) * costWeight;
  }

  /** Of many, what would have to wait for more than a second is counted instead: accepted events first, then the oldest. */
  private makeRoom(): void {
    const fits = Math.max(leastWaiting, (this.work.left + work.perSecond) / this.cost);
    let over = Math.ceil(this.waiting.length - fits);
    if (over <= 0) return;
    const drop = (isDropped: (one: WaitingEvent) => boolean) => {
      this.waiting = this.waiting.filter((one) => {
        if (over <= 0 || !isDropped(one)) return true;
        over--;
        this.shed++;
        this.waitingSize -= one.size;
        return false;
      });
    };
    drop((one) => one.kind === "line" && one.failure === undefined);
    drop(() => true);
  }

  /**
   * The last events of titles that can be judged anew, by title; the newest last.
   * @param most of each title
   */
  eventsOf(titles: readonly string[], most: number): ReadonlyMap<string, readonly EventToJudge[]> {
    const found = new Map(titles.map((title): [string, EventToJudge[]] => [title, []]));
    const { ring } = this;
    for (const [index, { title, shown, original, verdict }] of ring.from(ring.first).entries()) {
      if (original === undefined || verdict === "failed") continue;
      const text = typeof original === "string" ? original : shown.slice(original.start, original.end);
      found.get(title)?.push({ number: ring.first + index, text, isAccepted: verdict !== "rejected" });
    }
    return new Map([...found].map(([title, events]) => [title, events.slice(-most)]));
  }

  private remember(waiting: WaitingEvent): void {
    const seen = this.see(waiting);
    const { event, ...about } = showEvent(seen, this.options.isMasked);
    const isWhole = event === seen.event;
    const isJudged = waiting.size <= textLimit;
    const text = isWhole || isJudged ? textOf(waiting, seen.event) : "";
    const head = `${JSON.stringify(about).slice(0, -1)},"event":`;
    const end = head.length + text.length;
    const shown = detached(`${head}${isWhole ? text : JSON.stringify(event)}}`);
    const apart = isWhole ? { start: head.length, end } : detached(text);
    const original = isJudged ? apart : undefined;
    const bytes = 2 * (shown.length + (typeof original === "string" ? original.length : 0)) + 200;
    this.ring.push({ shown, original, bytes, title: seen.schema?.title ?? "", verdict: seen.verdict });
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

function textOf(waiting: WaitingEvent, event: Data): string {
  return waiting.kind === "line" ? waiting.line : JSON.stringify(event);
}

/** A copy of a text: a line is a part of its batch's text, which would stay in memory with it. */
function detached(text: string): string {
  return Buffer.from(text).toString();
}
