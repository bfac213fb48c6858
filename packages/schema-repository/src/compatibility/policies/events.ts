import { showPath } from "@addendum/event-fields";
import {
  type Data,
  type DataObject,
  evaluate,
  isArray,
  isObject,
  mapValues,
  own,
  type Pointer,
  type Refusal,
  resolvePointer,
  subschemaKeywords,
  tokens,
} from "@addendum/json-schema";
import { describeConstraint } from "../../words/describe-constraint.ts";
import type { Change } from "../changes/changes.ts";
import { containmentUnknown } from "../rules/containment-unknown.ts";
import { eventInvalidated } from "../rules/event-invalidated.ts";
import { eventPath } from "./event-path.ts";
import { type Comparison, type Objection, type Policy } from "./policy.ts";

/** Old events stay valid. */
export const events: Policy = {
  name: "events",
  protects: "people with recorded events: every one of them stays valid",
  coversFragments: true,
  comparesDeclarations: false,
  *check(comparison) {
    const { verdict, old } = comparison;
    if (verdict.kind === "compatible") return;
    if (verdict.kind === "unknown") {
      const { keyword, reason, document, pointer } = verdict;
      const values = { old: old.version, keyword: keyword || "schema", reason, document };
      yield { rule: containmentUnknown, messageId: "unknown", pointer, path: [], values };
      return;
    }
    const changes = comparison.isBrief ? [] : comparison.breakingChanges;
    const alone = changes.flatMap((change) => objection(comparison, change.witness, "refused", change) ?? []);
    const distinct = new Map(alone.map((one) => [one.path.join("/"), one]));
    if (distinct.size > 0) yield* distinct.values();
    else yield objection(comparison, verdict.witness, "together") as Objection;
  },
};

/** Undefined if the new version as a whole accepts the event. */
function objection(
  { old, new: newer, accepted, nextMajor, judge, isBrief }: Comparison,
  found: Data,
  messageId: string,
  change?: Change,
): Objection | undefined {
  if (evaluate(newer.data, found) === undefined) return undefined;
  const older =
    accepted === undefined || evaluate(accepted.data, found) !== undefined ? [old] : [old, accepted];
  const breaks = (value: Data) =>
    older.every(({ data }) => evaluate(data, value) === undefined) &&
    evaluate(newer.data, value) !== undefined;
  const event = isBrief ? found : dress(found, exampleOf(old.data), breaks);
  const refusal = evaluate(newer.data, event) as Refusal;
  const { schemaPointer: pointer, instancePointer, keyword } = refusal;
  const missing =
    keyword === "required" ? missingName(newer.data, pointer, event, instancePointer) : undefined;
  const path = eventPath(event, instancePointer, missing);
  const said = isBrief ? undefined : judge(newer.data, event);
  const words = describeConstraint(change && keywordAt(change.pointer), change?.old, change?.new);
  const values = {
    old: old.version,
    path: showPath(path),
    place: path.length === 0 ? "" : `${showPath(path)}: `,
    major: nextMajor,
    instead:
      path.length === 0
        ? `to restrict events further, start ${nextMajor}`
        : `to restrict ${showPath(path)}, add a new property beside it or start ${nextMajor}`,
    when: conditionAt(pointer),
    ...words,
  };
  return {
    rule: eventInvalidated,
    messageId: missing === undefined ? messageId : "missing",
    pointer,
    path,
    values,
    evidence: {
      label: `An event that is valid under ${older.map(({ version }) => version).join(" and ")} and would be rejected:`,
      event: { value: event, culprit: instancePointer },
      ...(said !== undefined && { refusal: sayRefusal(said) }),
    },
    before: change?.old,
    after: change?.new,
  };
}

/** Why a validator rejects an event, as a sentence. */
export function sayRefusal({ place, reason }: { readonly place: string; readonly reason: string }): string {
  const says = reason === "boolean schema is false" ? "is never valid: its schema is `false`" : reason;
  return `${place === "" ? "the event" : place} ${says}`;
}

/** The keyword that a pointer into a schema ends with; undefined if it ends at a subschema. */
function keywordAt(pointer: Pointer): string | undefined {
  let keyword: string | undefined;
  let isName = false;
  for (const token of tokens(pointer)) {
    if (isName) {
      // What depends on a property is nothing without that keyword: “now declared” would not say what.
      if (keyword !== "dependencies") keyword = undefined;
      isName = false;
      continue;
    }
    keyword = token;
    const holds = subschemaKeywords.get(token)?.holds;
    isName = holds === "map" || holds === "schema-or-names" || holds === "list";
  }
  return keyword;
}

/** In which events what a pointer leads to is demanded; empty: in all. */
function conditionAt(pointer: Pointer): string {
  const branch = tokens(pointer).findLast((token) => token === "then" || token === "else");
  if (branch === undefined) return "";
  return branch === "then" ? " where `if` matches" : " where `if` does not match";
}

function exampleOf(schema: DataObject): Data | undefined {
  const examples = own(schema, "examples");
  return isArray(examples) ? examples[0] : undefined;
}

/** The event with values that people know from the example, wherever it breaks anyway. */
function dress(event: Data, example: Data | undefined, breaks: (event: Data) => boolean): Data {
  if (!isObject(event) || !isObject(example)) return event;
  let dressed = event;
  for (const name of Object.keys(event)) {
    const model = own(example, name);
    const value = own(event, name) as Data;
    if (model === undefined || typeof model !== typeof value || isArray(model) !== isArray(value)) continue;
    const wear = (one: Data) => mapValues(dressed, (member, key) => (key === name ? one : member));
    const next = isObject(model) ? dress(value, model, (one) => breaks(wear(one))) : model;
    if (breaks(wear(next))) dressed = wear(next) as DataObject;
  }
  return dressed;
}

function missingName(schema: Data, pointer: Pointer, event: Data, at: Pointer): string | undefined {
  const [required, holder] = [resolvePointer(schema, pointer), resolvePointer(event, at)];
  if (!Array.isArray(required) || !isObject(holder)) return undefined;
  return required.find((name): name is string => typeof name === "string" && own(holder, name) === undefined);
}
