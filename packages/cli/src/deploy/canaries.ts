import { setTimeout as sleep } from "node:timers/promises";
import type { CanarySighting } from "@addendum/warehouse";
import type { Canary, Sent } from "../events/canaries.ts";
import { canaryOf, planCanary, type ReadyCanary, sighting } from "./plan-canaries.ts";
import { type Step, stepOf } from "./step.ts";

/** Where canaries are sent, and the lake in which they should arrive. */
export interface CanaryTarget {
  /** When canaries were seen, by stream. */
  readonly sightings: () => ReadonlyMap<string, CanarySighting>;
  /** Loads what is new of some streams; says why tables would not store a canary, by stream. */
  readonly load: (streams: readonly string[]) => Promise<Readonly<Record<string, string>>>;
  readonly send: (canaries: readonly ReadyCanary[]) => Promise<readonly Sent[]>;
  /** How long canaries may take to come, in milliseconds. */
  readonly patienceMs: number;
}

const pauseMs = 500;

/**
 * Sends the first canary of each stream that the lake has not seen one of, and loads until it has.
 * @param isApplied false: nothing is sent or loaded
 */
export async function deployCanaries(
  canaries: readonly Canary[],
  target: CanaryTarget,
  isApplied: boolean,
): Promise<readonly Step[]> {
  try {
    return await sendAndSee(canaries, target, isApplied);
  } catch (error) {
    const reason = `the lake cannot be read: ${(error as Error).message.replace(/\.$/, "")}`;
    return canaries.map(({ stream }) => stepOf(canaryOf(stream), "failed", reason));
  }
}

async function sendAndSee(
  canaries: readonly Canary[],
  target: CanaryTarget,
  isApplied: boolean,
): Promise<readonly Step[]> {
  const plan = () => {
    const seen = target.sightings();
    return canaries.map((canary) => ({ canary, step: planCanary(canary, seen.get(canary.stream)) }));
  };
  const planned = plan();
  const due = dueOf(planned);
  if (!isApplied || due.length === 0) return planned.map(({ step }) => step);
  const failures = new Map<string, string>();
  // One that an earlier run sent may have come since. Older ones that no table would store say nothing about today's.
  await arrive(target, due, failures, false);
  const unseen = due.filter(({ stream }) => !target.sightings().has(stream) && !failures.has(stream));
  const urls = new Map<string, string>();
  for (const { url, streams, failure } of unseen.length === 0 ? [] : await target.send(unseen)) {
    for (const stream of streams) {
      urls.set(stream, url);
      if (failure !== undefined) failures.set(stream, `${url} did not accept it: ${failure}`);
    }
  }
  const end = Date.now() + target.patienceMs;
  for (;;) {
    const seen = target.sightings();
    const missing = unseen.filter(({ stream }) => !seen.has(stream) && !failures.has(stream));
    if (missing.length === 0) break;
    if (Date.now() >= end) {
      const seconds = Math.round(target.patienceMs / 1000);
      for (const { stream } of missing) {
        const reason = `${urls.get(stream) ?? ""} accepted it, but it did not reach the lake within ${seconds} s: does the intake write where this run loads from?`;
        failures.set(stream, reason);
      }
      break;
    }
    await sleep(pauseMs);
    await arrive(target, missing, failures, true);
  }
  const seen = target.sightings();
  return planned.map(({ canary: { stream }, step }) => {
    if (step.state !== "due") return step;
    const found = seen.get(stream);
    if (found !== undefined) return stepOf(canaryOf(stream), "done", sighting(found));
    return stepOf(canaryOf(stream), "failed", failures.get(stream) ?? "it did not reach the lake");
  });
}

function dueOf(planned: readonly { canary: Canary; step: Step }[]): readonly ReadyCanary[] {
  return planned.flatMap(({ canary, step }) =>
    step.state === "due" && canary.kind === "event" ? [canary] : [],
  );
}

/**
 * Loads, and notes why canaries cannot be seen.
 * @param isSent whether they were sent, so that what comes is about them
 */
async function arrive(
  target: CanaryTarget,
  canaries: readonly ReadyCanary[],
  failures: Map<string, string>,
  isSent: boolean,
): Promise<void> {
  let problems: Readonly<Record<string, string>>;
  try {
    problems = await target.load(canaries.map(({ stream }) => stream));
  } catch (error) {
    const reason = `the lake cannot load: ${(error as Error).message.replace(/\.$/, "")}`;
    for (const { stream } of canaries) failures.set(stream, reason);
    return;
  }
  for (const { stream } of isSent ? canaries : []) {
    if (!Object.hasOwn(problems, stream)) continue;
    failures.set(stream, `it arrived, but its table does not store it: ${problems[stream] ?? ""}`);
  }
}
