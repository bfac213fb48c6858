import { showPath } from "@addendum/event-fields";
import { annotationChanged } from "../rules/annotation-changed.ts";
import type { Policy } from "./policy.ts";

/** Descriptions stay the same. */
export const annotations: Policy = {
  name: "annotations",
  protects: "people who quote the documentation: descriptions stay the same",
  coversFragments: true,
  comparesDeclarations: true,
  *check({ differences }) {
    for (const { kind, path, pointer } of differences) {
      if (kind !== "annotation-changed") continue;
      yield { rule: annotationChanged, messageId: "found", pointer, path, values: { path: showPath(path) } };
    }
  },
};
