import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  own,
  type Schema,
  setOwn,
} from "@addendum/json-schema";
import { isEvent } from "./judge/event.ts";

/** A field that its schema marks with `privacy`. */
export interface PersonalField {
  /** `ip-address` and the like. */
  readonly kind: string;
  /** From the event's root. */
  readonly path: readonly Step[];
  readonly schema: DataObject;
  readonly isRequired: boolean;
}

/** A member of that name, each item of an array, or each member of a map but those that are declared by name. */
type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "items" }
  | { readonly kind: "members"; readonly except: readonly string[] };

/** The fields that a schema marks, each by its path. */
export function findPersonalFields(schema: Schema): readonly PersonalField[] {
  const found: PersonalField[] = [];
  const visit = (one: Data | undefined, path: readonly Step[], isRequired: boolean): void => {
    if (!isObject(one) || path.length > 100) return;
    const privacy = own(one, "privacy");
    const kind = isObject(privacy) ? own(privacy, "kind") : undefined;
    if (typeof kind === "string") found.push({ kind, path, schema: one, isRequired });
    const required = own(one, "required");
    const names = new Set(isArray(required) ? required : []);
    const properties = own(one, "properties");
    const declared = isObject(properties) ? properties : {};
    for (const [name, member] of Object.entries(declared)) {
      visit(member, [...path, { kind: "member", name }], names.has(name));
    }
    const items = own(one, "items");
    for (const item of isArray(items) ? items : [items]) {
      visit(item, [...path, { kind: "items" }], false);
    }
    const members: Step = { kind: "members", except: Object.keys(declared) };
    visit(own(one, "additionalProperties"), [...path, members], false);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const list = own(one, keyword);
      for (const branch of isArray(list) ? list : []) visit(branch, path, isRequired);
    }
    for (const keyword of ["then", "else"]) visit(own(one, keyword), path, isRequired);
  };
  visit(schema, [], false);
  return found;
}

/**
 * Replaces a field's values in an event, in place.
 * @param change what a value becomes; undefined: it is removed
 */
export function changeField(
  event: unknown,
  field: PersonalField,
  change: (value: Data) => Data | undefined,
): void {
  changeFrom(event, field, 0, change);
}

function changeFrom(
  holder: unknown,
  field: PersonalField,
  depth: number,
  change: (value: Data) => Data | undefined,
): void {
  const at = field.path[depth];
  if (at === undefined) return;
  const isLast = depth === field.path.length - 1;
  if (at.kind === "items") {
    if (!Array.isArray(holder)) return;
    const list = holder as Data[];
    if (!isLast) {
      for (const item of list) changeFrom(item, field, depth + 1, change);
      return;
    }
    const kept = list.map(change).filter((item) => item !== undefined);
    list.splice(0, list.length, ...kept);
    return;
  }
  if (!isEvent(holder)) return;
  const names =
    at.kind === "member" ? [at.name] : Object.keys(holder).filter((name) => !at.except.includes(name));
  for (const name of names) {
    if (!Object.hasOwn(holder, name)) continue;
    const value = holder[name] as Data;
    if (!isLast) {
      changeFrom(value, field, depth + 1, change);
      continue;
    }
    const changed = change(value);
    if (changed === undefined) delete holder[name];
    else setOwn(holder, name, changed);
  }
}
