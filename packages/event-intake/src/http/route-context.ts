import type { IntakeLimits, StreamsConfiguration } from "@addendum/streams";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { EventProcessor } from "../process/event-processor.ts";
import { Origin } from "../judge/origin.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { LiveView } from "../live/live-view.ts";
import type { SchemaStore } from "../judge/schema-store.ts";
import type { RecentEvents } from "../telemetry/recent-events.ts";
import type { SchemaWarmer } from "../judge/schema-warmer.ts";
import type { Overload } from "./overload.ts";
import type { Responder } from "./responder.ts";
import type { SiteHandler } from "./site-handler.ts";

/** What routes have access to. */
export interface RouteContext {
  readonly limits: IntakeLimits;
  readonly streams: StreamsConfiguration;
  readonly processor: EventProcessor;
  readonly metrics: Metrics;
  readonly responder: Responder;
  readonly overload: Overload;
  readonly schemas: Pick<SchemaWarmer, "isCompiling" | "wantAll" | "compiledMs">;
  /** What it has seen, where it is there for development. */
  readonly recent: RecentEvents | undefined;
  /** Shows events as they come; undefined: there is no live view. */
  readonly live: LiveView | undefined;
  readonly store: SchemaStore;
  /** Whether it answers as EventGate does. */
  readonly isCompatible: boolean;
  /** What `/_info` says. */
  readonly info: {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly homepage: string;
  };
  /** What is served beside the intake; undefined: nothing. */
  readonly site: SiteHandler | undefined;
  /** undefined if it can serve; else the reason why not. */
  readonly notReady: () => Promise<string | undefined>;
  readonly isClosing: () => boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

/** Adds a route, or some that belong together, to the server. */
export type DefineRoute = (server: FastifyInstance, context: RouteContext) => void;

/** The origin of a request that arrives now. */
export function originOf(request: FastifyRequest, { now, monotonic }: RouteContext): Origin {
  return new Origin(request.headers, now(), monotonic(), request.socket);
}
