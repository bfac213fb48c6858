import type { EventError } from "../judge/event-schema.ts";

/** The outcome of one event. */
export type Outcome =
  | { readonly kind: "accepted" }
  /** Its schema refuses it, or it goes beyond a limit. */
  | { readonly kind: "invalid"; readonly event: unknown; readonly errors: readonly EventError[] }
  /** It could not be judged, or not be written. */
  | { readonly kind: "error"; readonly event: unknown; readonly message: string };
