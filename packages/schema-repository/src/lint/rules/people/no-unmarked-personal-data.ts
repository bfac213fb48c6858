import { isObject, join, own } from "@addendum/json-schema";
import { declaredTypes } from "../../subschema.ts";
import { defineRule } from "../../../rule.ts";
import { schemaExample } from "../../../rule-example.ts";

/** What may say something about a person, by the words of a property's name. */
const kinds: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ["ip-address", ["ip", "client ip", "ip address", "remote addr"]],
  ["user-agent", ["user agent"]],
  [
    "user-id",
    [
      "user id",
      "user name",
      "user text",
      "username",
      "userid",
      "actor id",
      "actor name",
      "email",
      "email address",
      "phone",
      "phone number",
      "real name",
    ],
  ],
  [
    "session-token",
    ["session id", "session token", "pageview id", "app install id", "device id", "fingerprint"],
  ],
  ["edit-count", ["edit count", "user edit count", "edit count bucket"]],
  [
    "free-text",
    ["comment", "free text", "search query", "search term", "user input", "feedback", "message text"],
  ],
];

export const noUnmarkedPersonalData = defineRule({
  id: "no-unmarked-personal-data",
  concern: "people",
  severity: "info",
  summary: "Remarks on a field that sounds like personal data and does not say how long it is kept.",
  rationale:
    "Who stores events has to know which fields are about a person and how long they may be kept. It is judged by whole words of the name, so `ip` is found and `ship` is not; a field that is none after all says `privacy: { kind: none }`.",
  messages: {
    unmarked: {
      text: "“{name}” sounds like personal data ({kind}) and is not marked.",
      hint: "Add `privacy: { kind: {kind}, retention: 90 days }`, or `privacy: { kind: none }` if it is not.",
    },
    retention: {
      text: "“{name}” is marked as personal data and does not say how long it is kept.",
      hint: "Add `retention`, such as `90 days`.",
    },
  },
  examples: [
    schemaExample(
      "marked",
      "properties:\n  client_ip: { type: string, privacy: { kind: ip-address, retention: 90 days } }\n  ship: { type: string }\n",
    ),
    schemaExample("not marked", "properties:\n  client_ip: { type: string }\n  userId: { type: integer }\n", {
      "/properties/client_ip": "unmarked",
      "/properties/userId": "unmarked",
    }),
    schemaExample("no retention", "properties:\n  note: { type: string, privacy: { kind: free-text } }\n", {
      "/properties/note": "retention",
    }),
  ],
  keywords: ["properties"],
  isAboutKeys: true,
  *check({ schema, pointer, role, branchOf, path }) {
    const properties = own(schema, "properties");
    if (role !== "value" || branchOf !== undefined || !isObject(properties)) return;
    for (const [name, property] of Object.entries(properties)) {
      if (!isObject(property)) continue;
      const at = { pointer: join(pointer, "properties", name) };
      const privacy = own(property, "privacy");
      if (isObject(privacy)) {
        const isPersonal = own(privacy, "kind") !== "none";
        if (!isPersonal || Object.hasOwn(privacy, "retention")) continue;
        yield { ...at, messageId: "retention", values: { name } };
        continue;
      }
      const types = declaredTypes(property);
      // A switch tells nothing, and an object's own properties are looked at.
      if (types?.every((type) => type === "boolean" || type === "object") === true) continue;
      const kind = kindOf(name, path.at(-1));
      if (kind !== undefined) yield { ...at, messageId: "unmarked", values: { name, kind } };
    }
  },
});

const known = new Map<string, string | undefined>();

/** The same names come again and again. */
function kindOf(name: string, holder: string | undefined): string | undefined {
  const key = `${holder ?? ""}\0${name}`;
  if (!known.has(key)) {
    if (known.size > 5_000) known.clear();
    known.set(key, findKind(name, holder));
  }
  return known.get(key);
}

/** By the words of the name, or, of a name as short as `id`, with those of the object that holds it. */
function findKind(name: string, holder: string | undefined): string | undefined {
  const words = wordsOf(name);
  const all = words.length === 1 && holder !== undefined ? [words, [...wordsOf(holder), ...words]] : [words];
  return kinds.find(([, phrases]) =>
    phrases.some((phrase) => all.some((one) => holds(one, phrase.split(" ")))),
  )?.[0];
}

/** What stands before an address that is a machine's. */
const machines = new Set(["server", "host", "backend", "upstream", "proxy", "gateway"]);

/** Whether the phrase is how the words end: “performer user id”, but not “user id type”, nor “server ip”. */
function holds(words: readonly string[], phrase: readonly string[]): boolean {
  const from = words.length - phrase.length;
  if (from > 0 && machines.has(words[from - 1] as string)) return false;
  return from >= 0 && phrase.every((word, index) => words[from + index] === word);
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
