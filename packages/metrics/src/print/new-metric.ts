import { type Declaration, pascalCase } from "@addendum/event-fields";
import { isObject, own } from "@addendum/json-schema";
import { isSingle } from "../model/event-field.ts";
import { reservedDimensions } from "../model/metric-schema.ts";
import { isBucket, personalKindOf } from "../model/personal.ts";

/** Dimensions that a new metric begins with. */
const dimensionLimit = 4;

/**
 * A first file of a metric, which counts a stream's events by their dimensions. A ticket is left to people.
 * @param event what the newest version of its schema declares
 */
export function newMetric(name: string, title: string, stream: string, event: Declaration): string {
  const owner = isObject(event.schema) ? own(event.schema, "owner") : undefined;
  const feature = title.split("/").at(-2) ?? title;
  const dimensions = [...event.properties].flatMap(([property, declaration]) => {
    const field = { steps: [{ name: property, isMember: false }], declaration };
    const isClosed = declaration.values !== undefined || declaration.types?.has("boolean") === true;
    const kind = personalKindOf(field);
    if (!isSingle(declaration) || !isClosed || (kind !== undefined && !isBucket(field, kind))) return [];
    const dimension = dimensionName(property);
    if (dimension === undefined || reservedDimensions.includes(dimension)) return [];
    const settings =
      dimension === property ? "variable: true" : `field: ${JSON.stringify(property)}, variable: true`;
    return [`  ${dimension}: { ${settings} }\n`];
  });
  const listed = dimensions.slice(0, dimensionLimit).join("");
  return `name: ${name}
description: How often it happens, in one sentence.
question: What do you want to know?
owner: ${typeof owner === "string" ? JSON.stringify(owner) : "Your Team"}
# ticket: T123456
initiator: What the user does.
collector: The code that records it.
source:
  stream: ${JSON.stringify(stream)}
  aggregation: count
${listed === "" ? "" : `dimensions:\n${listed}`}normalization: none
path: ${pascalCase(feature.replaceAll(/[^A-Za-z0-9_-]/g, "_")) || "Feature"}.${name}
graphs:
  - total by day
status: planned
`;
}

/** A property as the name of a dimension; undefined if it cannot be one. */
function dimensionName(property: string): string | undefined {
  const name = property
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "");
  return name === "" ? undefined : name;
}
