import type { Packed } from "./pack.mjs";

export function checkTarball(packed: Packed): Promise<string[]>;
