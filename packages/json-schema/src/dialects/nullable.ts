import { type DataObject, isArray, own } from "../data/data.ts";

/**
 * Whether a schema says `nullable` of a type, as OpenAPI 3.0 and Ajv have it: draft-07 ignores that, they add `null`
 * to the type. Without a type beside it, or with one that contradicts it, it is nothing that both can be read as.
 */
export function isNullable(schema: DataObject): boolean {
  const nullable = own(schema, "nullable");
  if (typeof nullable !== "boolean") return false;
  const types = typesOf(schema);
  return types !== undefined && (nullable || !types.includes("null"));
}

/** The schema as validators that support `nullable` read it. */
export function withNullType(schema: DataObject): DataObject {
  const types = typesOf(schema) ?? [];
  const { nullable, ...rest } = schema;
  return nullable === true && !types.includes("null") ? { ...rest, type: [...types, "null"] } : rest;
}

function typesOf(schema: DataObject): readonly string[] | undefined {
  const type = own(schema, "type");
  const types = isArray(type) ? type : [type];
  return types.every((one) => typeof one === "string") ? types : undefined;
}
