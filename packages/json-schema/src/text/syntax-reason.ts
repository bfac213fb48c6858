/**
 * The mistake in a string that is not YAML, in words for its author. The parser's own words name its grammar; a
 * reason that is not listed here is returned as the parser gives it.
 * @param reason what js-yaml says
 * @param offset where it says so
 */
export function syntaxReason(reason: string, text: string, offset: number): string {
  for (const [pattern, say] of reasons) {
    const match = pattern.exec(reason);
    if (match !== null) return typeof say === "string" ? say : say(text, offset, match);
  }
  return reason;
}

type Say = (text: string, offset: number, match: RegExpExecArray) => string;

const reasons: readonly (readonly [RegExp, string | Say])[] = [
  [/^duplicated mapping key$/, (text, offset) => `the key “${keyAt(text, offset)}” appears twice`],
  [
    /^incomplete explicit mapping pair/,
    (text, offset) =>
      /^[^\n]*\S/.test(lineBefore(text, offset))
        ? "there is a second “:” in this line; a string that contains “: ” must be in quotes"
        : "there is no key before this “:”",
  ],
  [
    /^bad indentation of a mapping entry$/,
    "this line is not indented like the other keys beside it, or the value before it is already complete",
  ],
  [/^bad indentation of a sequence entry$/, "this line is not indented like the other items of its list"],
  [
    /^missed comma between flow collection entries$/,
    "a comma, or the end of a { or [ before this place, is missing",
  ],
  [/^unexpected end of the stream within a flow collection$/, "a { or [ is not closed"],
  [
    /^unexpected end of the (?:stream|document) within a (?:single|double) quoted scalar$/,
    "a quoted string is not closed",
  ],
  [
    /^can ?not read an? (?:block|implicit) mapping/,
    "this line is neither “key: value” nor part of the value before it",
  ],
  [
    /^unknown escape sequence$/,
    "this escape does not exist in double quotes; write “\\\\” for a backslash, or use single quotes",
  ],
  [/^a whitespace character is expected after the key-value separator/, "a space is missing after “:”"],
  [
    /^unidentified alias "(.*)"$/,
    (_, __, [, name = ""]) =>
      `there is no anchor “&${name}”; a string that begins with “*” must be in quotes`,
  ],
  [/^name of an alias node/, "a string that begins with “*” must be in quotes"],
  [/^name of an anchor node/, "a string that begins with “&” must be in quotes"],
  [
    /^unknown tag !<(.*)>$/,
    (_, __, [, name = ""]) => `there is no tag “${name}”; a string that begins with “!” must be in quotes`,
  ],
  [/^the stream contains non-printable characters$/, "there is a control character before this place"],
  [/^expected a single document/, "there are several documents, separated by “---”, but only one is allowed"],
  [
    /^end of the stream or a document separator is expected$/,
    (text, offset) =>
      /[@`%]/.test(text[offset] ?? "")
        ? `a string that begins with “${text[offset]}” must be in quotes`
        : "this does not belong to what is before it; check the brackets, the indentation and the space after “:”",
  ],
];

function keyAt(text: string, offset: number): string {
  const [, quoted, plain] = /^(?:["']([^"'\n]*)["']|([^:\n]*?)\s*:)/.exec(text.slice(offset)) ?? [];
  return quoted ?? plain ?? "";
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
}
