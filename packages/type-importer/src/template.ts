import type { DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import type { Compiler } from "./model.ts";

/** The texts of a template literal type, as a pattern. */
export function convertTemplate(
  { TypeFlags }: Compiler,
  { texts, types }: ts.TemplateLiteralType,
): { readonly type: "string"; readonly pattern: string } & DataObject {
  const part = (type: ts.Type): string => {
    if (type.isUnion()) return `(${type.types.map(part).join("|")})`;
    if (type.isStringLiteral()) return escaped(type.value);
    if (type.flags & TypeFlags.BigInt) return "-?[0-9]+";
    return type.flags & TypeFlags.Number ? "-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?" : anyText;
  };
  const pattern = texts.map(
    (text, index) => escaped(text) + (index < types.length ? part(types[index] as ts.Type) : ""),
  );
  return { type: "string", pattern: `^${pattern.join("")}$` };
}

const anyText = "(.|\\n)*";

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
