import { tokens } from "@addendum/json-schema";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Event } from "./event.ts";
import type { EventError, EventSchema } from "./event-schema.ts";
import { publicMember } from "./public-errors.ts";
import type { Route } from "./route.ts";

/** Is called with undeclared fields that are not rejected. */
export interface UndeclaredObserver {
  readonly metrics: Metrics;
  readonly log: Log;
}

/** So many undeclared fields of one event are counted and named. */
const undeclaredLimit = 20;

/**
 * The fourth stage: the errors of an event by its schema, and by its stream's setting for undeclared fields. Fills in
 * the schema's defaults.
 * @param most no more errors are returned
 * @returns undefined: the event is valid
 */
export function validate(
  event: Event,
  schema: EventSchema,
  route: Route,
  most: number,
  observer: UndeclaredObserver,
): readonly EventError[] | undefined {
  return schema.refuse(event, most) ?? undeclaredErrors(event, schema, route, observer)?.slice(0, most);
}

function undeclaredErrors(
  event: Event,
  schema: EventSchema,
  { stream, settings }: Route,
  { metrics, log }: UndeclaredObserver,
): readonly EventError[] | undefined {
  if (settings.undeclared === "accept") return undefined;
  const pointers = schema.undeclared(event);
  if (pointers.length === 0) return undefined;
  for (const found of pointers.slice(0, undeclaredLimit)) {
    const pointer = publicMember(found, schema, settings.privacy);
    metrics.countUndeclared(stream, schema.uri, pointer);
    log.once("undeclared", `${schema.uri}: events of “${stream}” have ${pointer}, which is not declared`);
  }
  return settings.undeclared === "report" ? undefined : pointers.map(undeclaredError);
}

/** In the words of Ajv 6. */
function undeclaredError(pointer: string): EventError {
  return {
    keyword: "additionalProperties",
    dataPath: pointer.slice(0, pointer.lastIndexOf("/")).replaceAll("/", "."),
    schemaPath: "#/additionalProperties",
    params: { additionalProperty: tokens(pointer).at(-1) },
    message: "should NOT have additional properties",
  };
}
