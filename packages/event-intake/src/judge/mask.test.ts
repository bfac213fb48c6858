import { expect, test } from "vitest";
import type { Event } from "./event.ts";
import { Hasher } from "./hasher.ts";
import { maskPersonalData } from "./mask.ts";
import { findPersonalFields } from "@addendum/event-fields";

const day = 86_400_000;
const personal = (kind: string, more: object = { type: "string" }) => ({ ...more, privacy: { kind } });

test("a hash links values within its period, and not beyond", () => {
  const hasher = new Hasher(Buffer.from("secret"), day);
  const hash = hasher.hash("192.0.2.1", 5 * day);
  expect(hash).toMatch(/^[\w-]{22}$/);
  expect(hasher.hash("192.0.2.1", 6 * day - 1)).toBe(hash);
  expect(hasher.hash("192.0.2.2", 5 * day)).not.toBe(hash);
  expect(hasher.hash("192.0.2.1", 6 * day)).not.toBe(hash);
  expect(hasher.hash("192.0.2.1", 5 * day)).toBe(hash);
  expect(new Hasher(Buffer.from("other"), day).hash("192.0.2.1", 5 * day)).not.toBe(hash);
});

test("marked fields are found and treated wherever they stand", () => {
  const schema = {
    properties: {
      ip: personal("ip-address"),
      list: { items: { properties: { name: personal("user-id") } } },
      names: { items: personal("user-id") },
      map: { properties: { kept: { type: "string" } }, additionalProperties: personal("free-text") },
      __proto__: undefined,
      short: personal("ip-address", { type: "string", maxLength: 5 }),
      number: personal("ip-address", { type: "integer" }),
      headers: personal("user-agent", { type: "object", additionalProperties: { type: "string" } }),
    },
    allOf: [{ properties: { inAll: personal("user-id") } }],
    anyOf: [{ properties: { inAny: personal("user-id") } }],
  };
  const event = JSON.parse(
    '{"ip":"192.0.2.1","list":[{"name":"A","x":1},{"y":2}],"names":["A","B"],"map":{"kept":"k","__proto__":"text","other":"text"},"short":"a","number":1,"headers":{"user-agent":"B"},"inAll":"A","inAny":"A"}',
  ) as Event;
  const treatments = {
    "ip-address": "hash",
    "user-agent": "hash",
    "free-text": "keep",
    "*": "drop",
  } as const;
  const personalFields = findPersonalFields(schema as never);
  const hasher = new Hasher(Buffer.from("s"), day);
  maskPersonalData(event, { personalFields }, treatments, hasher, 0);
  expect(event).toEqual({
    ip: expect.stringMatching(/^[\w-]{22}$/),
    list: [{ x: 1 }, { y: 2 }],
    names: [],
    map: JSON.parse('{"kept":"k","__proto__":"text","other":"text"}'),
    headers: { "user-agent": expect.stringMatching(/^[\w-]{22}$/) },
  });
  maskPersonalData(event, { personalFields }, { "*": "drop" }, hasher, 0);
  expect(event).toEqual({ list: [{ x: 1 }, { y: 2 }], names: [], map: { kept: "k" } });
});

test("marked fields are found by way of references and patterns", () => {
  const schema = {
    properties: { user: { $ref: "#user" }, next: { $ref: "#" }, tree: { $ref: "#/$defs/tree" } },
    patternProperties: { "^ip": { $ref: "#/definitions/ip" } },
    dependencies: { user: { properties: { name: personal("user-id") } } },
    definitions: {
      user: { $id: "#user", allOf: [{ properties: { id: personal("user-id") } }] },
      ip: personal("ip-address", { $ref: "#/definitions/short" }),
      short: { type: "string", maxLength: 5 },
      loop: { anyOf: [{ $ref: "#/definitions/loop" }] },
    },
    $defs: {
      tree: { properties: { id: personal("user-id"), children: { items: { $ref: "#/$defs/tree" } } } },
    },
    allOf: [{ $ref: "#/definitions/loop" }],
  };
  const personalFields = findPersonalFields(schema);
  const deep = (levels: number): Event =>
    levels === 0 ? { user: { id: "A", x: 1 }, name: "B" } : { next: deep(levels - 1), y: 1 };
  const event: Event = {
    ip4: "192.0.2.1",
    tree: { id: "A", children: [{ id: "B", children: [{ id: "C", z: 1 }] }, 1] },
    ...deep(200),
  };
  const hasher = new Hasher(Buffer.from("s"), day);
  maskPersonalData(event, { personalFields }, { "ip-address": "hash", "user-id": "drop" }, hasher, 0);
  const rest = (levels: number): Event =>
    levels === 0 ? { user: { x: 1 } } : { next: rest(levels - 1), y: 1 };
  expect(event).toEqual({ tree: { children: [{ children: [{ z: 1 }] }, 1] }, ...rest(200) });
});

test("what marks nothing is not looked through", () => {
  expect(findPersonalFields({ properties: { a: { $ref: "#" } } })).toBeUndefined();
});
