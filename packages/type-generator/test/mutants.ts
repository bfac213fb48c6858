import { type Data, type DataObject, isArray, isObject, own, setOwn } from "@addendum/json-schema";

/** An example with one mistake in it. */
export interface Mutant {
  readonly mistake: string;
  readonly event: Data;
}

/**
 * The mistakes that a producer makes, at every declared place of an example: a required field left out, a field
 * misspelt, an unknown option, a number for a string. Maps, free-form objects and alternatives are passed over.
 */
export function mutantsOf(schema: Data | undefined, event: Data): Mutant[] {
  if (
    !isObject(schema) ||
    ["anyOf", "oneOf", "allOf", "$ref", "if"].some((key) => Object.hasOwn(schema, key))
  )
    return [];
  if (isArray(event)) {
    const items = own(schema, "items");
    return event
      .slice(0, 1)
      .flatMap((item) =>
        mutantsOf(items, item).map((mutant) => ({ ...mutant, event: [mutant.event, ...event.slice(1)] })),
      );
  }
  const properties = own(schema, "properties");
  if (isObject(event)) {
    if (
      !isObject(properties) ||
      isObject(own(schema, "additionalProperties")) ||
      own(schema, "patternProperties")
    )
      return [];
    return Object.keys(event).flatMap((name) => ofMember(schema, properties, event, name));
  }
  const mutants: Mutant[] = [];
  if (isArray(own(schema, "enum"))) mutants.push({ mistake: "an unknown option", event: "no such option" });
  if (typeof event === "string") mutants.push({ mistake: "a number for a string", event: 42 });
  return mutants;
}

function ofMember(schema: DataObject, properties: DataObject, event: DataObject, name: string): Mutant[] {
  const value = own(event, name) as Data;
  if (!Object.hasOwn(properties, name)) return [];
  const without = Object.fromEntries(Object.entries(event).filter(([key]) => key !== name));
  const required = own(schema, "required");
  return [
    ...(isArray(required) && required.includes(name)
      ? [{ mistake: `${name} left out`, event: without }]
      : []),
    { mistake: `${name} misspelt`, event: { ...without, [`${name}_`]: value } },
    ...mutantsOf(own(properties, name), value).map(({ mistake, event: mistaken }) => {
      const changed: Record<string, Data> = { ...event };
      setOwn(changed, name, mistaken);
      return { mistake: `${name}: ${mistake}`, event: changed };
    }),
  ];
}
