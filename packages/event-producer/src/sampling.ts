import { pageviewToken, sessionToken } from "./identifiers.ts";

/** What is in a sample or out of it as a whole. */
export type SampleUnit = "session" | "pageview";

/** A share of all sessions or page views. `rate` is from above 0 to 1, which is all. */
export interface Sample {
  readonly unit: SampleUnit;
  readonly rate: number;
}

/** One in so many: a whole number. 0.15 is a rate; anyone who means that says `{ unit, rate: 0.15 }`. */
export type Population<N extends number> = `${N}` extends `${string}.${string}` | `-${string}` ? never : N;

/** Whether this session is one of one in so many. Source: EventLogging, `sessionInSample`. */
export function sessionInSample<N extends number>(
  population: Population<N>,
  token = sessionToken(),
): boolean {
  return isMultiple(token, population);
}

/** Whether this page view is one of one in so many. Source: EventLogging, `pageviewInSample`. */
export function pageviewInSample<N extends number>(
  population: Population<N>,
  token = pageviewToken(),
): boolean {
  return isMultiple(token, population);
}

/**
 * Whether a token is below the rate's threshold: a lower rate's sample is part of a higher rate's. Another selection
 * than {@link sessionInSample} makes. A rate of 0, no unit, or another one: nothing is in it. A rate of 1 leaves the
 * highest token out, as the original does.
 * Source: EventLogging, the stream configuration's `sample`.
 */
export function inSample(
  { unit, rate }: Sample,
  token = unit === "session" ? sessionToken() : pageviewToken(),
): boolean {
  return (unit === "session" || unit === "pageview") && first32Bits(token) / 0xffffffff < rate;
}

/** NaN if it is not a token: no comparison with it is true. */
function first32Bits(token: string): number {
  return Number.parseInt(token.slice(0, 8), 16);
}

function isMultiple(token: string, population: number): boolean {
  return first32Bits(token) % population === 0;
}
