import { type Data, isObject, join, own, type Pointer, tokens } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

/** As `privacy` in streams.yaml names it. */
const kindPattern = /^[a-z][a-z0-9-]*$/;
/** Keywords whose members have names of the schema's own choosing. */
const naming = new Set(["properties", "patternProperties", "definitions", "dependencies"]);

export const privacyInvalidMark = defineRule({
  id: "privacy-invalid-mark",
  concern: "people",
  severity: "warn",
  summary: "Warns about a `privacy` mark that an intake cannot honour.",
  rationale:
    "Streams decide by kind what happens to personal data. A mark has no effect if it has no kind, or one that no stream can name, or if it is at the root of the event or below `not`: the data is stored unchanged.",
  messages: {
    unreadable: {
      text: "`privacy` has no `kind`, so it is not a valid mark.",
      hint: "Write `privacy: { kind: ip-address, retention: 90 days }`.",
    },
    kind: {
      text: "streams.yaml cannot name the kind “{kind}”.",
      hint: "Use lower-case words with hyphens, such as ip-address.",
    },
    root: {
      text: "The event as a whole is marked, and a stream cannot drop it.",
      hint: "Mark the fields that concern a person.",
    },
    not: {
      text: "A mark below `not` concerns values that the event does not have.",
      hint: "Mark the field where it is declared.",
    },
  },
  examples: [
    schemaExample(
      "marks that are honoured",
      "properties:\n  client_ip: { type: string, privacy: { kind: ip-address } }\n  by_name: { type: object, additionalProperties: { type: string, privacy: { kind: free-text } } }\n",
    ),
    schemaExample(
      "a mark without a kind",
      "properties:\n  client_ip: { type: string, privacy: ip-address }\n",
      {
        "/properties/client_ip/privacy": "unreadable",
      },
    ),
    schemaExample(
      "a kind that no stream can name",
      "properties:\n  client_ip: { type: string, privacy: { kind: IP address } }\n",
      { "/properties/client_ip/privacy/kind": "kind" },
    ),
    schemaExample("the event itself", "privacy: { kind: free-text }\n", { "/privacy": "root" }),
    schemaExample(
      "below not",
      "properties:\n  user: { type: string, not: { const: root, privacy: { kind: user-id } } }\n",
      { "/properties/user/not": "not" },
    ),
  ],
  keywords: ["privacy"],
  isAboutKeys: true,
  *check({ schema, pointer, path, role, whole }) {
    const privacy = own(schema, "privacy");
    if (privacy === undefined) return;
    const at = join(pointer, "privacy");
    const kind = isObject(privacy) ? own(privacy, "kind") : undefined;
    if (typeof kind !== "string") {
      yield { pointer: at, messageId: "unreadable" };
    } else if (!kindPattern.test(kind)) {
      yield { pointer: join(at, "kind"), messageId: "kind", values: { kind } };
    } else if (isBelowNot(pointer)) {
      yield { pointer: at, messageId: "not" };
    } else if (kind !== "none" && path.length === 0 && role === "value" && !whole.isFragment) {
      yield { pointer: at, messageId: "root" };
    }
  },
});

function isBelowNot(pointer: Pointer): boolean {
  const names: readonly Data[] = tokens(pointer);
  for (let index = 0; index < names.length; index++) {
    if (names[index] === "not") return true;
    if (naming.has(names[index] as string)) index++;
  }
  return false;
}
