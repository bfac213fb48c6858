import type { Judgement } from "../judge/judgement.ts";
import type { Writable } from "../write/event-lines.ts";
import type { Outcome } from "../write/outcome.ts";

/** Who looks at events while they pass through the intake. */
export interface EventObserver {
  /** Asked once for each request: while no viewer is connected, that is all it costs. */
  readonly isWatching: boolean;
  /**
   * Is called with the events of one request, in its order.
   * @param lines what is written of each; its valid events are lines of JSON
   * @param receivedAt milliseconds since the epoch
   * @returns who wants to know the outcome of writing them; undefined: not needed
   */
  observe(
    judgements: readonly Judgement[],
    lines: readonly Writable[],
    receivedAt: number,
  ): ((outcomes: readonly Outcome[]) => void) | undefined;
}
