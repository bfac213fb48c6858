/** A mistake that people make, as YAML below the head of a schema, with the rule that names it and the place. */
export interface KnownMistake {
  readonly what: string;
  readonly body: string;
  readonly rule: string;
  readonly pointer: string;
}

const property = (what: string, schema: string, rule: string, below = ""): KnownMistake => ({
  what,
  body: `properties:\n  p: ${schema}\n`,
  rule,
  pointer: `/properties/p${below}`,
});
const whole = (what: string, body: string, rule: string, pointer: string): KnownMistake => ({
  what,
  body: `${body}\n`,
  rule,
  pointer,
});

export const knownMistakes: readonly KnownMistake[] = [
  // Keywords that do nothing.
  property("a length of a number", "{ type: integer, maxLength: 3 }", "no-ineffective-keyword", "/maxLength"),
  property(
    "a number of items of an object",
    "{ type: object, minItems: 1 }",
    "no-ineffective-keyword",
    "/minItems",
  ),
  property(
    "properties of a list",
    "{ type: array, properties: {} }",
    "no-ineffective-keyword",
    "/properties",
  ),
  property("a pattern of a number", "{ type: number, pattern: '^1' }", "no-ineffective-keyword", "/pattern"),
  property("a date that is a number", "{ type: integer, format: date }", "no-ineffective-keyword", "/format"),
  property("a step of a text", "{ type: string, multipleOf: 2 }", "no-ineffective-keyword", "/multipleOf"),
  property(
    "required names of a text",
    "{ type: string, required: [a] }",
    "no-ineffective-keyword",
    "/required",
  ),
  property(
    "further items without a tuple",
    "{ type: array, additionalItems: false }",
    "no-ineffective-keyword",
    "/additionalItems",
  ),
  property(
    "a consequence without a condition",
    "{ then: { maxLength: 3 } }",
    "no-ineffective-keyword",
    "/then",
  ),
  property("a condition without a consequence", "{ if: { maxLength: 3 } }", "no-ineffective-keyword", "/if"),
  // Keywords that there are not.
  property("a misspelt maximum", "{ type: integer, maxiumum: 3 }", "no-unknown-keyword", "/maxiumum"),
  property(
    "a misspelt description",
    "{ type: integer, discription: A number. }",
    "no-unknown-keyword",
    "/discription",
  ),
  property("a plural of enum", "{ type: string, enums: [a, b] }", "no-unknown-keyword", "/enums"),
  whole("a misspelt properties", "propertes: { a: { type: string } }", "no-unknown-keyword", "/propertes"),
  whole(
    "a misspelt required",
    "requried: [a]\nproperties: { a: { type: string } }",
    "no-unknown-keyword",
    "/requried",
  ),
  // Values that keywords do not take.
  property("a length in quotes", '{ type: string, maxLength: "9" }', "no-invalid-schema", "/maxLength"),
  property("a type that is none", "{ type: strng }", "no-invalid-schema", "/type"),
  property("required as in draft-03", "{ type: string, required: true }", "no-invalid-schema", "/required"),
  property("a negative length", "{ type: string, minLength: -1 }", "no-invalid-schema", "/minLength"),
  property("options without a list", "{ type: string, enum: a }", "no-invalid-schema", "/enum"),
  property("a yes", "{ type: array, uniqueItems: yes }", "no-invalid-schema", "/uniqueItems"),
  property(
    "a strict bound as in draft-04",
    "{ type: integer, minimum: 0, exclusiveMinimum: true }",
    "no-invalid-schema",
    "/exclusiveMinimum",
  ),
  property("a step of nothing", "{ type: number, multipleOf: 0 }", "no-invalid-schema", "/multipleOf"),
  property("a fractional length", "{ type: string, maxLength: 2.5 }", "no-invalid-schema", "/maxLength"),
  property("items that are a word", "{ type: array, items: string }", "no-invalid-schema", "/items"),
  property(
    "a boolean in quotes",
    "{ type: object, additionalProperties: 'false' }",
    "no-invalid-schema",
    "/additionalProperties",
  ),
  whole(
    "a name twice",
    "required: [a, a]\nproperties: { a: { type: string } }",
    "no-invalid-schema",
    "/required/1",
  ),
  property(
    "a pattern with an open bracket",
    "{ type: string, pattern: '[a-z' }",
    "no-invalid-pattern",
    "/pattern",
  ),
  property("a misspelt format", "{ type: string, format: datetime }", "no-unknown-format", "/format"),
  property("a format of another tool", "{ type: string, format: guid }", "no-unknown-format", "/format"),
  // Options.
  property("a number among texts", "{ type: string, enum: [a, 1] }", "no-enum-type-conflict", "/enum/1"),
  property(
    "booleans among texts",
    "{ type: string, enum: [maybe, true] }",
    "no-enum-type-conflict",
    "/enum/1",
  ),
  property("null among texts", "{ type: string, enum: [a, null] }", "no-enum-type-conflict", "/enum/1"),
  property("a constant of another type", "{ type: integer, const: one }", "no-enum-type-conflict", "/const"),
  property("an option twice", "{ type: string, enum: [a, b, a] }", "no-duplicate-enum-value", "/enum/2"),
  property(
    "options that differ by case",
    "{ type: string, enum: [Mobile, mobile] }",
    "no-similar-option",
    "/enum/1",
  ),
  property(
    "options that differ by a blank behind",
    "{ type: string, enum: [on, off, 'on '] }",
    "no-similar-option",
    "/enum/2",
  ),
  property(
    "options that differ by a blank within",
    "{ type: string, enum: [page view, pageview] }",
    "no-similar-option",
    "/enum/1",
  ),
  property(
    "options that differ by case and a tab",
    '{ type: string, enum: ["page view", "Page\\tview"] }',
    "no-similar-option",
    "/enum/1",
  ),
  property("a blank before", "{ type: string, enum: [on, ' off'] }", "no-similar-option", "/enum/1"),
  property(
    "an option that is too long",
    "{ type: string, maxLength: 3, enum: [off, maybe] }",
    "no-dead-option",
    "/enum/1",
  ),
  property(
    "an option that is too short",
    "{ type: string, minLength: 3, enum: [off, on] }",
    "no-dead-option",
    "/enum/1",
  ),
  property(
    "an option off the pattern",
    "{ type: string, pattern: '^[a-z_]+$', enum: [page_view, Page] }",
    "no-dead-option",
    "/enum/1",
  ),
  property(
    "an option below the minimum",
    "{ type: integer, minimum: 1, enum: [0, 1, 2] }",
    "no-dead-option",
    "/enum/0",
  ),
  property(
    "an option off the step",
    "{ type: integer, multipleOf: 5, enum: [5, 10, 12] }",
    "no-dead-option",
    "/enum/2",
  ),
  property(
    "an option of no format",
    "{ type: string, format: date, enum: ['2026-01-01', soon] }",
    "no-dead-option",
    "/enum/1",
  ),
  property(
    "an option that not forbids",
    "{ type: string, enum: [a, b], not: { const: b } }",
    "no-dead-option",
    "/enum/1",
  ),
  property(
    "an option of an alternative that is not listed",
    "{ type: string, enum: [a, b], anyOf: [{ enum: [a] }, { enum: [b, c] }] }",
    "no-dead-option",
    "/anyOf/1/enum/1",
  ),
  property(
    "an alternative of another type",
    "{ type: string, anyOf: [{ maxLength: 3 }, { type: integer }] }",
    "no-dead-option",
    "/anyOf/1",
  ),
  property(
    "an alternative for a kind that is not listed",
    "{ type: object, required: [kind], properties: { kind: { enum: [a, b] } }, oneOf: [{ properties: { kind: { const: a } } }, { properties: { kind: { const: c } } }] }",
    "no-dead-option",
    "/oneOf/1",
  ),
  property(
    "an alternative beyond the bounds",
    "{ type: integer, maximum: 10, anyOf: [{ minimum: 0 }, { minimum: 11 }] }",
    "no-dead-option",
    "/anyOf/1",
  ),
  property(
    "a condition that never holds",
    "{ type: object, required: [kind], properties: { kind: { enum: [a, b] }, n: { type: integer } }, if: { properties: { kind: { const: c } } }, then: { required: [n] } }",
    "no-dead-option",
    "/if",
  ),
  property(
    "a kind of an alternative that is not listed",
    "{ type: object, properties: { kind: { enum: [a, b] } }, anyOf: [{ properties: { kind: { const: a } } }, { properties: { kind: { const: c } } }] }",
    "no-refused-property",
    "/anyOf/1/properties/kind",
  ),
  property(
    "an alternative that fits only where another does",
    "{ type: object, properties: { kind: { enum: [a, b] } }, oneOf: [{ properties: { kind: { const: a } } }, { properties: { kind: { const: c } } }] }",
    "no-dead-option",
    "/oneOf/1",
  ),
  // What nothing fits.
  property(
    "bounds the wrong way round",
    "{ type: integer, minimum: 5, maximum: 1 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "lengths the wrong way round",
    "{ type: string, minLength: 5, maxLength: 1 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "numbers of items the wrong way round",
    "{ type: array, minItems: 5, maxItems: 1 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "strict bounds with nothing between",
    "{ type: integer, exclusiveMinimum: 1, exclusiveMaximum: 2 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a constant that is no option",
    "{ type: string, enum: [a, b], const: c }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a constant that is too long",
    "{ type: string, const: desktop, maxLength: 6 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a constant off its pattern",
    "{ type: string, const: Desktop, pattern: '^[a-z]+$' }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a constant below the minimum",
    "{ type: integer, const: 0, minimum: 1 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a date of five characters",
    "{ type: string, format: date, maxLength: 5 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a URI of one character",
    "{ type: string, format: uri, maxLength: 1 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a time of four characters",
    "{ type: string, format: time, maxLength: 4 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a moment as long as a date",
    "{ type: string, format: date-time, maxLength: 10 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a UUID without its hyphens",
    "{ type: string, format: uuid, maxLength: 32 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "an address that is too short",
    "{ type: string, format: ipv4, maxLength: 6 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a date that is too long",
    "{ type: string, format: date, minLength: 11 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a date of another pattern",
    "{ type: string, format: date, pattern: '^[0-9]{8}$' }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a pattern that is too long",
    "{ type: string, pattern: '^[0-9a-f]{20}$', maxLength: 16 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "an item that items are not",
    "{ type: array, items: { type: string }, contains: { type: integer } }",
    "no-unsatisfiable-schema",
  ),
  property(
    "an item that items have no option for",
    "{ type: array, items: { enum: [a, b] }, contains: { const: c } }",
    "no-unsatisfiable-schema",
  ),
  property(
    "an item of an empty list",
    "{ type: array, maxItems: 0, contains: { type: string } }",
    "no-unsatisfiable-schema",
  ),
  property(
    "more different items than there are",
    "{ type: array, items: { type: boolean }, uniqueItems: true, minItems: 3 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "more items than a closed tuple has",
    "{ type: array, items: [{ type: string }], additionalItems: false, minItems: 2 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "more names than a closed object has",
    "{ type: object, properties: { a: {} }, additionalProperties: false, minProperties: 2 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a required name that is closed out",
    "{ type: object, required: [a], properties: { b: {} }, additionalProperties: false }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a required name that propertyNames refuses",
    "{ type: object, required: [a_b], propertyNames: { pattern: '^[a-z]+$' } }",
    "no-unsatisfiable-schema",
  ),
  property(
    "fewer names than are required",
    "{ type: object, required: [a, b], properties: { a: {}, b: {} }, maxProperties: 1 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "a step that skips the bounds",
    "{ type: integer, multipleOf: 10, minimum: 1, maximum: 9 }",
    "no-unsatisfiable-schema",
  ),
  property(
    "options that are all too long",
    "{ type: string, maxLength: 2, enum: [mobile, desktop] }",
    "no-unsatisfiable-schema",
  ),
  property("not anything", "{ type: string, not: {} }", "no-unsatisfiable-schema"),
  property("not its own type", "{ type: string, not: { type: string } }", "no-unsatisfiable-schema"),
  // Declarations that the rest refuses.
  property(
    "a name that propertyNames refuses",
    "{ type: object, propertyNames: { pattern: '^[a-z]+$' }, properties: { user_id: { type: integer } } }",
    "no-refused-property",
    "/properties/user_id",
  ),
  property(
    "a name that is too long",
    "{ type: object, propertyNames: { maxLength: 4 }, properties: { title: { type: string } } }",
    "no-refused-property",
    "/properties/title",
  ),
  property(
    "a name that is not listed",
    "{ type: object, propertyNames: { enum: [a, b] }, properties: { c: { type: string } } }",
    "no-refused-property",
    "/properties/c",
  ),
  property(
    "a type that a pattern refuses",
    "{ type: object, patternProperties: { '_count$': { type: integer } }, properties: { link_count: { type: string } } }",
    "no-refused-property",
    "/properties/link_count",
  ),
  property(
    "a name that a pattern forbids",
    "{ type: object, patternProperties: { '^_': false }, properties: { _id: { type: string } } }",
    "no-refused-property",
    "/properties/_id",
  ),
  property(
    "a name that every alternative closes out",
    "{ type: object, properties: { a: {}, b: {} }, anyOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { a: { type: string } }, additionalProperties: false }] }",
    "no-refused-property",
    "/properties/b",
  ),
  property(
    "closed objects in an allOf",
    "{ allOf: [{ type: object, properties: { a: {} }, additionalProperties: false }, { type: object, properties: { b: {} }, additionalProperties: false }] }",
    "no-closed-all-of",
    "/allOf",
  ),
  property(
    "closed objects deep in an allOf",
    "{ allOf: [{ allOf: [{ properties: { a: {} }, additionalProperties: false }] }, { properties: { b: {} }, additionalProperties: false }] }",
    "no-closed-all-of",
    "/allOf",
  ),
  property(
    "a closed member beside others",
    "{ type: object, properties: { b: {} }, allOf: [{ properties: { a: {} }, additionalProperties: false }] }",
    "all-of-widened",
    "/allOf/0/additionalProperties",
  ),
  // Names that nothing declares.
  whole(
    "a misspelt required name",
    "required: [user_nmae]\nproperties: { user_name: { type: string } }",
    "no-required-undeclared",
    "/required/0",
  ),
  whole(
    "a required name that was forgotten",
    "required: [wiki]\nproperties: { page: { type: string } }",
    "no-required-undeclared",
    "/required/0",
  ),
  whole(
    "a dependency of a misspelt name",
    "dependencies: { page_ids: [wiki] }\nproperties: { page_id: {}, wiki: {} }",
    "no-dependency-undeclared",
    "/dependencies/page_ids",
  ),
  whole(
    "a dependency on an undeclared name",
    "dependencies: { page_id: [namespace] }\nproperties: { page_id: {}, wiki: {} }",
    "no-dependency-undeclared",
    "/dependencies/page_id/0",
  ),
  whole(
    "a schema for an undeclared name",
    "dependencies: { legacy: { required: [wiki] } }\nproperties: { page_id: {}, wiki: {} }",
    "no-dependency-undeclared",
    "/dependencies/legacy",
  ),
  whole(
    "a condition about a name that nothing declares",
    "properties:\n  kind: { type: string, enum: [page, user] }\n  page: { type: object, properties: { page_id: { type: integer } } }\nif: { properties: { kind: { const: page } } }\nthen: { properties: { page: { required: [pageid] } } }",
    "no-required-undeclared",
    "/then/properties/page/required/0",
  ),
  // Bounds that are not what they seem.
  property(
    "both lower bounds",
    "{ type: number, minimum: 0, exclusiveMinimum: 0 }",
    "no-redundant-bound",
    "/minimum",
  ),
  property(
    "both upper bounds",
    "{ type: number, maximum: 9, exclusiveMaximum: 10 }",
    "no-redundant-bound",
    "/exclusiveMaximum",
  ),
  property("half a person", "{ type: integer, minimum: 0.5 }", "no-fractional-bound", "/minimum"),
  property(
    "a share that is an integer",
    "{ type: integer, minimum: 0, maximum: 0.99 }",
    "no-fractional-bound",
    "/maximum",
  ),
  property(
    "a strict fraction",
    "{ type: [integer, 'null'], exclusiveMaximum: 9.5 }",
    "no-fractional-bound",
    "/exclusiveMaximum",
  ),
  property("a fractional step", "{ type: integer, multipleOf: 0.5 }", "no-fractional-bound", "/multipleOf"),
  // Parts that nothing uses, or that are used wrongly.
  whole(
    "a definition without a reference",
    "properties: { a: {} }\ndefinitions: { b: { type: string } }",
    "no-unused-definition",
    "/definitions/b",
  ),
  whole(
    "a definition that only refers to another",
    "properties: { a: {} }\ndefinitions: { b: { not: { $ref: '#/definitions/c' } }, c: { not: { $ref: '#/definitions/b' } } }",
    "no-circular-ref",
    "/definitions/b/not/$ref",
  ),
  property(
    "an $id that was copied along",
    "{ $id: /mediawiki/page/1.0.0, type: object }",
    "no-nested-id",
    "/$id",
  ),
  property("a reference to nothing", "{ $ref: '#/definitions/page' }", "no-unresolved-ref", "/$ref"),
  property(
    "types that do not meet",
    "{ allOf: [{ type: string }, { type: integer }] }",
    "no-conflicting-all-of",
    "/allOf/0/type",
  ),
  // Defaults.
  property("a default of another type", "{ type: integer, default: none }", "no-invalid-default", "/default"),
  property(
    "a default that is no option",
    "{ type: string, enum: [a, b], default: c }",
    "no-invalid-default",
    "/default",
  ),
  whole(
    "a default of a required value",
    "required: [n]\nproperties: { n: { type: integer, default: 0 } }",
    "no-required-default",
    "/properties/n/default",
  ),
  // Words.
  property(
    "an empty description",
    "{ type: string, description: '' }",
    "no-blank-description",
    "/description",
  ),
  property(
    "a description of blanks",
    "{ type: string, description: '   ' }",
    "no-blank-description",
    "/description",
  ),
  property(
    "a description that is a dash",
    "{ type: string, description: '-' }",
    "no-blank-description",
    "/description",
  ),
  property(
    "an empty description of items",
    "{ type: array, items: { type: string, description: '' } }",
    "no-blank-description",
    "/items/description",
  ),
  // Alternatives.
  property(
    "an alternative that another one holds",
    "{ anyOf: [{ type: number }, { type: integer }] }",
    "no-redundant-alternative",
    "/anyOf/1",
  ),
  property(
    "an alternative twice",
    "{ anyOf: [{ type: string }, { type: string }] }",
    "no-redundant-alternative",
    "/anyOf/0",
  ),
  property(
    "one of a number and an integer",
    "{ oneOf: [{ type: number }, { type: integer }] }",
    "no-redundant-alternative",
    "/oneOf/1",
  ),
  property(
    "one of a text and a short text",
    "{ oneOf: [{ type: string, maxLength: 9 }, { type: string }] }",
    "no-redundant-alternative",
    "/oneOf/0",
  ),
  // Patterns that say something else.
  property(
    "a pattern between slashes",
    "{ type: string, pattern: '/^on$/i' }",
    "no-unmatchable-pattern",
    "/pattern",
  ),
  property(
    "an end before the beginning",
    "{ type: string, pattern: '[0-9]$^' }",
    "no-unmatchable-pattern",
    "/pattern",
  ),
  whole(
    "names that none has",
    "properties:\n  p: { type: object, patternProperties: { 'x(?=a)b': { type: string } } }",
    "no-unmatchable-pattern",
    "/properties/p/patternProperties/x(?=a)b",
  ),
  property(
    "a pattern without anchors",
    "{ type: array, items: { type: string, pattern: '[0-9]{1,4}' } }",
    "no-mistaken-pattern",
    "/items/pattern",
  ),
  property(
    "alternatives of which two are anchored",
    "{ type: string, pattern: '^en|de|fr$' }",
    "no-mistaken-pattern",
    "/pattern",
  ),
  // Examples, conditions and recursion.
  property(
    "an example that is too long",
    "{ type: array, items: { type: string, maxLength: 2, examples: [eng] } }",
    "no-invalid-field-example",
    "/items/examples/0",
  ),
  whole(
    "a condition that every event meets",
    "required: [a]\nproperties: { a: { type: string }, b: { type: string } }\nif: { required: [a] }\nelse: { required: [b] }",
    "no-dead-option",
    "/if",
  ),
  whole(
    "a condition about what may be absent",
    "properties: { a: { type: string }, b: { type: string } }\nif: { properties: { a: { enum: [x, y] } } }\nthen: { required: [b] }",
    "no-vacuous-condition",
    "/if",
  ),
  property(
    "a switch among the fields",
    "{ type: object, properties: { a: { type: string }, uniqueItems: true } }",
    "no-ineffective-keyword",
    "/properties/uniqueItems",
  ),
  property(
    "required names among the fields",
    "{ type: object, properties: { a: { type: string }, required: [a] } }",
    "no-invalid-schema",
    "/properties/required",
  ),
  property(
    "a description that waits",
    "{ type: string, description: 'TBD.' }",
    "no-blank-description",
    "/description",
  ),
  property("an option that is a blank", "{ enum: [on, ' '] }", "no-similar-option", "/enum/1"),
  property(
    "options with a hyphen and an underscore",
    "{ enum: [log-in, log_in] }",
    "no-similar-option",
    "/enum/1",
  ),
];

/** What looks like a mistake and is none. */
export const nearMisses: readonly (readonly [what: string, body: string])[] = [
  [
    "patterns about a part of a text",
    "properties:\n  p: { type: string, pattern: '^https?://' }\n  q: { type: string, pattern: '\\S' }\n  r: { type: string, pattern: '^/wiki/.+' }\n  s: { type: object, patternProperties: { '^x_': { type: string }, '_(?!id$)[a-z]+$': { type: string } } }\n",
  ],
  [
    "patterns with look-arounds that can match",
    "properties:\n  p: { type: string, pattern: '^(?=.*[0-9])[a-z0-9]+$' }\n  q: { type: string, pattern: '^(?!$)[a-z]*$' }\n  r: { type: string, pattern: '(^|,)x($|,)' }\n",
  ],
  [
    "a field that has examples",
    "properties:\n  p: { type: [string, 'null'], maxLength: 3, examples: [abc, null] }\n",
  ],
  [
    "a condition that some events meet",
    "required: [a]\nproperties: { a: { type: string }, b: { type: string } }\nif: { required: [a], properties: { a: { const: x } } }\nthen: { required: [b] }\nelse: { not: { required: [b] } }\n",
  ],
  ["options that numbers tell apart", "properties:\n  p: { type: string, enum: [v1-0, v10, '1.0', '10'] }\n"],
  [
    "fields that are called like keywords",
    "properties:\n  p: { type: object, properties: { title: { type: string }, pattern: { type: string }, items: { type: integer }, description: false, contains: true } }\n",
  ],
  [
    "a schema that goes without a property of a part",
    "allOf: [{ $ref: '#/definitions/http' }]\nnot: { required: [client_ip] }\nproperties: { a: { type: string } }\ndefinitions: { http: { properties: { client_ip: { type: string }, method: { type: string } } } }\n",
  ],
  [
    "options of a part that are narrowed",
    "properties:\n  p: { allOf: [{ $ref: '#/definitions/kind' }, { const: b }] }\n  q: { allOf: [{ $ref: '#/definitions/size' }, { maxLength: 2 }] }\ndefinitions:\n  kind: { oneOf: [{ const: a }, { const: b }] }\n  size: { type: string, enum: [xs, medium] }\n",
  ],
  [
    "a condition about names that are declared elsewhere",
    "properties:\n  kind: { type: string, enum: [page, user] }\n  page: { type: object, properties: { id: { type: integer }, wiki: { type: string } } }\n  pages: { type: array, items: { type: object, properties: { id: { type: integer }, wiki: { type: string } } } }\nif: { properties: { kind: { const: page } } }\nthen: { properties: { page: { required: [id], dependencies: { id: [wiki] } }, pages: { items: { required: [id], dependencies: { wiki: [id] } } } } }\n",
  ],
  [
    "a name that propertyNames takes",
    "properties:\n  p: { type: object, propertyNames: { maxLength: 9 }, properties: { title: { type: string } } }\n",
  ],
  [
    "a pattern that says the same type",
    "properties:\n  p: { type: object, patternProperties: { _count$: { type: integer } }, properties: { link_count: { type: integer, minimum: 0 } } }\n",
  ],
  [
    "a property that is forbidden on purpose",
    "properties:\n  p: { type: object, properties: { old: false, a: { type: string } }, not: { required: [old] } }\n",
  ],
  [
    "tagged alternatives, each closed",
    "properties:\n  p:\n    oneOf:\n      - { type: object, required: [kind], properties: { kind: { const: a }, x: { type: integer } }, additionalProperties: false }\n      - { type: object, required: [kind], properties: { kind: { const: b }, y: { type: string } }, additionalProperties: false }\n",
  ],
  [
    "alternatives that require one of two",
    "properties:\n  a: { type: string }\n  b: { type: string }\nanyOf: [{ required: [a] }, { required: [b] }]\n",
  ],
  [
    "names that exclude each other",
    "properties:\n  a: { type: string }\n  b: { type: string }\nnot: { required: [a, b] }\n",
  ],
  [
    "a closed schema with an open fragment",
    "additionalProperties: false\nallOf: [{ $ref: '#/definitions/common' }]\nproperties: { a: { type: string } }\ndefinitions: { common: { type: object, properties: { wiki: { type: string } } } }\n",
  ],
  [
    "closed objects that declare the same",
    "properties:\n  p: { allOf: [{ type: object, properties: { a: { type: string } }, additionalProperties: false }, { type: object, properties: { a: { maxLength: 9 } }, additionalProperties: false }] }\n",
  ],
  ["a constant among its options", "properties:\n  p: { type: string, enum: [a, b], const: a }\n"],
  [
    "a date as long as a date",
    "properties:\n  p: { type: string, format: date, minLength: 10, maxLength: 10 }\n",
  ],
  ["a UUID as long as one", "properties:\n  p: { type: string, format: uuid, maxLength: 36 }\n"],
  ["a URI with a limit", "properties:\n  p: { type: string, format: uri, maxLength: 2048 }\n"],
  ["a moment with a limit", "properties:\n  p: { type: string, format: date-time, maxLength: 64 }\n"],
  [
    "an item that items may be",
    "properties:\n  p: { type: array, items: { type: string }, contains: { const: a } }\n",
  ],
  [
    "options within their limits",
    "properties:\n  p: { type: string, maxLength: 7, pattern: '^[a-z]+$', enum: [mobile, desktop] }\n",
  ],
  ["options and null", "properties:\n  p: { type: [string, 'null'], maxLength: 7, enum: [mobile, null] }\n"],
  ["letters of both cases", "properties:\n  p: { type: string, enum: [a, A, m, M] }\n"],
  [
    "options that share words",
    "properties:\n  p: { type: string, enum: [page, page_view, pageviews, page-2] }\n",
  ],
  ["an option that is empty", "properties:\n  p: { type: string, enum: ['', a] }\n"],
  [
    "a dependency of declared names",
    "dependencies: { a: [b], b: { required: [c] } }\nproperties: { a: { type: string }, b: { type: string }, c: { type: string } }\n",
  ],
  [
    "a dependency of a pattern’s name",
    "dependencies: { x_a: [x_b] }\npatternProperties: { ^x_: { type: string } }\nproperties: { a: { type: string } }\n",
  ],
  [
    "one strict bound on each side",
    "properties:\n  p: { type: number, exclusiveMinimum: 0, exclusiveMaximum: 1 }\n",
  ],
  ["a fraction on a number", "properties:\n  p: { type: number, minimum: 0.5, multipleOf: 0.5 }\n"],
  ["a whole bound that is written with a point", "properties:\n  p: { type: integer, maximum: 10.0 }\n"],
  [
    "a definition that a definition in use refers to",
    "properties: { a: { $ref: '#/definitions/a' } }\ndefinitions: { a: { type: array, items: { $ref: '#/definitions/b' } }, b: { type: string } }\n",
  ],
  [
    "a part of a definition in use",
    "properties: { a: { $ref: '#/definitions/a/properties/x' } }\ndefinitions: { a: { type: object, properties: { x: { type: string } } } }\n",
  ],
  [
    "an $id that a reference uses",
    "properties: { n: { $ref: '#count' } }\ndefinitions: { count: { $id: '#count', type: integer } }\n",
  ],
  ["a property called $id", "properties:\n  p: { type: object, properties: { $id: { type: string } } }\n"],
  [
    "a default of an optional value",
    "required: [a]\nproperties: { a: { type: string }, n: { type: integer, default: 0 } }\n",
  ],
  [
    "a constant that is required and the default",
    "required: [v]\nproperties: { v: { const: 1, default: 1 } }\n",
  ],
  ["a description in other letters", "properties:\n  p: { type: string, description: 名前 }\n"],
  ["a description that is a sign", "properties:\n  p: { type: string, description: '€' }\n"],
  [
    "one of types that do not overlap",
    "properties:\n  p: { oneOf: [{ type: string }, { type: integer }] }\n",
  ],
  [
    "alternatives with limits of their own",
    "properties:\n  p: { type: integer, maximum: 100, anyOf: [{ maximum: 10 }, { minimum: 90 }] }\n",
  ],
  [
    "a condition that may hold",
    "properties: { kind: { type: string, enum: [a, b] }, n: { type: integer } }\nif: { properties: { kind: { const: a } } }\nthen: { required: [n] }\n",
  ],
];
