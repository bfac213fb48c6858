import type { Data } from "../data/data.ts";

/** What a JSON text holds; undefined where it is not JSON. `__proto__` becomes a member like others. */
export function parseJson(text: string): Data | undefined {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
}
