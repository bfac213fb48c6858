import { type Data, isArray, isObject, own, type Schema } from "./data.ts";

/** A JSON Pointer; the empty string is the root. Source: RFC 6901. */
export type Pointer = string;

export function join(pointer: Pointer, ...tokens: readonly (string | number)[]): Pointer {
  let result = pointer;
  for (const token of tokens) {
    result += "/" + (typeof token === "number" ? token : escape(token));
  }
  return result;
}

/** Few names need it, and asking costs less than replacing. */
function escape(token: string): string {
  if (!token.includes("~") && !token.includes("/")) return token;
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function tokens(pointer: Pointer): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function parent(pointer: Pointer): Pointer {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
}

/** The value that a token leads to, or undefined. An array takes decimal indexes only. */
export function step(value: Data, token: string): Data | undefined {
  if (isArray(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) ? own(value, token) : undefined;
}

export function resolvePointer(root: Data, pointer: Pointer): Data | undefined {
  let value: Data | undefined = root;
  for (const token of tokens(pointer)) {
    if (value === undefined) return undefined;
    value = step(value, token);
  }
  return value;
}

/** The deepest place that contains all of these. */
export function commonPointer(pointers: readonly Pointer[]): Pointer {
  const [first = [], ...rest] = pointers.map((pointer) => pointer.split("/"));
  const length = rest.reduce((same, other) => {
    let index = 0;
    while (index < same && first[index] === other[index]) index++;
    return index;
  }, first.length);
  return first.slice(0, length).join("/");
}

/**
 * The target of a `$ref` of a resolved document, a pointer from its root; undefined without a target. Other references
 * are `resolve`’s.
 */
export function resolveReference(root: Schema, reference: Data): Data | undefined {
  if (typeof reference !== "string" || !/^#(\/|$)/.test(reference)) return undefined;
  try {
    return resolvePointer(root as Data, decodeURIComponent(reference.slice(1)));
  } catch {
    return undefined; // A percent sign that encodes nothing.
  }
}
