import type { MayReadReason, ReadCollector } from "../reads.ts";
import type { Call, Expression } from "../syntax/tree.ts";
import * as functions from "./functions.ts";
import { jsonPath, readJson } from "./json-path.ts";
import { consume, either, folded, isMap, itemsOf, member, nothing, type Value } from "./value.ts";

/** The value of a function call, and what it may read of its arguments. */
export function applyFunction(
  call: Call,
  values: readonly Value[],
  lambdas: readonly Value[],
  reads: ReadCollector,
): Value {
  const expressions = call.args.map(({ value }) => value);
  const { name } = call;
  const [first = nothing, ...others] = values;
  const whole = (list: readonly Value[], reason?: MayReadReason) => {
    for (const value of list) consume(value, reads, reason);
  };
  const text = (index: number): Expression | undefined =>
    expressions[index]?.kind === "literal" ? expressions[index] : undefined;
  if (functions.looksFromOutside.has(name)) {
    whole(lambdas);
    return nothing;
  }
  if (functions.readsJson.has(name)) {
    const paths = expressions
      .slice(1)
      .flatMap((one) => (one.kind === "literal" && one.type === "text" ? [one.text] : []));
    // JSON_TUPLE and JSON_KEYS name members without `$`.
    const steps = paths.map((path) =>
      path.trim().startsWith("$") || /\$/.test(path) ? jsonPath(path) : [path],
    );
    for (const path of steps.length > 0 ? steps : [[]]) readJson(first, path, reads);
    whole(others);
    return nothing;
  }
  if (name === "named_struct") {
    const fields = new Map<string, Value>();
    for (let index = 0; index + 1 < values.length; index += 2) {
      const key = expressions[index];
      if (key?.kind === "literal") fields.set(folded(key.text), values[index + 1] as Value);
    }
    return { places: [], fields };
  }
  if (name === "struct" || name === "row" || name === "struct_pack") {
    const fields = call.args.map(({ value, name: label }, index): [string, Value] => {
      const own = value.kind === "names" ? value.names.at(-1)?.text : undefined;
      return [folded(label ?? own ?? `col${index + 1}`), values[index] ?? nothing];
    });
    return { places: [], fields: new Map(fields) };
  }
  if (functions.takesField.has(name)) {
    const key = text(1);
    if (key?.kind === "literal" && key.type === "text") return member(first, key.text, reads, key.start);
  }
  if (functions.givesArgument.has(name)) {
    whole(lambdas);
    return either(name === "if" || name === "iff" ? others : values);
  }
  if (functions.givesMapped.has(name)) return { places: [], items: either(lambdas) };
  whole(lambdas);
  if (functions.reduces.has(name)) return either(lambdas);
  if (functions.zips.has(name)) return { places: [], items: either(lambdas) };
  if (functions.givesFirst.has(name)) {
    // The lists that are joined are of one type; everything else is compared.
    const isJoined = /concat|union/.test(name);
    if (!isJoined) whole(others);
    return isJoined ? either(values) : first;
  }
  if (functions.givesItem.has(name)) return itemsOf(first);
  if (functions.givesList.has(name)) return { places: [], items: either(values) };
  if (functions.givesMembers.has(name) && name === "map_values") return { places: [], items: itemsOf(first) };
  if (functions.givesFlattened.has(name)) return { places: [], items: itemsOf(itemsOf(first)) };
  if (functions.comparesItems.has(name)) return itemsOf(first);
  if (/^(?:unnest|explode|explode_outer)$/.test(name)) return itemsOf(first);
  whole(lambdas.length > 0 ? values.filter((value) => itemsOf(value) === nothing) : values);
  return nothing;
}

/** The values of a lambda's parameters, by the function that applies it and the arguments before it. */
export function lambdaParameters(name: string, values: readonly Value[], count: number): readonly Value[] {
  const [first = nothing] = values;
  if (name === "zip_with") return values.map(itemsOf);
  if (name === "map_zip_with") return [nothing, ...values.map(itemsOf)];
  if (functions.reduces.has(name)) return [values[1] ?? nothing, itemsOf(first)];
  if (functions.comparesItems.has(name)) return [itemsOf(first), itemsOf(first)];
  if (isMap(first)) return count > 1 ? [nothing, itemsOf(first)] : [itemsOf(first)];
  return [itemsOf(first)];
}
