import type { Data, DataObject } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { declare } from "@addendum/event-fields";
import { areNamesAlike, probableRenames } from "./renaming.ts";

const renames = (removed: DataObject, added: DataObject) =>
  Object.fromEntries(
    probableRenames(declare({ properties: removed }).properties, declare({ properties: added }).properties),
  );
const text = (more: DataObject = {}): Data => ({ type: "string", ...more });

test.each([
  ["user_name", "username"],
  ["userId", "user_id"],
  ["HTTPStatus", "http_status"],
  ["colour", "color"],
  ["referer", "referrer"],
  ["recieved_dt", "received_dt"],
  ["organisation", "organization"],
  ["msg", "message"],
  ["max_len", "maximum_length"],
  ["tag", "tags"],
  ["name", "user_name"],
  ["user", "user_id"],
  ["duration", "duration_ms"],
  ["width_max", "max_width"],
  ["http2", "http_2"],
])("%s and %s are alike", (name, other) => {
  expect(areNamesAlike(name, other)).toBe(true);
  expect(areNamesAlike(other, name)).toBe(true);
});

test.each([
  ["client_ip", "protocol"],
  ["min_width", "max_width"],
  ["start_time", "end_time"],
  ["page_id", "user_id"],
  ["user", "user_agent"],
  ["x1", "x2"],
  ["sha1", "sha256"],
  ["lat", "lon"],
  ["height", "weight"],
  ["time", "first_input_delay_time"],
  ["enabled", "disabled"],
  ["is_bot", "is_not_bot"],
  ["a", "b"],
  ["from", "form_field"],
  ["_", "-"],
])("%s and %s are not", (name, other) => {
  expect(areNamesAlike(name, other)).toBe(false);
  expect(areNamesAlike(other, name)).toBe(false);
});

describe("a removed and an added property", () => {
  test("that only accept the same are two", () => {
    expect(renames({ client_ip: text() }, { protocol: text() })).toEqual({});
    expect(renames({ client_ip: text({ maxLength: 9 }) }, { protocol: text({ maxLength: 9 }) })).toEqual({});
  });

  test("are one where the name is alike, with other limits, too", () => {
    expect(renames({ userName: text() }, { user_name: text({ maxLength: 9 }) })).toEqual({
      userName: "user_name",
    });
  });

  test("are two where they hold values of other types", () => {
    expect(renames({ user_name: text() }, { username: { type: "object" } })).toEqual({});
    const list = (type: string) => ({ type: "array", items: { type } });
    expect(renames({ tag: list("string") }, { tags: list("object") })).toEqual({});
    const object = (name: string) => ({ type: "object", properties: { [name]: {} } });
    expect(renames({ user: object("name") }, { users: object("count") })).toEqual({});
  });

  test("are one where the description is the same, or goes on", () => {
    const address = "Address of the client that sent the request.";
    expect(
      renames({ ip: text({ description: address }) }, { remote: text({ description: address }) }),
    ).toEqual({ ip: "remote" });
    const longer = `${address} Never stored.`;
    expect(
      renames({ ip: text({ description: address }) }, { remote: text({ description: longer }) }),
    ).toEqual({
      ip: "remote",
    });
  });

  test.each(["TODO", "The name.", ""])(
    "are two where the description says as little as “%s”",
    (description) => {
      expect(renames({ a: text({ description }) }, { b: text({ description }) })).toEqual({});
    },
  );

  test("are two where descriptions differ in the word that matters", () => {
    const about = (word: string) => text({ description: `The ${word} of the viewport in CSS pixels.` });
    expect(renames({ w: about("width") }, { h: about("height") })).toEqual({});
  });

  test("are one where the old one names its successor", () => {
    expect(renames({ ip: text({ deprecated: true, successor: "remote" }) }, { remote: text() })).toEqual({
      ip: "remote",
    });
  });

  test("are two where others are as like", () => {
    expect(renames({ name: text() }, { user_name: text(), page_name: text() })).toEqual({});
    expect(renames({ user_name: text(), page_name: text() }, { name: text() })).toEqual({});
  });
});
