import type { RuleLevel } from "./settings.ts";

export type Preset = "recommended" | "wikimedia";

/** Levels by which a preset differs from what the rules themselves say. */
export const presets: Readonly<Record<Preset, Readonly<Record<string, RuleLevel>>>> = {
  recommended: {},
  wikimedia: { "wikimedia-incompatible": "error" },
};
