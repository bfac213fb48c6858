import { type Data, showJson } from "@addendum/json-schema";
import { type Declaration, showPath, typeNameOf } from "@addendum/event-fields";
import { producerTypeNarrowed } from "../rules/producer-type-narrowed.ts";
import type { Difference } from "../changes/differences.ts";
import { type Policy } from "./policy.ts";

/** Code that compiled against the old version's type still compiles. */
export const producers: Policy = {
  name: "producers",
  protects: "people who send events from typed code: it still compiles",
  coversFragments: false,
  comparesDeclarations: true,
  *check(comparison) {
    const { old, title } = comparison;
    for (const difference of comparison.differences) {
      const error = compileError(difference);
      if (error === undefined) continue;
      const isRefinement = difference.kind === "type-changed" || difference.kind === "values-removed";
      const { path, pointer } = difference;
      const lines = [`const event: ${typeNameOf(title)} = ${literal(path, difference)};`, `// ${error}`];
      yield {
        rule: producerTypeNarrowed,
        messageId: "found",
        pointer,
        path,
        isOnlySpelling: isRefinement && comparison.plainVerdict.kind === "compatible",
        isGone: difference.kind === "property-removed" || difference.kind === "property-renamed",
        values: { path: showPath(path), old: old.version, error },
        evidence: {
          label: `TypeScript that compiles with ${old.version} and would not compile any more:`,
          lines,
        },
      };
    }
  },
};

/** What the compiler would say; undefined if it has no complaint. */
function compileError({ kind, path, old, new: newer, values }: Difference): string | undefined {
  const name = path.at(-1) ?? "";
  switch (kind) {
    case "property-removed":
    case "property-renamed":
      return `Object literal may only specify known properties, and '${name}' does not exist.`;
    case "property-required":
      return `Property '${name}' is missing.`;
    case "values-removed":
      return `Type '${showJson(values?.[0])}' is not assignable.`;
    case "values-demanded":
      return `Type '${typeText(old)}' is not assignable to type '${(values ?? []).slice(0, 3).map(showJson).join(" | ")}'.`;
    case "freedom-lost":
      return newer?.types?.has("array") === true && newer.items !== undefined
        ? `Type 'unknown' is not assignable to type '${typeText(newer.items)}'.`
        : "Object literal may only specify known properties.";
    case "type-changed":
      // TypeScript knows no integers.
      return typeText(old) === typeText(newer)
        ? undefined
        : `Type '${typeText(old)}' is not assignable to type '${typeText(newer)}'.`;
    default:
      return undefined;
  }
}

function typeText(declaration: Declaration | undefined): string {
  if (declaration?.types === undefined) return "unknown";
  const words = [...declaration.types].map((type) =>
    type === "integer" ? "number" : type === "array" ? "unknown[]" : type,
  );
  return [...new Set(words)].sort().join(" | ");
}

/** An object literal with the one member that matters. */
function literal(path: readonly string[], { kind, old, values }: Difference): string {
  if (kind === "property-required")
    return `{ ${path.slice(0, -1).map(key).join(" { ")} … }`.replace("  ", " ");
  const value = kind === "values-removed" ? showJson(values?.[0]) : sample(old);
  return path.reduceRight(
    (inner, name) => (name === "*" ? `[${inner}]` : `{ ${key(name)} ${inner} }`),
    value,
  );
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${name}:` : `${JSON.stringify(name)}:`;
}

function sample(declaration: Declaration | undefined): string {
  const value = declaration?.values?.[0] as Data | undefined;
  if (value !== undefined) return showJson(value);
  const [type] = declaration?.types ?? [];
  switch (type) {
    case "string":
      return '"…"';
    case "integer":
    case "number":
      return "1";
    case "boolean":
      return "true";
    case "array":
      return "[]";
    case "object":
      return "{}";
    default:
      return "null";
  }
}
