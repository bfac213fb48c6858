import { cloneData, type Data, setOwn } from "@addendum/json-schema";
import type { DeclaredPlaces } from "./personal-fields.ts";
import type { FindUndeclared } from "./undeclared.ts";
import { withoutPersonalData } from "./untrusted-event.ts";

/** The text in place of a masked value. */
export const mask = "(masked)";

/**
 * A copy of an event for people to read: what its schema marks as personal data is masked, and so is what the schema
 * does not declare. The event may have been rejected, so it need not have the shape in which the marks find their fields.
 * @param declared of the event's schema; undefined: it marks nothing
 * @param findUndeclared members of an event that its schema does not declare
 */
export function maskedEvent(
  event: Data,
  declared: DeclaredPlaces | undefined,
  findUndeclared: FindUndeclared,
): Data {
  const copy = cloneData(withoutPersonalData(event, declared, () => mask, mask) ?? mask);
  findUndeclared(copy, (holder, name) => setOwn(holder as Record<string, Data>, name, mask));
  return copy;
}
