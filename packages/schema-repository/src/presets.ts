import type { RuleLevel } from "./settings.ts";

export type Preset = "recommended" | "wikimedia";

/** Levels by which a preset differs from what the rules themselves say. */
export const presets: Readonly<Record<Preset, Readonly<Record<string, RuleLevel>>>> = {
  recommended: {},
  // What jsonschema-tools 1.3.0 demands of a new version: the same types and constraints, the same required names.
  wikimedia: {
    "type-widened": "error",
    "constraint-widened": "error",
    "property-no-longer-required": "error",
  },
};
