import { type Data, type DataObject, isArray, isObject, mapValues } from "@addendum/json-schema";

/** What a schema says that does not come back from its types. This list may only shrink. */
export const losses: readonly {
  readonly what: string;
  readonly why: string;
  /** The schema without it; the same object where it says nothing of the kind. */
  readonly forget: (schema: DataObject) => DataObject;
}[] = [
  {
    what: "constraints on the values of a map",
    why: "A documentation comment belongs to a member, and the values of an index signature are none.",
    forget: (schema) => {
      const additional = schema["additionalProperties"];
      return isObject(additional) ? { ...schema, additionalProperties: typesOnly(additional) } : schema;
    },
  },
  {
    what: "that undeclared members have another type than the declared ones beside them",
    why: "TypeScript demands that an index signature covers the declared members, too (TS2411).",
    forget: (schema) => {
      const { additionalProperties: additional, properties } = schema;
      if (!isObject(additional) || !isObject(properties)) return schema;
      return {
        ...schema,
        additionalProperties: { anyOf: [additional, ...Object.values(properties).map(typesOnly)] },
      };
    },
  },
];

/** A schema with all losses taken out of it, wherever they are. */
export function forgetAll(schema: Data, used: Set<string>): Data {
  if (isArray(schema)) return schema.map((part) => forgetAll(part, used));
  if (!isObject(schema)) return schema;
  let left = mapValues(schema, (part, key) =>
    key === "enum" || key === "const" ? part : forgetAll(part, used),
  );
  for (const { what, forget } of losses) {
    const next = forget(left);
    if (JSON.stringify(next) !== JSON.stringify(left)) used.add(what);
    left = { ...next };
  }
  return left;
}

const constraining = /^(min|max|exclusive|multiple|pattern$|format$|unique|contains|propertyNames)/;

/** What is left of a schema in TypeScript. */
function typesOnly(schema: Data): Data {
  if (isArray(schema)) return schema.map(typesOnly);
  if (!isObject(schema)) return schema;
  const left: Record<string, Data> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (constraining.test(key)) continue;
    if (key === "type") left[key] = isArray(value) ? value.map(withoutIntegers) : withoutIntegers(value);
    // Below declared members comments carry what is said of them.
    else left[key] = key === "items" || key === "additionalProperties" ? typesOnly(value) : value;
  }
  return left;
}

function withoutIntegers(type: Data): Data {
  return type === "integer" ? "number" : type;
}
