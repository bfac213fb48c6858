import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

export const propertyRenamed = defineRule({
  id: "property-renamed",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects renaming a property.",
  rationale:
    "Recorded events carry the old name, and queries use it. A rename is a removal and an addition. Addendum recognizes it by similar names or descriptions, so it is a guess; if nothing is similar, it reports a removal.",
  messages: {
    found: {
      text: "The property {path} of {old} was removed; its new name is probably {renamed}.",
      hint: "Keep {name}, add {renamed} beside it, and deprecate {name}. To remove it, start {major}.",
    },
  },
  examples: [
    versionPair(
      "a new name beside the old one",
      "properties:\n  user: {type: string}\n",
      "properties:\n  user: {type: string}\n  user_name: {type: string}\n",
    ),
    versionPair(
      "a new name",
      "properties:\n  user: {type: string}\n",
      "properties:\n  user_name: {type: string}\n",
      "/properties/user_name",
    ),
    versionPair(
      "another property of the same shape: a removal, and an addition",
      "properties:\n  client_ip: {type: string}\n",
      "properties:\n  protocol: {type: string}\n",
    ),
  ],
});
