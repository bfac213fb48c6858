import { showJson, toReadableYaml } from "@addendum/json-schema";
import { additionalPropertiesClosed } from "../rules/additional-properties-closed.ts";
import { constraintWidened } from "../rules/constraint-widened.ts";
import { enumValueRemoved } from "../rules/enum-value-removed.ts";
import { formatChanged } from "../rules/format-changed.ts";
import { propertyAdded } from "../rules/property-added.ts";
import { propertyNoLongerRequired } from "../rules/property-no-longer-required.ts";
import { propertyRemoved } from "../rules/property-removed.ts";
import { propertyRenamed } from "../rules/property-renamed.ts";
import { propertyRequired } from "../rules/property-required.ts";
import { typeChanged } from "../rules/type-changed.ts";
import { typeWidened } from "../rules/type-widened.ts";
import type { Evidence } from "../../model/finding.ts";
import type { Rule } from "../../model/rule.ts";
import { type Declaration, showPath } from "@addendum/event-fields";
import type { Difference, DifferenceKind } from "../changes/differences.ts";
import { type Comparison, type Policy } from "./policy.ts";

/** Which rule speaks about a difference. What only allows more is worth a remark, and no more. */
const rules: Readonly<Partial<Record<DifferenceKind, Rule>>> = {
  "property-added": propertyAdded,
  "property-removed": propertyRemoved,
  "property-renamed": propertyRenamed,
  "property-required": propertyRequired,
  "property-no-longer-required": propertyNoLongerRequired,
  "type-changed": typeChanged,
  "type-widened": typeWidened,
  "values-removed": enumValueRemoved,
  "format-changed": formatChanged,
  "constraint-widened": constraintWidened,
  closed: additionalPropertiesClosed,
};

/** These take something away from events as they are: where nothing is taken away, they are a way of writing. */
const narrowing: ReadonlySet<DifferenceKind> = new Set<DifferenceKind>([
  "property-required",
  "type-changed",
  "values-removed",
  "format-changed",
  "closed",
]);

/** Nothing that an old version declares disappears or changes its kind. */
export const additive: Policy = {
  name: "additive",
  protects: "people who know the schema: every property that was once declared stays",
  coversFragments: true,
  comparesDeclarations: true,
  *check(comparison) {
    for (const difference of comparison.differences) {
      const { kind, path, pointer } = difference;
      const rule = rules[kind];
      if (rule === undefined) continue;
      const [before, after] = beforeAndAfter(difference);
      yield {
        rule,
        messageId: "found",
        pointer,
        path,
        isOnlySpelling: narrowing.has(kind) && losesNothing(comparison, kind),
        isGone: kind === "property-removed" || kind === "property-renamed",
        values: {
          path: showPath(path),
          name: path.at(-1) ?? "",
          renamed: difference.renamedTo ?? "",
          old: comparison.old.version,
          major: comparison.nextMajor,
          before,
          after,
        },
        ...evidenceOf(comparison, difference),
        before: difference.old?.schema,
        after: difference.new?.schema,
      };
    }
    for (const { path, pointer, old: before } of comparison.hiddenRemovals) {
      const { old, nextMajor: major } = comparison;
      const values = { path: showPath(path), name: path.at(-1) ?? "", old: old.version, major };
      yield { rule: propertyRemoved, messageId: "found", pointer, path, isGone: true, values, before };
    }
  },
};

/** Undeclared members are lost to no event that is closed: what closes an object is asked openly. */
function losesNothing({ plainVerdict, openVerdict }: Comparison, kind: DifferenceKind): boolean {
  return (kind === "closed" ? openVerdict : plainVerdict).kind === "compatible";
}

function beforeAndAfter({ kind, old, new: newer, values }: Difference): [string, string] {
  switch (kind) {
    case "type-changed":
    case "type-widened":
      return [typesOf(old), typesOf(newer)];
    case "format-changed":
      return [old?.format ?? "no format", newer?.format ?? "no format"];
    case "values-removed":
      return [(values ?? []).map(showJson).join(", "), ""];
    default:
      return [typesOf(old), typesOf(newer)];
  }
}

function typesOf(declaration: Declaration | undefined): string {
  if (declaration === undefined) return "nothing";
  return declaration.types === undefined ? "any type" : [...declaration.types].sort().join(" or ");
}

/** Where every declared event stays valid, what the assumption behind that verdict leaves out. */
function evidenceOf(comparison: Comparison, { kind }: Difference): { evidence?: Evidence } {
  if (comparison.isBrief || kind !== "closed") return {};
  const { verdict, openVerdict } = comparison;
  if (verdict.kind !== "compatible" || openVerdict.kind !== "incompatible") return {};
  const { witness } = openVerdict;
  const label = "An event with an undeclared property that would be rejected:";
  return { evidence: { label, lines: toReadableYaml(witness).trimEnd().split("\n") } };
}
