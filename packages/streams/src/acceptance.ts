import type { StreamSettings } from "./stream-settings.ts";
import { findStream, type StreamsConfiguration } from "./streams-configuration.ts";

/** Whether a stream takes events of a title. */
export type Acceptance =
  | { readonly kind: "accepted"; readonly settings: StreamSettings }
  /** `streams.yaml` does not list it. */
  | { readonly kind: "unknown-stream" }
  /** Its events have another title. */
  | { readonly kind: "other-title"; readonly title: string };

const unknownStream: Acceptance = { kind: "unknown-stream" };

/**
 * Whether a stream takes an event.
 * @param stream undefined: the event names none, which is an error only where streams are listed
 * @param title of the event's schema
 */
export function accept(
  configuration: StreamsConfiguration,
  stream: string | undefined,
  title: string,
): Acceptance {
  const settings = stream === undefined ? withoutStream(configuration) : findStream(configuration, stream);
  if (settings === undefined) return unknownStream;
  if (settings.title !== undefined && settings.title !== title) {
    return { kind: "other-title", title: settings.title };
  }
  return { kind: "accepted", settings };
}

function withoutStream({ isClosed, defaults }: StreamsConfiguration): StreamSettings | undefined {
  return isClosed ? undefined : defaults;
}
