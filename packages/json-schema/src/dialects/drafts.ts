import { type Data, type DataObject, isArray, own } from "../data/data.ts";
import { keywordsWhere } from "./dialect.ts";
import { draft07 } from "./draft-07.ts";

/** What a draft has a keyword of draft-07 for. */
interface OtherMeaning {
  readonly text: string;
  /** The values that mean it; absent: all. */
  readonly test?: (value: Data) => boolean;
}

/** How a draft of JSON Schema differs from draft-07, as far as that decides whether a schema can be judged as one of it. */
export interface Draft {
  /** `draft-04`, `2020-12`. */
  readonly name: string;
  /** Whether a schema says that it is one of this draft. */
  readonly isDeclared: boolean;
  /** Keywords of draft-07 that can make a value invalid there, and that this draft ignores. */
  readonly lacks: ReadonlySet<string>;
  /** Keywords of draft-07 that mean something else in this draft. */
  readonly means: ReadonlyMap<string, OtherMeaning>;
  /** Keywords that contain schemas by name until they are referred to, beside `definitions`. */
  readonly stores: ReadonlySet<string>;
  /** Keywords that draft-07 lacks, and that make no value invalid. */
  readonly adds: ReadonlySet<string>;
  /** What gives a schema its URI. */
  readonly identifier: "$id" | "id";
  /** Whether `true` and `false` are schemas. In draft-03 and 04 only `additionalItems` and `additionalProperties` take them. */
  readonly hasBooleanSchemas: boolean;
  /** Whether what is beside a `$ref` counts. */
  readonly appliesBesideReferences: boolean;
  /** Whether `format` is an assertion by default. */
  readonly assertsFormat: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const none: ReadonlySet<string> = new Set();

/** How a schema that declares draft-07 is read. */
export const declaredDraft07: Draft = {
  name: draft07.name,
  isDeclared: true,
  lacks: none,
  means: new Map(),
  stores: none,
  adds: none,
  identifier: "$id",
  hasBooleanSchemas: true,
  appliesBesideReferences: false,
  assertsFormat: true,
};

/** How a schema that declares no dialect is read. */
export const assumedDraft07: Draft = { ...declaredDraft07, isDeclared: false };

const exclusive: OtherMeaning = {
  text: "it is a boolean there, and changes what “minimum” or “maximum” means",
};

/** Sources: draft-wright-json-schema-01 and draft-wright-json-schema-validation-01. */
const draft06: Draft = { ...declaredDraft07, name: "draft-06", lacks: words("else if then") };

/** Sources: draft-zyp-json-schema-04, draft-fge-json-schema-validation-00. */
const draft04: Draft = {
  ...declaredDraft07,
  name: "draft-04",
  lacks: words("const contains else if propertyNames then"),
  means: new Map([
    ["exclusiveMaximum", exclusive],
    ["exclusiveMinimum", exclusive],
  ]),
  adds: words("id"),
  identifier: "id",
  hasBooleanSchemas: false,
};

/** Source: draft-zyp-json-schema-03 §5. */
const draft03: Draft = {
  ...draft04,
  name: "draft-03",
  lacks: words(
    "allOf anyOf const contains else if maxProperties minProperties multipleOf not oneOf propertyNames then",
  ),
  means: new Map([
    ...draft04.means,
    ["required", { text: "it is a boolean there, and belongs to the property itself" }],
  ]),
};

/** Sources: draft-handrews-json-schema-02 and draft-handrews-json-schema-validation-02. */
const draft201909: Draft = {
  ...declaredDraft07,
  name: "2019-09",
  lacks: words("dependencies"),
  stores: words("$defs"),
  adds: words("$anchor $defs $recursiveAnchor $vocabulary contentSchema deprecated"),
  means: new Map([["$id", { text: "it must not have a fragment there", test: hasFragment }]]),
  appliesBesideReferences: true,
  assertsFormat: false,
};

/** Sources: draft-bhutton-json-schema-01 and draft-bhutton-json-schema-validation-01. */
const draft202012: Draft = {
  ...draft201909,
  name: "2020-12",
  lacks: words("additionalItems dependencies"),
  adds: words("$anchor $defs $dynamicAnchor $vocabulary contentSchema deprecated"),
  means: new Map([
    ...draft201909.means,
    ["items", { text: "it takes one schema there; a list goes under “prefixItems”", test: isArray }],
  ]),
};

const drafts = [draft03, draft04, draft06, declaredDraft07, draft201909, draft202012];

/**
 * Assertions of other drafts, and which draft has them first. Draft-07 ignores all of them.
 * Sources: as above.
 */
export const foreignAssertions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "draft-03": "disallow divisibleBy extends",
    "2019-09":
      "$recursiveRef dependentRequired dependentSchemas maxContains minContains unevaluatedItems unevaluatedProperties",
    "2020-12": "$dynamicRef prefixItems",
  }).flatMap(([draft, names]) => names.split(" ").map((name): [string, string] => [name, draft])),
);

/** Names for parts of a schema, and which draft has them first; draft-07 writes them as `$id`. */
export const foreignAnchors: ReadonlyMap<string, string> = new Map([
  ["$anchor", "2019-09"],
  ["$dynamicAnchor", "2020-12"],
]);

/** The names of all drafts' keywords, except for `id`, which any data may have. */
export const allKeywords: ReadonlySet<string> = new Set([
  ...keywordsWhere(draft07, () => true),
  ...foreignAssertions.keys(),
  ...foreignAnchors.keys(),
  ...draft201909.stores,
]);

/**
 * The draft that a URI under `$schema` declares; undefined if it declares another dialect. A draft's hyper-schemas add
 * links, which say nothing about which values are valid.
 */
export function draftDeclaredBy(uri: string): Draft | undefined {
  const found =
    /^https?:\/\/json-schema\.org\/(?:(draft-\d\d)|draft\/(\d{4}-\d\d))\/(?:hyper-)?schema#?$/.exec(uri);
  const name = found?.[1] ?? found?.[2];
  return drafts.find((draft) => draft.name === name);
}

/** The keywords that a schema may have beside those of draft-07, by the draft that it declares. */
export function keywordsAddedBy(schema: DataObject): ReadonlySet<string> {
  const uri = own(schema, "$schema");
  return (typeof uri === "string" ? draftDeclaredBy(uri)?.adds : undefined) ?? none;
}

/** Whether an identifier names a part of a document, not a document. */
function hasFragment(id: Data): boolean {
  return typeof id === "string" && /#./.test(id);
}
