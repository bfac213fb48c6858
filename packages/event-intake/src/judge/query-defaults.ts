import { isEvent } from "./event.ts";

/** What a request's query may say for events that do not say it themselves. */
export interface QueryDefaults {
  readonly schemaUri: string | undefined;
  readonly stream: string | undefined;
}

/** Fills them in, in place. */
export function applyQueryDefaults(event: unknown, { schemaUri, stream }: QueryDefaults): void {
  if (!isEvent(event)) return;
  if (schemaUri !== undefined && !Object.hasOwn(event, "$schema")) event["$schema"] = schemaUri;
  if (stream === undefined) return;
  const meta: unknown = Object.hasOwn(event, "meta") ? event["meta"] : undefined;
  if (meta === undefined) event["meta"] = { stream };
  else if (isEvent(meta) && !Object.hasOwn(meta, "stream")) meta["stream"] = stream;
}
