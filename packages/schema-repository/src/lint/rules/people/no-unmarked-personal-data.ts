import { personalKind } from "@addendum/event-fields";
import { isObject, join, own } from "@addendum/json-schema";
import { declaredTypes } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noUnmarkedPersonalData = defineRule({
  id: "no-unmarked-personal-data",
  concern: "people",
  severity: "info",
  summary: "Reports a field that sounds like personal data and does not say how long it is stored.",
  rationale:
    "People who store events must know which fields concern a person and how long they may be stored. The rule looks at whole words of the name, so it finds `ip` but not `ship`. Mark a field that is not personal data with `privacy: { kind: none }`.",
  messages: {
    unmarked: {
      text: "“{name}” sounds like personal data ({kind}) but is not marked.",
      hint: "Add `privacy: { kind: {kind}, retention: 90 days }`, or `privacy: { kind: none }` if it is not.",
    },
    retention: {
      text: "“{name}” is marked as personal data but does not say how long it is stored.",
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
        if (own(privacy, "kind") === "none" || Object.hasOwn(privacy, "retention")) continue;
        yield { ...at, messageId: "retention", values: { name } };
        continue;
      }
      const types = declaredTypes(property);
      // A switch tells nothing, and an object's own properties are examined.
      if (types?.every((type) => type === "boolean" || type === "object") === true) continue;
      const kind = personalKind(name, path.at(-1));
      if (kind !== undefined) yield { ...at, messageId: "unmarked", values: { name, kind } };
    }
  },
});
