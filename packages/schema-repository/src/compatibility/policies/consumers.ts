import { showJson } from "@addendum/json-schema";
import { showPath } from "@addendum/event-fields";
import { enumValueAdded } from "../rules/enum-value-added.ts";
import { type Policy } from "./policy.ts";

/** A new option of an enumeration may reach a `switch` that does not handle it. */
export const consumers: Policy = {
  name: "consumers",
  protects: "people who read events: no new option reaches an exhaustive switch unannounced",
  coversFragments: false,
  comparesDeclarations: true,
  *check({ differences }) {
    for (const { kind, path, pointer, values = [] } of differences) {
      if (kind !== "values-added") continue;
      const options = values.map(showJson).join(", ");
      yield {
        rule: enumValueAdded,
        messageId: "found",
        pointer,
        path,
        values: { path: showPath(path), options },
        evidence: {
          label: "A switch that has no case for it:",
          lines: [`case ${showJson(values[0])}: // new`],
        },
      };
    }
  },
};
