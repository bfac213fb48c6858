import { type Data, type DataObject, isArray, isObject, own, setOwn } from "@addendum/json-schema";
import { pick } from "./example-draw.ts";

type Mutable = Record<string, Data>;

/** `allOf` laid over the schema, the last member on top. */
export function mergeAlternatives(schema: DataObject): DataObject {
  const allOf = own(schema, "allOf");
  if (!isArray(allOf)) return schema;
  const { allOf: _, ...rest } = schema;
  return allOf.reduce<DataObject>(
    (all, one) => (isObject(one) ? overlay(all, mergeAlternatives(one)) : all),
    rest,
  );
}

/** The schema with one branch of its `oneOf` or `anyOf` laid over it; undefined when it has neither. */
export function chooseBranch(schema: DataObject): DataObject | undefined {
  const alternatives = [own(schema, "oneOf"), own(schema, "anyOf")].find(isArray);
  if (alternatives === undefined || !isArray(alternatives)) return undefined;
  const { oneOf, anyOf: _, ...rest } = schema as Mutable;
  const options = rest["enum"];
  if (isArray(options) && isArray(oneOf)) {
    // Options that lie within the bounds of every branch are dropped, as the faker does.
    rest["enum"] = options.filter((option) => !oneOf.every((branch) => isWithinBounds(option, branch)));
  }
  const chosen = pick(alternatives);
  const merged: Mutable = { ...(isObject(chosen) ? overlay(rest, chosen) : rest) };
  // What another branch requires belongs to that branch.
  const foreign = alternatives
    .filter((one) => one !== chosen && isObject(one))
    .flatMap((one) => ((one as DataObject)["required"] as Data[] | undefined) ?? [])
    .filter((name) => !(isArray(merged["required"]) && merged["required"].includes(name)));
  const properties = own(merged, "properties");
  if (isObject(properties) && foreign.length > 0) {
    merged["properties"] = Object.fromEntries(
      Object.entries(properties).filter(([name]) => !foreign.includes(name)),
    );
  }
  return merged;
}

function isWithinBounds(option: Data, branch: Data): boolean {
  if (!isObject(branch)) return false;
  const [minimum, maximum] = [own(branch, "minimum"), own(branch, "maximum")] as (number | undefined)[];
  if (minimum === undefined && maximum === undefined) return false;
  return (option as number) >= (minimum ?? -Infinity) && (option as number) <= (maximum ?? Infinity);
}

/** b over a: lists are joined, objects are laid over one another, other values replace. */
export function overlay(a: DataObject, b: DataObject): DataObject {
  const result: Mutable = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = own(result, key);
    if (isArray(value)) {
      const list = isArray(before) ? [...before] : before === undefined ? [] : undefined;
      if (list === undefined) continue;
      for (const item of value) if (!list.includes(item)) list.push(item);
      setOwn<Data>(result, key, list);
    } else if (isObject(value)) {
      setOwn<Data>(result, key, overlay(isObject(before) ? before : {}, value));
    } else {
      setOwn<Data>(result, key, value);
    }
  }
  return result;
}

/** Whether a schema has alternatives. */
export function isBranched(schema: Data | undefined): boolean {
  return isObject(schema) && (isArray(own(schema, "oneOf")) || isArray(own(schema, "anyOf")));
}
