import type { Data } from "../data/data.ts";

/** The value of a JSON text; undefined if it is not JSON. `__proto__` becomes an ordinary property. */
export function parseJson(text: string): Data | undefined {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
}
