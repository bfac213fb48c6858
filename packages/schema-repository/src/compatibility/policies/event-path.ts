import { type Data, type Pointer, resolvePointer, tokens } from "@addendum/json-schema";

/** Names of the way to a value; items, and members of maps, are `*`. */
export function eventPath(event: Data, pointer: Pointer, missing?: string): string[] {
  let at: Data | undefined = event;
  const path = tokens(pointer).map((token) => {
    const isItem = Array.isArray(at);
    at =
      at === undefined
        ? undefined
        : resolvePointer(at, `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    return isItem ? "*" : token;
  });
  return missing === undefined ? path : [...path, missing];
}
