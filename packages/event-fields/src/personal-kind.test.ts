import { expect, it } from "vitest";
import { personalKind } from "./personal-kind.ts";

it.each([
  ["client_ip", undefined, "ip-address"],
  ["clientIp", undefined, "ip-address"],
  ["http_user_agent", undefined, "user-agent"],
  ["performer_user_id", undefined, "user-id"],
  ["id", "user", "user-id"],
  ["pageview_id", undefined, "session-token"],
  ["user_edit_count", undefined, "edit-count"],
  ["comment", undefined, "free-text"],
  // Whole words, at the end of a name.
  ["ship", undefined, undefined],
  ["user_id_type", undefined, undefined],
  ["id", "page", undefined],
  // A machine's.
  ["server_ip", undefined, undefined],
])("%s in %s sounds like %s", (name, holder, kind) => {
  expect(personalKind(name, holder)).toBe(kind);
});
