import type { DefineRoute } from "./route-context.ts";
import { events } from "./routes/events.ts";
import { health } from "./routes/health.ts";
import { info } from "./routes/info.ts";
import { metrics } from "./routes/metrics.ts";
import { robots } from "./routes/robots.ts";
import { specification } from "./routes/specification.ts";
import { streamConfigurations } from "./routes/stream-configs.ts";
import { testEvents } from "./routes/test-events.ts";

/** Everything that the intake answers. */
export const routes: readonly DefineRoute[] = [
  events,
  testEvents,
  info,
  robots,
  health,
  metrics,
  specification,
  streamConfigurations,
];
