import { type Data, isArray, isObject, join, own, type Pointer, step, tokens } from "@addendum/json-schema";

/**
 * Where a place of the materialized schema is written in its source: the same place, or the same within a member of an
 * `allOf`; what a reference brought is at the place of the reference.
 */
export function sourcePointer(source: Data, pointer: Pointer): Pointer {
  return walk(source, tokens(pointer), "").pointer;
}

interface Found {
  readonly pointer: Pointer;
  /** How many tokens of the way were found. */
  readonly depth: number;
}

function walk(at: Data, path: readonly string[], pointer: Pointer, depth = 0): Found {
  const [token, ...rest] = path;
  const here: Found = { pointer, depth };
  if (token === undefined) return here;
  const next = step(at, token);
  const direct = next === undefined ? here : walk(next, rest, join(pointer, token), depth + 1);
  if (direct.depth === depth + path.length) return direct;
  const members = isObject(at) ? own(at, "allOf") : undefined;
  const inMembers = (isArray(members) ? members : []).map((member, index) =>
    walk(member, path, join(pointer, "allOf", index), depth),
  );
  // What stays in an `allOf` when it is merged may be anywhere in the schema that contains it.
  const apart = token === "allOf" && rest.length > 1 ? [walk(at, rest.slice(1), pointer, depth + 2)] : [];
  return [direct, ...inMembers, ...apart].reduce((best, one) => (one.depth > best.depth ? one : best));
}
