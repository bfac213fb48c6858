import type { Packed } from "./pack.mjs";

export const commandLimits: { readonly bytes: number; readonly packages: number };
export function sizeOfCommand(packed: readonly Packed[]): {
  readonly bytes: number;
  readonly packages: number;
};
