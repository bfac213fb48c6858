import {
  cloneData,
  type Data,
  type DataObject,
  isArray,
  isObject,
  own,
  resolved,
  resolveReference,
  type Schema,
  setOwn,
} from "@addendum/json-schema";
import { isEvent } from "./event.ts";

/** Fills the missing members of a value. */
type Fill = (value: Data) => void;

/**
 * A function that fills an event with its schema's defaults; undefined if there are none. Members that are declared in
 * `properties` and positions of a tuple get them, in all that applies without a condition: not below `anyOf`, `oneOf`,
 * `not` and `if`. A default is filled in as it is, whether valid or not. Source: Ajv 6, `useDefaults`.
 */
export function compileDefaults(schema: Schema): Fill | undefined {
  if (!JSON.stringify(schema).includes('"default"')) return undefined;
  const root = resolved(schema);
  return new Filling(root).compile(root);
}

class Filling {
  /** By what references lead to. */
  private readonly targets = new Map<Data, Fill>();
  private readonly root: Schema;

  constructor(root: Schema) {
    this.root = root;
  }

  compile(schema: Data | undefined): Fill | undefined {
    if (!isObject(schema)) return undefined;
    const reference = own(schema, "$ref");
    // Ajv 6 ignores what is beside it.
    if (reference !== undefined) return this.follow(resolveReference(this.root, reference));
    const fills = [
      ...propertyDefaults(schema),
      ...tupleDefaults(schema),
      ...this.memberFills(schema),
      ...this.itemFills(schema),
      ...(asList(own(schema, "allOf")) ?? []).flatMap((one) => this.compile(one) ?? []),
    ];
    return inTurn(fills);
  }

  /** A schema may refer to itself, so what it refers to is compiled when a value comes there. */
  private follow(target: Data | undefined): Fill | undefined {
    if (!isObject(target)) return undefined;
    let fill = this.targets.get(target);
    if (fill === undefined) {
      let compiled: { readonly fill: Fill | undefined } | undefined;
      const filling = new Set<Data>();
      fill = (value) => {
        if (filling.has(value)) return;
        filling.add(value);
        (compiled ??= { fill: this.compile(target) }).fill?.(value);
        filling.delete(value);
      };
      this.targets.set(target, fill);
    }
    return fill;
  }

  private memberFills(schema: DataObject): Fill[] {
    const declared = entriesOf(schema, "properties");
    const fills = declared.flatMap(([name, member]) => {
      const fill = this.compile(member);
      return fill === undefined ? [] : [{ name, fill }];
    });
    const rest = this.compile(own(schema, "additionalProperties"));
    const names = new Set(declared.map(([name]) => name));
    const hasPatterns = entriesOf(schema, "patternProperties").length > 0;
    const result: Fill[] = [];
    if (fills.length > 0) {
      result.push((event) => {
        if (!isEvent(event)) return;
        for (const { name, fill } of fills) if (Object.hasOwn(event, name)) fill(event[name] as Data);
      });
    }
    if (rest !== undefined && !hasPatterns) {
      result.push((event) => {
        if (!isEvent(event)) return;
        for (const name of Object.keys(event)) if (!names.has(name)) rest(event[name] as Data);
      });
    }
    return result;
  }

  private itemFills(schema: DataObject): Fill[] {
    const items = own(schema, "items");
    const tuple = asList(items)?.map((item) => this.compile(item));
    const rest = this.compile(isArray(items) ? own(schema, "additionalItems") : items);
    if (rest === undefined && tuple?.every((fill) => fill === undefined) !== false) return [];
    return [
      (list) => {
        if (!isArray(list)) return;
        for (const [index, item] of list.entries()) {
          const fill = tuple !== undefined && index < tuple.length ? tuple[index] : rest;
          fill?.(item);
        }
      },
    ];
  }
}

function inTurn(fills: readonly Fill[]): Fill | undefined {
  if (fills.length <= 1) return fills[0];
  return (value) => {
    for (const fill of fills) fill(value);
  };
}

function propertyDefaults(schema: DataObject): Fill[] {
  const defaults = entriesOf(schema, "properties").flatMap(([name, member]) => {
    const value = isObject(member) ? own(member, "default") : undefined;
    return value === undefined ? [] : [{ name, value }];
  });
  if (defaults.length === 0) return [];
  return [
    (event) => {
      if (!isEvent(event)) return;
      for (const { name, value } of defaults) {
        if (!Object.hasOwn(event, name)) setOwn(event, name, cloneData(value));
      }
    },
  ];
}

function tupleDefaults(schema: DataObject): Fill[] {
  const tuple = asList(own(schema, "items"));
  const values = tuple?.map((item) => (isObject(item) ? own(item, "default") : undefined)) ?? [];
  if (values.every((value) => value === undefined)) return [];
  return [
    (list) => {
      if (!Array.isArray(list)) return;
      for (const [index, value] of values.entries()) {
        if (value !== undefined && list[index] === undefined) list[index] = cloneData(value);
      }
    },
  ];
}

function entriesOf(schema: DataObject, keyword: string): [string, Data][] {
  const members = own(schema, keyword);
  return isObject(members) ? Object.entries(members) : [];
}

function asList(value: Data | undefined): readonly Data[] | undefined {
  return isArray(value) ? value : undefined;
}
