import type { DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import { type Conversion, type Place, placeBelow } from "./model.ts";

/**
 * The schema of the JSON of a built-in class.
 * @param name `Date`, `Map`
 * @returns undefined if JSON has nothing of it; "unknown" for a class that is converted like any other
 */
export function convertLanguageClass(
  conversion: Conversion,
  name: string,
  type: ts.Type,
  place: Place,
): DataObject | undefined | "unknown" {
  const parts = conversion.checker.getTypeArguments(type as ts.TypeReference);
  switch (name) {
    case "Date":
      return { type: "string", format: "date-time" };
    case "URL":
      return { type: "string", format: "uri" };
    case "String":
      return { type: "string" };
    case "Number":
      return { type: "number" };
    case "Boolean":
      return { type: "boolean" };
    case "Map":
    case "ReadonlyMap": {
      conversion.remark(
        place,
        `is a ${name}, which JSON.stringify writes as {}. The schema expects an object: send \`Object.fromEntries(value)\`.`,
      );
      return {
        type: "object",
        additionalProperties: conversion.convertValue(parts[1], placeBelow(place, "*")),
      };
    }
    case "Set":
    case "ReadonlySet": {
      conversion.remark(
        place,
        `is a ${name}, which JSON.stringify writes as {}. The schema expects a list: send \`[...value]\`.`,
      );
      const items = conversion.convertItem(parts[0], placeBelow(place, "[]"));
      return { type: "array", items, uniqueItems: true };
    }
    case "URLSearchParams":
    case "Headers":
    case "FormData": {
      conversion.remark(
        place,
        `is a ${name}, which JSON.stringify writes as {}. The schema expects an object: send \`Object.fromEntries(value)\`.`,
      );
      return { type: "object", additionalProperties: { type: "string" } };
    }
    default:
      if (nothingInJson.has(name)) {
        conversion.remark(
          place,
          `is ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}, which JSON cannot store, so the schema leaves it out.`,
        );
        return undefined;
      }
      if (!/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name)) return "unknown";
      conversion.remark(
        place,
        name.startsWith("Big")
          ? `is a ${name}, whose items JSON cannot store: JSON.stringify fails. The schema expects a list of strings of digits: send \`Array.from(value, String)\`.`
          : `is a ${name}, which JSON.stringify writes as an object. The schema expects a list: send \`[...value]\`.`,
      );
      if (name.startsWith("Big")) return { type: "array", items: digits };
      return { type: "array", items: { type: name.startsWith("Float") ? "number" : "integer" } };
  }
}

/** The digits of a bigint. */
export const digits: DataObject = { type: "string", pattern: "^-?[0-9]+$" };

const nothingInJson: ReadonlySet<string> = new Set([
  "RegExp",
  "Error",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "TypeError",
  "URIError",
  "AggregateError",
  "Promise",
  "PromiseLike",
  "WeakMap",
  "WeakRef",
  "WeakSet",
  "ArrayBuffer",
  "SharedArrayBuffer",
  "DataView",
  "Blob",
  "File",
  "Function",
  "CallableFunction",
  "NewableFunction",
  "Iterator",
  "Generator",
  "AsyncGenerator",
  "AsyncIterable",
  "AsyncIterator",
]);
