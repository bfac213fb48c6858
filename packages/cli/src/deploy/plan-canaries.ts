import type { StreamsConfiguration } from "@addendum/streams";
import type { CanarySighting } from "@addendum/warehouse";
import type { Canary } from "../events/canaries.ts";
import { type Step, stepOf } from "./step.ts";

/** A canary that is ready to be sent. */
export type ReadyCanary = Extract<Canary, { kind: "event" }>;

/** The streams whose canaries should arrive in the lake. */
export interface WantedCanaries {
  readonly canaries: readonly Canary[];
  /** Sentences about streams whose events the lake never gets. */
  readonly notes: readonly string[];
}

/**
 * Leaves out canaries that cannot be seen in the lake: those of streams whose sink is not loaded, or whose events are not
 * stored.
 * @param isStored whether a stream's events may be stored at all
 */
export function wantedCanaries(
  canaries: readonly Canary[],
  { streams, sinks }: StreamsConfiguration,
  isStored: (stream: string) => boolean,
): WantedCanaries {
  const notes: string[] = [];
  const wanted = canaries.filter(({ stream }) => {
    const sink = streams.get(stream)?.sink ?? "";
    const kind = sinks.get(sink)?.kind;
    const isLoaded = kind === "file" || kind === "kafka";
    if (!isLoaded) notes.push(`No canary is looked for on ${stream}: the lake does not read ${sink}.`);
    else if (!isStored(stream))
      notes.push(`No canary is looked for on ${stream}: its events are not stored.`);
    else return true;
    return false;
  });
  return { canaries: wanted, notes };
}

export const canaryOf = (stream: string) => ({ kind: "canary", system: "lake", name: stream }) as const;

/**
 * The step for a stream's canary.
 * @param seen when the lake saw one; undefined: it never did
 */
export function planCanary(canary: Canary, seen: CanarySighting | undefined): Step {
  const of = canaryOf(canary.stream);
  if (seen !== undefined) return stepOf(of, "in-step", sighting(seen));
  if (canary.kind === "problem") return stepOf(of, "impossible", `none can be sent: ${canary.reason}`);
  return stepOf(of, "due", `send the first one to ${canary.service}, and look for it in the lake`);
}

export function sighting({ first }: CanarySighting): string {
  return `the lake saw its first one at ${new Date(first).toISOString().replace(/\.\d+Z$/, "Z")}`;
}
