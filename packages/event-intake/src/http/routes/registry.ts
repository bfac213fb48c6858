import type { DefineRoute } from "../route-context.ts";
import { dev } from "./dev.ts";
import { events } from "./events.ts";
import { health } from "./health.ts";
import { info } from "./info.ts";
import { live } from "./live.ts";
import { metrics } from "./metrics.ts";
import { site } from "./site.ts";
import { robots } from "./robots.ts";
import { specification } from "./specification.ts";
import { streamConfigurations } from "./stream-configs.ts";
import { testEvents } from "./test-events.ts";

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
  dev,
  live,
  site,
];
