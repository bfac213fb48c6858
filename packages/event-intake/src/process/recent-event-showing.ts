import type { Data } from "@addendum/json-schema";
import { findStream, type StreamsConfiguration, type Treatment } from "@addendum/streams";
import { errorsText } from "../judge/ajv-6.ts";
import { isEvent, metaText } from "../judge/event.ts";
import type { EventSchema } from "../judge/event-schema.ts";
import type { Hasher } from "../judge/hasher.ts";
import type { Judgement } from "../judge/judgement.ts";
import { hasTreatments, treatedPlaces, treatRefused } from "../judge/mask.ts";
import { publicErrors } from "../judge/public-errors.ts";
import type { RecentEvent } from "../telemetry/recent-events.ts";

/** Makes what an intake for development shows of events. */
export class RecentEventShowing {
  private readonly streams: StreamsConfiguration;
  private readonly hasher: Hasher;

  constructor(streams: StreamsConfiguration, hasher: Hasher) {
    this.streams = streams;
    this.hasher = hasher;
  }

  /** @param now milliseconds since the epoch */
  show(judgement: Judgement, now: number): RecentEvent {
    const { event } = judgement;
    const schema = isEvent(event) && typeof event["$schema"] === "string" ? event["$schema"] : "unknown";
    const names = { stream: metaText(event, "stream") ?? "unknown", schema };
    switch (judgement.kind) {
      case "valid":
      case "duplicate":
        return { status: "valid", ...names, event: structuredClone(event) };
      case "invalid": {
        const { settings } = judgement;
        const errors = publicErrors(judgement.errors, judgement.schema, settings.privacy);
        const shown = this.publicEvent(event as Data, judgement.schema, settings.privacy, now);
        return { status: "invalid", ...names, event: shown, reason: errorsText(errors), errors };
      }
      case "malformed": {
        const { errors } = judgement;
        const shown = this.publicEvent(event as Data, undefined, this.treatmentsFor(event), now);
        return { status: "invalid", ...names, event: shown, reason: errorsText(errors), errors };
      }
      case "error": {
        const treatments = this.treatmentsFor(event);
        const shown = this.publicEvent(event as Data, judgement.schema, treatments, now);
        return { status: "invalid", ...names, event: shown, reason: judgement.message };
      }
    }
  }

  /** Those of the stream that the event names, or else of streams that are not configured. */
  private treatmentsFor(event: unknown): Readonly<Record<string, Treatment>> {
    const stream = metaText(event, "stream");
    const settings = stream === undefined ? undefined : findStream(this.streams, stream);
    return (settings ?? this.streams.defaults).privacy;
  }

  /** Without a schema nothing says what is personal: only what the event calls itself is shown then. */
  private publicEvent(
    event: Data,
    schema: EventSchema | undefined,
    treatments: Readonly<Record<string, Treatment>>,
    now: number,
  ): unknown {
    if (schema === undefined) return hasTreatments(treatments) ? named(event) : structuredClone(event);
    const declared = treatedPlaces(schema, treatments);
    if (declared === undefined) return structuredClone(event);
    return treatRefused(event, declared, treatments, this.hasher, now) ?? null;
  }
}

function named(event: Data): object | null {
  if (!isEvent(event)) return null;
  const { $schema } = event;
  const stream = metaText(event, "stream");
  return {
    ...(typeof $schema === "string" && { $schema }),
    ...(stream !== undefined && { meta: { stream } }),
  };
}
