import type { DataObject } from "@addendum/json-schema";

/** What is known of a format beside what the validator says of a value. */
export type Format = TextFormat | NumberFormat;

/** A format that says the same as keywords do. */
export interface NumberFormat {
  readonly type: "number";
  /** What it says about numbers. */
  readonly schema: DataObject;
}

export interface TextFormat {
  readonly type: "string";
  /** Some of its values, the plainest first. */
  readonly samples: readonly string[];
  /** A pattern that every value of the format matches, for proofs; others may match it, too. */
  readonly pattern?: string;
  /** A pattern that only values of the format match, for proofs; not all of them need to. */
  readonly within?: string;
  readonly stretch?: Stretch;
  /** The same for texts that are not values of the format, where most texts are. */
  readonly misfit?: Stretch;
}

/** What may be repeated at will, between what is before and behind it. */
export type Stretch = readonly [before: string, filler: string, behind: string];

const text = (
  samples: readonly string[],
  pattern?: string,
  stretch?: Stretch,
  others: Pick<TextFormat, "within" | "misfit"> = {},
): Format => ({
  type: "string",
  samples,
  ...others,
  ...(pattern !== undefined && { pattern }),
  ...(stretch !== undefined && { stretch }),
});
/** A fraction of a second may have any number of digits. */
const fraction = (before: string, behind: string) => [`${before}.`, "0", behind] as const;
const number = (schema: DataObject): Format => ({ type: "number", schema });
const day = "\\d\\d\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])";
// The hour of a leap second is examined with its zone only.
const clock = "(([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d|\\d\\d:\\d\\d:60)(\\.\\d+)?";
const zone = "([zZ]|[+-]\\d\\d(:?\\d\\d)?)";

/**
 * The formats that the validator asserts. Where it has an expression for one, that is the format's language, and no
 * pattern is needed. Source: ajv-formats 3; each row is held to it by tests.
 */
const formats: ReadonlyMap<string, Format> = new Map([
  ["date", text(["2021-01-01", "1999-12-31", "2000-02-29", "0001-01-01", "9999-12-31"], `^${day}$`)],
  [
    "time",
    text(["00:00:00Z", "23:59:59.5Z", "12:30:00+01:00"], `^${clock}${zone}$`, fraction("00:00:00", "Z")),
  ],
  ["iso-time", text(["00:00:00", "00:00:00Z"], `^${clock}(${zone})?$`, fraction("00:00:00", ""))],
  [
    "date-time",
    text(
      [
        "2021-01-01T00:00:00Z",
        "2021-01-01T00:00:00.0Z",
        "1999-12-31T23:59:59.123+01:00",
        "2021-01-01 00:00:00Z",
      ],
      `^${day}[tT\\s]${clock}${zone}$`,
      fraction("2021-01-01T00:00:00", "Z"),
    ),
  ],
  [
    "iso-date-time",
    text(
      ["2021-01-01T00:00:00", "2021-01-01T00:00:00Z", "2021-01-01 00:00:00"],
      `^${day}[tT\\s]${clock}(${zone})?$`,
      fraction("2021-01-01T00:00:00", ""),
    ),
  ],
  ["duration", text(["P1D", "PT1H", "P1Y2M3DT4H5M6S", "P1W"], "^P[0-9YMDTHSW]+$", ["P", "0", "1D"])],
  [
    "uri",
    text(
      ["http://a.b", "a:b", "https://example.org/path?q=1#f", "urn:a"],
      "^[a-zA-Z][a-zA-Z0-9+.-]*:[!-~]+$",
      ["a:", "a", ""],
    ),
  ],
  [
    "uri-reference",
    text(["", "a", "/a", "http://a.b", "#a", "?a", "a/b"], undefined, ["", "a", ""], {
      within: "^/?([A-Za-z0-9._~-]+/?)*$",
      misfit: ["^", "a", ""],
    }),
  ],
  [
    "uri-template",
    text(["", "a", "/a/{b}", "http://a.b/{c}"], undefined, ["", "a", ""], {
      within: "^[A-Za-z0-9./_~-]*$",
      misfit: ["{", "a", ""],
    }),
  ],
  [
    "url",
    text(["http://a.bc", "https://example.org/a", "ftp://example.org"], "^([hH][tT]|[fF])[tT][pP][sSſ]?://", [
      "http://a.bc/",
      "a",
      "",
    ]),
  ],
  ["email", text(["a@b.c", "someone@example.org", "a{b}@c.d"], undefined, ["", "a", "@b.c"])],
  [
    "hostname",
    text(["a", "example.org", "1", "a."], "^[a-zA-Z0-9.-]{1,254}$", ["", "a.", "a"], {
      within: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
      misfit: ["-", "a", ""],
    }),
  ],
  ["ipv4", text(["0.0.0.0", "127.0.0.1", "255.255.255.255"])],
  [
    "ipv6",
    text(
      [
        "::",
        "::1",
        "2001:db8::1",
        "fe80::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "0000:0000:0000:0000:0000:ffff:10.10.10.1",
        "0000:0000:0000:0000:0000:ffff:192.168.100.200",
      ],
      "^[0-9A-Fa-f:.]{2,45}$",
    ),
  ],
  [
    "regex",
    text(["", "a", "^a$", "a b"], undefined, ["", "a", ""], {
      within: "^[A-Za-z0-9_ ]*$",
      misfit: ["(", "a", ""],
    }),
  ],
  ["uuid", text(["00000000-0000-0000-0000-000000000000", "urn:uuid:00000000-0000-0000-0000-000000000000"])],
  ["json-pointer", text(["", "/a", "/a/b", "/"], undefined, ["/", "a", ""])],
  ["json-pointer-uri-fragment", text(["#", "#/a"], undefined, ["#/", "a", ""])],
  ["relative-json-pointer", text(["0", "1/a", "0#"], undefined, ["0/", "a", ""])],
  ["byte", text(["AAAA", "QQ==", "QUI="], undefined, ["", "AAAA", ""])],
  // `float` and `double` accept every number.
  ["int32", number({ type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 })],
  ["int64", number({ type: "integer" })],
]);

/** Undefined for a format that accepts everything: unknown ones, and those that are but a hint. */
export function findFormat(name: string): Format | undefined {
  return formats.get(name);
}

export function findTextFormat(name: string): TextFormat | undefined {
  const format = findFormat(name);
  return format?.type === "string" ? format : undefined;
}

/** Formats, and what each of them is a part of. */
const inclusions: ReadonlyMap<string, readonly string[]> = new Map([
  ["uri", ["uri-reference"]],
  ["hostname", ["uri-reference"]],
  ["ipv4", ["hostname"]],
  ["date", ["hostname"]],
  ["date-time", ["iso-date-time"]],
  ["time", ["iso-time"]],
  ["int32", ["int64", "float", "double"]],
  ["int64", ["float", "double"]],
  ["float", ["double"]],
  ["double", ["float"]],
]);

/** Whether every value of one format is known to be one of another. */
export function formatIncludes(wider: string, narrower: string): boolean {
  return wider === narrower || (inclusions.get(narrower)?.includes(wider) ?? false);
}
