import type { EventLine } from "./event-lines.ts";
import { whyNoFit, whyNoText } from "./fit.ts";
import { parseTime } from "./hour.ts";
import { identifierIn } from "./identifier.ts";
import type { LakeTable } from "./lake-table.ts";

/** What an event says of itself before its table is known. */
export interface EventAddress {
  readonly schemaUri: unknown;
  readonly stream: unknown;
}

/** An event's table is not to be written: nothing of it may be stored, not even in the lists of what was rejected. */
export interface NotStored {
  readonly kind: "not-stored";
  readonly reason: string;
}

/** Where an event belongs; a text says why it belongs nowhere. */
export type Route = LakeTable | NotStored | string;

/** The verdict on a line. */
export type LineVerdict =
  | {
      readonly kind: "canary";
      readonly stream: string | undefined;
      /** Why it would not be stored if it were not a canary; undefined if it would. */
      readonly problem: string | undefined;
    }
  | {
      readonly kind: "rejected";
      readonly reason: string;
      readonly path?: readonly (string | number)[];
      /** Whether the line itself may be stored beside the reason. */
      readonly mayBeStored: boolean;
      /** When it happened, in milliseconds since the epoch, where that is known. */
      readonly time?: number;
    }
  | {
      readonly kind: "event";
      readonly table: LakeTable;
      /** When it happened, in milliseconds since the epoch. */
      readonly time: number;
      /** The identifier by which the event is known when it comes again. */
      readonly id: string | undefined;
      readonly bytes: Buffer;
      readonly text: string;
      readonly event: Readonly<Record<string, unknown>>;
    };

/** An event may come from a clock that is ahead. */
const futureMs = 3_600_000;
const dayMs = 86_400_000;

/** How deep arrays and objects of an event may be in one another: programs that read JSON differ from some depth on. */
const deepest = 500;

/**
 * The verdict on a line, as far as the line alone decides.
 * @param now milliseconds since the epoch
 * @param lineLimit bytes that a line has at most
 * @param timestamp when the broker took it, for an event that does not say when it happened
 */
export function judgeLine(
  line: EventLine,
  route: (address: EventAddress) => Route,
  now: number,
  lineLimit: number,
  timestamp?: number,
): LineVerdict {
  const { bytes, length } = line;
  if (bytes === undefined) {
    return rejected(`the line has ${length} bytes, more than the limit of ${lineLimit}`);
  }
  if (isTooDeep(bytes)) return rejected(`the line is nested deeper than ${deepest} levels`);
  const text = bytes.toString("utf8");
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return rejected("the line is not JSON");
  }
  if (!isObject(event)) return rejected("the line is not an object");
  const meta = isObject(event["meta"]) ? event["meta"] : {};
  const verdict = judgeEvent({ event, meta, text, bytes }, route, now, timestamp);
  if (meta["domain"] !== "canary") return verdict;
  const stream = typeof meta["stream"] === "string" ? meta["stream"] : undefined;
  const refusal = verdict.kind === "event" ? whyNotInTable(verdict) : verdict;
  return { kind: "canary", stream, problem: refusal?.reason };
}

/** A line that is an object. */
interface ParsedLine {
  readonly event: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly bytes: Buffer;
}

function judgeEvent(
  { event, meta, text, bytes }: ParsedLine,
  route: (address: EventAddress) => Route,
  now: number,
  timestamp: number | undefined,
): LineVerdict & { kind: "rejected" | "event" } {
  const table = route({ schemaUri: event["$schema"], stream: meta["stream"] });
  if (typeof table === "string") return rejected(table);
  // It was never to be stored: what holds it is older than anything may be.
  if ("kind" in table) return { ...rejected(table.reason), mayBeStored: false, time: 0 };
  const time = timeOf(event, meta, timestamp);
  if (typeof time === "string") return rejected(time);
  if (time > now + futureMs) return rejected("its time is more than an hour ahead");
  const { retentionDays } = table;
  if (retentionDays !== undefined && time < now - retentionDays * dayMs) {
    const reason = `its time is outside the ${retentionDays} days for which its events are stored`;
    return { ...rejected(reason), mayBeStored: false, time };
  }
  // Nothing was sent then; without a bound, clients begin as many partitions as they like.
  if (time < 0) return rejected("its time is before 1970");
  return { kind: "event", table, time, id: identifierIn(table.columns, event), bytes, text, event };
}

/** Why an event does not fit the columns of its table; undefined if it does. */
export function whyNotInTable({
  table,
  event,
  text,
  time,
}: LineVerdict & { kind: "event" }): (LineVerdict & { kind: "rejected" }) | undefined {
  const misfit = whyNoFit(table.columns, event, text) ?? whyNoText(event, text);
  return misfit && { ...rejected(misfit.reason), path: misfit.path, time };
}

function rejected(reason: string): LineVerdict & { kind: "rejected" } {
  return { kind: "rejected", reason, mayBeStored: true };
}

/** When an event happened; a text says why that is not known. */
function timeOf(
  event: Readonly<Record<string, unknown>>,
  meta: Readonly<Record<string, unknown>>,
  timestamp: number | undefined,
): number | string {
  const text = meta["dt"] ?? event["dt"];
  if (text === undefined || text === null) {
    return timestamp ?? "it has no time: neither meta.dt nor dt";
  }
  const time = typeof text === "string" ? parseTime(text) : undefined;
  return time ?? "its time is not a date-time";
}

const [quote, backslash] = [0x22, 0x5c];
/** `{` and `}`. Of `[` and `]` one bit is different. */
const [opening, closing, bit] = [0x7b, 0x7d, 0x20];

function isTooDeep(bytes: Buffer): boolean {
  // Each level has an end, too.
  if (bytes.length <= 2 * deepest) return false;
  let [depth, isText] = [0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) isText = !isText;
    else if (isText) {
      if (byte === backslash) at++;
    } else if ((byte | bit) === closing) depth--;
    else if ((byte | bit) === opening && ++depth > deepest) return true;
  }
  return false;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
