// Edits that people make every day, each kind in several variants: every one is decided, and rightly.
import { compile } from "@addendum/json-schema/validator";
import type { Data, DataObject, Schema } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { contains } from "./contains.ts";

type Edit = readonly [
  name: string,
  old: Schema,
  newer: Schema,
  expected: "compatible" | "incompatible" | "unknown",
];

const text = (rest: DataObject = {}): DataObject => ({ type: "string", ...rest });
const list = (rest: DataObject = {}): DataObject => ({ type: "array", ...rest });
const record = (rest: DataObject = {}): DataObject => ({ type: "object", ...rest });
const numbersTo = (count: number): Data[] => Array.from({ length: count }, (_, index) => index);
const wordsTo = (count: number): string[] => numbersTo(count).map((number) => `option ${String(number)}`);
const map = (names: readonly string[], make: (name: string) => Data): DataObject =>
  Object.fromEntries(names.map((name) => [name, make(name)]));

const kinds: Readonly<Record<string, readonly Edit[]>> = {
  "lengths in the thousands": [
    ["a limit of 20,000 where there was none", text(), text({ maxLength: 20_000 }), "incompatible"],
    [
      "of a member",
      record({ properties: { a: text() }, required: ["a"] }),
      record({ properties: { a: text({ maxLength: 65_535 }) }, required: ["a"] }),
      "incompatible",
    ],
    ["of a mebibyte", text(), text({ maxLength: 1_048_576 }), "incompatible"],
    ["lowered", text({ maxLength: 65_535 }), text({ maxLength: 32_768 }), "incompatible"],
    ["raised", text({ maxLength: 32_768 }), text({ maxLength: 65_535 }), "compatible"],
    ["given up", text({ maxLength: 16_777_215 }), text(), "compatible"],
    ["a least length", text({ minLength: 12_000 }), text({ minLength: 12_001 }), "incompatible"],
    ["a least length lowered", text({ minLength: 12_001 }), text({ minLength: 12_000 }), "compatible"],
    [
      "beside a pattern",
      text({ pattern: "^[a-z]+$", maxLength: 20_000 }),
      text({ pattern: "^[a-z]+$", maxLength: 10_000 }),
      "incompatible",
    ],
    [
      "beside a pattern of several parts",
      text({ pattern: "^[a-z]+(-[a-z]+)*$" }),
      text({ pattern: "^[a-z]+(-[a-z]+)*$", maxLength: 65_535 }),
      "incompatible",
    ],
    [
      "beside a pattern that grows in threes",
      text({ pattern: "^(abc)*$" }),
      text({ pattern: "^(abc)*$", maxLength: 30_000 }),
      "incompatible",
    ],
    [
      "which a pattern that grows in threes never reaches",
      text({ pattern: "^(abc)*$", minLength: 30_001, maxLength: 30_002 }),
      text({ maxLength: 1 }),
      "compatible",
    ],
    ["beside a format", text({ format: "uri" }), text({ format: "uri", maxLength: 8_192 }), "incompatible"],
    ["of an array", list({ items: text() }), list({ items: text(), maxItems: 20_000 }), "incompatible"],
    ["of an array, lowered", list({ maxItems: 65_535 }), list({ maxItems: 32_768 }), "incompatible"],
  ],
  "repetitions in the thousands": [
    ["lowered", text({ pattern: "^.{0,9000}$" }), text({ pattern: "^.{0,8000}$" }), "incompatible"],
    ["raised", text({ pattern: "^.{0,8000}$" }), text({ pattern: "^.{0,9000}$" }), "compatible"],
    [
      "of a class",
      text({ pattern: "^[a-z]{1,65535}$" }),
      text({ pattern: "^[a-z]{1,32768}$" }),
      "incompatible",
    ],
    [
      "of a class that holds the other",
      text({ pattern: "^[a-f]{1,32768}$" }),
      text({ pattern: "^[a-z]{1,65535}$" }),
      "compatible",
    ],
    [
      "of a class that does not hold the other",
      text({ pattern: "^[a-z]{1,32768}$" }),
      text({ pattern: "^[a-f]{1,65535}$" }),
      "incompatible",
    ],
    [
      "behind something",
      text({ pattern: "^https://[!-~]{1,9000}$" }),
      text({ pattern: "^https://[!-~]{1,8000}$" }),
      "incompatible",
    ],
    [
      "between things",
      text({ pattern: "^<(ab){0,9000}>$" }),
      text({ pattern: "^<(ab){0,9001}>$" }),
      "compatible",
    ],
    [
      "of two letters",
      text({ pattern: "^(ab){0,9000}$" }),
      text({ pattern: "^(ab){0,8000}$" }),
      "incompatible",
    ],
    [
      "in a group",
      text({ pattern: "^([a-z]{0,9000})$" }),
      text({ pattern: "^([a-z]{0,8000})$" }),
      "incompatible",
    ],
    ["as a length", text({ pattern: "^[^]{0,9000}$" }), text({ maxLength: 9000 }), "compatible"],
    ["as too small a length", text({ pattern: "^[^]{0,9000}$" }), text({ maxLength: 8999 }), "incompatible"],
    ["a length as one", text({ maxLength: 9000 }), text({ pattern: "^[^]{0,9000}$" }), "compatible"],
    [
      "that is exact",
      text({ pattern: "^[a-f]{4096}$" }),
      text({ minLength: 4096, maxLength: 4096 }),
      "compatible",
    ],
    ["that ends nowhere", text({ pattern: "^[a-f]{5000,}$" }), text({ minLength: 5000 }), "compatible"],
    ["that need not end", text({ pattern: "[a-f]{10,9000}" }), text({ pattern: "[a-f]{10}" }), "compatible"],
    [
      "two of them, of which the ends are looked at",
      text({ pattern: "^[a-z]{0,150} [a-z]{0,3000}$" }),
      text({ pattern: "^[a-z]{0,150} [a-z]{0,4000}$" }),
      "compatible",
    ],
    ...[
      "^%$",
      "^x-%$",
      "^(?:%)?$",
      "^(a:%|b:%)$",
      "^%@%$",
      "^(%,)*$",
      "^[a-z]{2,30}:%$",
      "^(?!foo)%$",
    ].flatMap((around): Edit[] => {
      const of = (repeated: string) => text({ pattern: around.replaceAll("%", repeated) });
      const [less, more] = [of("\\S{1,32767}"), of("\\S{1,65535}")];
      return [
        [`in ${around}, raised`, less, more, "compatible"],
        [`in ${around}, lowered`, more, less, "incompatible"],
        [`in ${around}, of fewer letters`, of("[0-9a-f]{10,9000}"), more, "compatible"],
        [`in ${around}, of other letters`, less, of("[0-9a-f]{1,65535}"), "incompatible"],
        [
          `in ${around}, raised, with a length`,
          { ...less, maxLength: 9000 },
          { ...more, maxLength: 9001 },
          "compatible",
        ],
        [
          `in ${around}, with a lower length`,
          { ...less, maxLength: 9000 },
          { ...more, maxLength: 8000 },
          "incompatible",
        ],
      ];
    }),
    [
      "nested, raised",
      text({ pattern: "^(.{1,8}-){0,512}$" }),
      text({ pattern: "^(.{1,9}-){0,1024}$" }),
      "compatible",
    ],
    [
      "nested, lowered",
      text({ pattern: "^(.{1,8}-){0,512}$" }),
      text({ pattern: "^(.{1,8}-){0,256}$" }),
      "incompatible",
    ],
    [
      "nested, lowered beyond what a length allows",
      text({ pattern: "^([^-]{1,8}-){0,512}$", maxLength: 500 }),
      text({ pattern: "^([^-]{1,8}-){0,256}$" }),
      "compatible",
    ],
    [
      "as a length that it implies",
      text({ pattern: "^([a-z]{1,8}-){0,512}$" }),
      text({ maxLength: 4608 }),
      "compatible",
    ],
    [
      "as a length that is too small",
      text({ pattern: "^([a-z]{1,8}-){0,512}$" }),
      text({ maxLength: 4607 }),
      "incompatible",
    ],
    [
      "that need not end, raised",
      text({ pattern: "^\\S{0,65536}" }),
      text({ pattern: "^\\S{0,32768}" }),
      "compatible",
    ],
    [
      "that need not end, of another least length",
      text({ pattern: "^\\S{9,65536}" }),
      text({ pattern: "^\\S{10,65536}" }),
      "incompatible",
    ],
    [
      "of names",
      record({ patternProperties: { "^[a-z]{1,9000}$": text() } }),
      record({ patternProperties: { "^[a-z]{1,8000}$": text() }, additionalProperties: false }),
      "incompatible",
    ],
  ],
  "patterns that validators read differently": [
    [
      "one more alternative",
      text({ pattern: "^(a|b)(:[[:digit:]]+)?" }),
      text({ pattern: "^(a|c|b)(:[[:digit:]]+)?" }),
      "compatible",
    ],
    [
      "several more, in several groups",
      text({ pattern: "^((?:a|b) x|y)[[:alpha:]]$" }),
      text({ pattern: "^(z|(?:a|n|b|o) x|y|yy)[[:alpha:]]$" }),
      "compatible",
    ],
    [
      "one less",
      text({ pattern: "^(a|c|b)(:[[:digit:]]+)?" }),
      text({ pattern: "^(a|b)(:[[:digit:]]+)?" }),
      "unknown",
    ],
    [
      "one instead of another",
      text({ pattern: "^(a|b)(:[[:digit:]]+)?" }),
      text({ pattern: "^(a|c)(:[[:digit:]]+)?" }),
      "unknown",
    ],
    [
      "one that is read in one way",
      text({ pattern: "^(a|b)(:[[:digit:]]+)?" }),
      text({ pattern: "^(a|b)(:[0-9]+)?" }),
      "unknown",
    ],
    [
      "in what is asked not to follow",
      text({ pattern: "^(?!a|b)[[:digit:]]" }),
      text({ pattern: "^(?!a|b|c)[[:digit:]]" }),
      "unknown",
    ],
    [
      "behind what is read differently",
      text({ pattern: "^[^[:digit:](a|b)]$" }),
      text({ pattern: "^[^[:digit:](a|b|c)]$" }),
      "unknown",
    ],
  ],
  "many members": [
    ["at most 60", record(), record({ maxProperties: 60 }), "incompatible"],
    ["at most 1,000", record(), record({ maxProperties: 1000 }), "incompatible"],
    ["lowered", record({ maxProperties: 256 }), record({ maxProperties: 128 }), "incompatible"],
    ["raised", record({ maxProperties: 128 }), record({ maxProperties: 256 }), "compatible"],
    [
      "of one kind",
      record({ additionalProperties: { type: "integer" } }),
      record({ additionalProperties: { type: "integer" }, maxProperties: 100 }),
      "incompatible",
    ],
    [
      "whose names have a pattern",
      record({ patternProperties: { "^x-[a-z]+$": true }, additionalProperties: false }),
      record({ patternProperties: { "^x-[a-z]+$": true }, additionalProperties: false, maxProperties: 60 }),
      "incompatible",
    ],
    [
      "whose names have a pattern, said of names",
      record({ additionalProperties: text(), propertyNames: { pattern: "^[A-Z]{2}$" } }),
      record({ additionalProperties: text(), propertyNames: { pattern: "^[A-Z]{2}$" }, maxProperties: 200 }),
      "incompatible",
    ],
    [
      "more than are declared",
      record({ properties: map(wordsTo(80), () => text()), additionalProperties: false }),
      record({ properties: map(wordsTo(80), () => text()), additionalProperties: false, maxProperties: 80 }),
      "compatible",
    ],
    [
      "fewer than are declared",
      record({ properties: map(wordsTo(80), () => text()), additionalProperties: false }),
      record({ properties: map(wordsTo(80), () => text()), additionalProperties: false, maxProperties: 79 }),
      "incompatible",
    ],
    [
      "more than there are names",
      record({ propertyNames: { enum: wordsTo(120) }, additionalProperties: text() }),
      record({ propertyNames: { enum: wordsTo(120) }, additionalProperties: text(), maxProperties: 120 }),
      "compatible",
    ],
  ],
  "many patterns of names": [
    ...[7, 12, 20].flatMap((count): Edit[] => {
      const names = numbersTo(count).map((number) => `^x${String(number)}-`);
      const declaring = (make: (name: string) => Data, rest: DataObject = {}) =>
        record({ patternProperties: map(names, make), ...rest });
      const last = names.at(-1);
      return [
        [
          `${count}, one widened`,
          declaring(() => text()),
          declaring((name) => ({ type: name === last ? ["string", "null"] : "string" })),
          "compatible",
        ],
        [
          `${count}, one narrowed`,
          declaring(() => text()),
          declaring((name) => (name === last ? text({ maxLength: 5 }) : text())),
          "incompatible",
        ],
        [
          `${count}, closed`,
          declaring(() => text(), { additionalProperties: text() }),
          declaring(() => text(), { additionalProperties: false }),
          "incompatible",
        ],
        [
          `${count}, opened`,
          declaring(() => text(), { additionalProperties: false }),
          declaring(() => text()),
          "compatible",
        ],
        [
          `${count}, one given up where all others are refused`,
          declaring(() => text(), { additionalProperties: false }),
          record({ patternProperties: map(names.slice(1), () => text()), additionalProperties: false }),
          "incompatible",
        ],
        [
          `${count}, one more where all others are refused`,
          record({ patternProperties: map(names.slice(1), () => text()), additionalProperties: false }),
          declaring(() => text(), { additionalProperties: false }),
          "compatible",
        ],
        [
          `${count}, in one pattern`,
          declaring(() => text(), { additionalProperties: false }),
          record({ patternProperties: { "^x\\d+-": text() }, additionalProperties: false }),
          "compatible",
        ],
      ];
    }),
    ...[8, 12, 16].flatMap((count): Edit[] => {
      // Any of them may stand in one name.
      const names = Array.from(
        { length: count },
        (_, index) =>
          [`^a${String(index)}`, `b${String(index)}$`, `c${String(index)}`, `^d${String(index)}.*e$`][
            index % 4
          ] ?? "",
      );
      const kinds = [text(), { type: "integer" }, text({ maxLength: 20 }), { type: ["string", "null"] }];
      const declared = map(names, (name) => kinds[names.indexOf(name) % 4] ?? true);
      const declaring = (rest: DataObject) => record({ patternProperties: { ...declared, ...rest } });
      return [
        [
          `${count} of all kinds, one widened`,
          declaring({}),
          declaring({ c2: text({ maxLength: 30 }) }),
          "compatible",
        ],
        [
          `${count} of all kinds, one narrowed`,
          declaring({}),
          declaring({ c2: text({ maxLength: 10 }) }),
          "incompatible",
        ],
        [`${count} of all kinds, one more`, declaring({}), declaring({ "^z": text() }), "incompatible"],
        [
          `${count} of all kinds, one that nothing had`,
          declaring({ "^z": false }),
          declaring({ "^z": { type: "integer" } }),
          "compatible",
        ],
        [
          `${count} of all kinds, closed`,
          declaring({}),
          { ...declaring({}), additionalProperties: false },
          "compatible",
        ],
        [
          `${count} of all kinds, one given up where all others are refused`,
          { ...declaring({}), additionalProperties: false },
          record({
            patternProperties: map(names.slice(1), (name) => declared[name] ?? true),
            additionalProperties: false,
          }),
          "incompatible",
        ],
        [
          `${count} of all kinds, but few members`,
          declaring({}),
          { ...declaring({}), maxProperties: 9 },
          "incompatible",
        ],
      ];
    }),
    [
      "patterns within patterns",
      record({
        patternProperties: map(["^a", "^ab", "^abc", "^abcd", "c$", "d$", "e$", "^f"], () => text()),
      }),
      record({
        patternProperties: map(["^a", "^ab", "^abc", "^abcd", "c$", "d$", "e$", "^f"], (name) =>
          name === "^abc" ? text({ minLength: 1 }) : text(),
        ),
      }),
      "incompatible",
    ],
  ],
  "many different items": [
    ...[65, 100, 500, 900].flatMap((count): Edit[] => {
      const options = list({ items: { enum: wordsTo(count) }, uniqueItems: true });
      return [
        [`${count}, as many as there are`, options, { ...options, maxItems: count }, "compatible"],
        [`${count}, one less than there are`, options, { ...options, maxItems: count - 1 }, "incompatible"],
      ];
    }),
    [
      "among alternatives, as many as there are",
      list({ items: { anyOf: [{ enum: wordsTo(300) }, { type: "null" }] }, uniqueItems: true }),
      list({ items: { anyOf: [{ enum: wordsTo(300) }, { type: "null" }] }, maxItems: 301 }),
      "compatible",
    ],
    [
      "among alternatives, one less",
      list({ items: { anyOf: [{ enum: wordsTo(300) }, { type: "null" }] }, uniqueItems: true }),
      list({ items: { anyOf: [{ enum: wordsTo(300) }, { type: "null" }] }, maxItems: 300 }),
      "incompatible",
    ],
    [
      "of several types",
      list({ items: { enum: [...wordsTo(70), null, true, ...numbersTo(30)] }, uniqueItems: true }),
      list({ items: { enum: [...wordsTo(70), null, true, ...numbersTo(30)] }, maxItems: 102 }),
      "compatible",
    ],
    [
      "numbers between bounds",
      list({ items: { type: "integer", minimum: 1, maximum: 200 }, uniqueItems: true }),
      list({ items: { type: "integer" }, maxItems: 200 }),
      "compatible",
    ],
    [
      "numbers between bounds, too few",
      list({ items: { type: "integer", minimum: 1, maximum: 200 }, uniqueItems: true }),
      list({ items: { type: "integer" }, maxItems: 199 }),
      "incompatible",
    ],
    [
      "of endlessly many",
      list({ items: text(), uniqueItems: true }),
      list({ items: text(), uniqueItems: true, maxItems: 1000 }),
      "incompatible",
    ],
    [
      "numbers of endlessly many",
      list({ items: { type: "integer" }, uniqueItems: true }),
      list({ items: { type: "integer" }, uniqueItems: true, maxItems: 200 }),
      "incompatible",
    ],
    [
      "must differ that need not",
      list({ items: { enum: wordsTo(100) } }),
      list({ items: { enum: wordsTo(100) }, uniqueItems: true }),
      "incompatible",
    ],
  ],
  "formats of numbers": [
    ["int64 of an integer", { type: "integer" }, { type: "integer", format: "int64" }, "compatible"],
    ["int32 of an integer", { type: "integer" }, { type: "integer", format: "int32" }, "incompatible"],
    [
      "int32 as its bounds",
      { type: "integer", format: "int32" },
      { type: "integer", minimum: -2147483648, maximum: 2147483647 },
      "compatible",
    ],
    [
      "int32 as one less",
      { type: "integer", format: "int32" },
      { type: "integer", minimum: -2147483648, maximum: 2147483646 },
      "incompatible",
    ],
    [
      "int32 as int64",
      { type: "integer", format: "int32" },
      { type: "integer", format: "int64" },
      "compatible",
    ],
    [
      "int64 as int32",
      { type: "integer", format: "int64" },
      { type: "integer", format: "int32" },
      "incompatible",
    ],
    ["a count as int32", { type: "integer", minimum: 0, maximum: 100 }, { format: "int32" }, "compatible"],
  ],
  "formats of texts": [
    ["regex added", text(), text({ format: "regex" }), "incompatible"],
    [
      "regex added to short texts",
      text({ maxLength: 3 }),
      text({ format: "regex", maxLength: 3 }),
      "incompatible",
    ],
    ["regex added to long texts", text({ minLength: 9 }), text({ format: "regex" }), "incompatible"],
    ["regex added to words", text({ pattern: "^[a-z]+$" }), text({ format: "regex" }), "compatible"],
    [
      "regex added to a list of texts",
      list({ items: text() }),
      list({ items: text({ format: "regex" }) }),
      "incompatible",
    ],
    ["regex given up", text({ format: "regex" }), text(), "compatible"],
    [
      "regex with a limit",
      text({ format: "regex" }),
      text({ format: "regex", maxLength: 100 }),
      "incompatible",
    ],
    ["uri-reference added", text(), text({ format: "uri-reference" }), "incompatible"],
    [
      "uri-reference added to limited texts",
      text({ maxLength: 255 }),
      text({ format: "uri-reference", maxLength: 255 }),
      "incompatible",
    ],
    [
      "uri-reference with a limit",
      text({ format: "uri-reference" }),
      text({ format: "uri-reference", maxLength: 1000 }),
      "incompatible",
    ],
    [
      "uri-reference with a lower limit",
      text({ format: "uri-reference", maxLength: 2048 }),
      text({ format: "uri-reference", maxLength: 1024 }),
      "incompatible",
    ],
    [
      "uri-reference with a higher limit",
      text({ format: "uri-reference", maxLength: 1024 }),
      text({ format: "uri-reference", maxLength: 2048 }),
      "compatible",
    ],
    [
      "uri-reference of a path",
      text({ pattern: "^/[a-z]+$" }),
      text({ format: "uri-reference" }),
      "compatible",
    ],
    [
      "a uri as a reference, limited",
      text({ format: "uri", maxLength: 99 }),
      text({ format: "uri-reference", maxLength: 99 }),
      "compatible",
    ],
    ["uri-template added", text(), text({ format: "uri-template" }), "incompatible"],
    ["hostname added", text(), text({ format: "hostname" }), "incompatible"],
    [
      "hostname added to words",
      text({ pattern: "^[a-z]{1,20}$" }),
      text({ format: "hostname" }),
      "compatible",
    ],
    ["ipv6 of at most 39", text({ format: "ipv6" }), text({ format: "ipv6", maxLength: 39 }), "incompatible"],
    ["ipv6 of at most 45", text({ format: "ipv6" }), text({ format: "ipv6", maxLength: 45 }), "compatible"],
    ["ipv6 of at most 44", text({ format: "ipv6" }), text({ format: "ipv6", maxLength: 44 }), "incompatible"],
    ["ipv6 of at least 2", text({ format: "ipv6" }), text({ minLength: 2 }), "compatible"],
    ["ipv4 of at most 15", text({ format: "ipv4" }), text({ format: "ipv4", maxLength: 15 }), "compatible"],
    ["ipv4 of at most 14", text({ format: "ipv4" }), text({ format: "ipv4", maxLength: 14 }), "incompatible"],
    [
      "hostname longer than there is one",
      text({ format: "hostname", pattern: "^[a-z.]+$", minLength: 300 }),
      text({ maxLength: 1 }),
      "compatible",
    ],
    ["uuid of 36", text({ format: "uuid" }), text({ format: "uuid", maxLength: 36 }), "incompatible"],
    [
      "uuid of 45",
      text({ format: "uuid" }),
      text({ format: "uuid", minLength: 36, maxLength: 45 }),
      "compatible",
    ],
    [
      "date of 10",
      text({ format: "date" }),
      text({ format: "date", minLength: 10, maxLength: 10 }),
      "compatible",
    ],
    [
      "a date as a pattern",
      text({ format: "date" }),
      text({ pattern: "^\\d{4}-[01]\\d-[0-3]\\d$" }),
      "compatible",
    ],
    [
      "a date as a pattern of this age",
      text({ format: "date" }),
      text({ pattern: "^[12]\\d{3}-[01]\\d-[0-3]\\d$" }),
      "incompatible",
    ],
    [
      "a time as a pattern",
      text({ format: "date-time" }),
      text({ pattern: "^\\d{4}-[01]\\d-[0-3]\\d" }),
      "compatible",
    ],
    ["date of 9", text({ format: "date" }), text({ format: "date", maxLength: 9 }), "incompatible"],
  ],
  "nothing but one value": [
    ["no members", record({ maxProperties: 0 }), { const: {} }, "compatible"],
    ["the other way round", { const: {} }, record({ maxProperties: 0 }), "compatible"],
    ["no members, among options", record({ maxProperties: 0 }), { enum: [null, {}] }, "compatible"],
    ["not quite no members", record({ maxProperties: 1 }), { const: {} }, "incompatible"],
    ["no members and something else", record({ maxProperties: 0 }), { const: { a: 1 } }, "incompatible"],
    [
      "one member",
      record({ maxProperties: 1, required: ["a"], properties: { a: { enum: [1, 2] } } }),
      { enum: [{ a: 1 }, { a: 2 }, { a: 3 }] },
      "compatible",
    ],
    [
      "one member of a value less",
      record({ maxProperties: 1, required: ["a"], properties: { a: { enum: [1, 2] } } }),
      { enum: [{ a: 1 }] },
      "incompatible",
    ],
    ["no items", list({ maxItems: 0 }), { const: [] }, "compatible"],
    ["the empty text", text({ maxLength: 0 }), { const: "" }, "compatible"],
  ],
  nullable: [
    [
      "on both sides, and another property",
      record({ properties: { a: text({ nullable: true }) } }),
      record({ properties: { a: text({ nullable: true }), b: text() } }),
      "compatible",
    ],
    [
      "on both sides, with a lower limit",
      record({ properties: { a: text({ nullable: true, maxLength: 9 }) } }),
      record({ properties: { a: text({ nullable: true, maxLength: 8 }) } }),
      "incompatible",
    ],
    [
      "on both sides, with a higher limit",
      record({ properties: { a: text({ nullable: true, maxLength: 8 }) } }),
      record({ properties: { a: text({ nullable: true, maxLength: 9 }) } }),
      "compatible",
    ],
    ["added", text(), text({ nullable: true }), "compatible"],
    ["given up", text({ nullable: true }), text(), "unknown"],
    ["as a type", text({ nullable: true }), { type: ["string", "null"] }, "compatible"],
    ["instead of a type", { type: ["string", "null"] }, text({ nullable: true }), "unknown"],
    ["of another type", text({ nullable: true }), { type: "integer", nullable: true }, "incompatible"],
    ["that is false", text({ nullable: false }), text(), "compatible"],
    ["without a type", { nullable: true, maxLength: 9 }, { nullable: true, maxLength: 8 }, "unknown"],
  ],
  "look-arounds": [
    ["a look-ahead given up", text({ pattern: "^(?!foo)bar" }), text({ pattern: "^bar" }), "compatible"],
    [
      "that is on the old side alone",
      text({ pattern: "^(?!foo)[a-z]+$" }),
      text({ pattern: "^[a-z0-9]+$" }),
      "compatible",
    ],
    ["added", text({ pattern: "^[a-z]+$" }), text({ pattern: "^(?!foo)[a-z]+$" }), "incompatible"],
    [
      "added where it changes nothing",
      text({ pattern: "^bar" }),
      text({ pattern: "^(?!foo)bar" }),
      "compatible",
    ],
    [
      "on both sides, with a lower limit",
      text({ pattern: "^(?!foo)[a-z]+$", maxLength: 10 }),
      text({ pattern: "^(?!foo)[a-z]+$", maxLength: 5 }),
      "incompatible",
    ],
    [
      "on both sides, with a higher limit",
      text({ pattern: "^(?!foo)[a-z]+$", maxLength: 5 }),
      text({ pattern: "^(?!foo)[a-z]+$", maxLength: 10 }),
      "compatible",
    ],
    [
      "on both sides, with one option more",
      text({ pattern: "^(?=.*\\d)(?=.*[a-z])[a-z\\d]{8,}$" }),
      text({ pattern: "^(?=.*\\d)(?=.*[a-z])[a-z\\d_]{8,}$" }),
      "compatible",
    ],
    [
      "one of two given up",
      text({ pattern: "^(?=.*\\d)[a-z\\d]{8,}$" }),
      text({ pattern: "^(?=.*\\d)(?=.*[a-z])[a-z\\d]{8,}$" }),
      "incompatible",
    ],
    ["everywhere", text({ pattern: "^((?!admin).)*$" }), text({ not: { pattern: "admin" } }), "compatible"],
    [
      "a look-behind",
      text({ pattern: "^[a-z.]+(?<!\\.)$" }),
      text({ pattern: "^[a-z.]*[a-z]$" }),
      "compatible",
    ],
    [
      "a look-behind that is not enough",
      text({ pattern: "^[a-z.]+(?<!\\.)$" }),
      text({ pattern: "^[a-z]+$" }),
      "incompatible",
    ],
    ["word boundaries", text({ pattern: "^\\bfoo\\b" }), text({ pattern: "^foo" }), "compatible"],
    ["word boundaries added", text({ pattern: "foo" }), text({ pattern: "\\bfoo\\b" }), "incompatible"],
    [
      "of names",
      record({ patternProperties: { "^(?!x-)[a-z-]+$": text() }, additionalProperties: false }),
      record({ patternProperties: { "^[a-z-]+$": text() }, additionalProperties: false }),
      "compatible",
    ],
    [
      "of names, added",
      record({ patternProperties: { "^[a-z-]+$": text() }, additionalProperties: false }),
      record({ patternProperties: { "^(?!x-)[a-z-]+$": text() }, additionalProperties: false }),
      "incompatible",
    ],
    [
      "back references that both have",
      text({ pattern: "^(a|b)\\1$" }),
      text({ pattern: "^(a|b)\\1$", minLength: 0 }),
      "compatible",
    ],
  ],
  "assertions beside a reference": [
    { $schema: "http://json-schema.org/draft-07/schema#" },
    {},
    { $schema: "http://json-schema.org/draft-04/schema#" },
  ].flatMap((head): Edit[] => {
    const written = (x: DataObject, a: DataObject): DataObject => ({
      ...head,
      definitions: { x },
      type: "object",
      properties: { a: { $ref: "#/definitions/x", ...a }, b: text() },
    });
    const short = text({ maxLength: 9 });
    return [
      [
        "another property changes",
        written(short, { minLength: 1 }),
        { ...written(short, { minLength: 1 }), required: ["b"] },
        "incompatible",
      ],
      [
        "what is referred to is widened",
        written(short, { minLength: 1 }),
        written(text({ maxLength: 10 }), { minLength: 1 }),
        "compatible",
      ],
      [
        "what is referred to is narrowed",
        written(short, { minLength: 1 }),
        written(text({ maxLength: 8 }), { minLength: 1 }),
        "incompatible",
      ],
      [
        "an assertion that is said already is added",
        written(short, {}),
        written(short, { type: "string", maxLength: 20 }),
        "compatible",
      ],
      [
        "an assertion is widened",
        written(short, { maxLength: 5 }),
        written(short, { maxLength: 6 }),
        "compatible",
      ],
      ["an assertion is given up", written(short, { maxLength: 5 }), written(short, {}), "compatible"],
      [
        "an assertion is lowered, which counts by one reading only",
        written(short, { maxLength: 5 }),
        written(short, { maxLength: 4 }),
        "unknown",
      ],
      [
        "an assertion replaces what is referred to",
        written(short, { maxLength: 5 }),
        written({ type: "integer" }, { maxLength: 5 }),
        "incompatible",
      ],
    ];
  }),
};

describe.each(Object.keys(kinds))("%s", (kind) => {
  test.each(kinds[kind] ?? [])("%s", (_, old, newer, expected) => {
    const verdict = contains(old, newer);
    expect({ ...verdict, witness: undefined }).toMatchObject({ kind: expected });
    if (verdict.kind !== "incompatible") return;
    expect(compile(old)(verdict.witness)).toEqual([]);
    expect(compile(newer)(verdict.witness)).not.toEqual([]);
  });
});
