import { type Data, isArray, isObject } from "./data.ts";

/** A string that is the same for equal data, in any order of keys. Numbers are compared as doubles. */
export function canonical(data: Data): string {
  if (isArray(data)) return `[${data.map(canonical).join(",")}]`;
  if (isObject(data)) {
    const members = Object.keys(data)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(data[key] as Data)}`);
    return `{${members.join(",")}}`;
  }
  if (Object.is(data, -0)) return "0";
  if (typeof data === "number") return String(data);
  return JSON.stringify(data);
}
