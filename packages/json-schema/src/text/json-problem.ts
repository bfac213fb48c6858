/** Where a text stops being JSON, and what is wrong there. */
export interface JsonProblem {
  readonly reason: string;
  /** In UTF-16 units from its start. */
  readonly offset: number;
}

/** What has to come next. */
type Awaited = "value" | "value or end" | "name" | "name or end" | "colon" | "comma or end" | "nothing";

const space = /[ \t\n\r]*/y;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const word = /[^\s"{}[\],:]{1,40}|./suy;
const escaped = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;

/**
 * The first thing that keeps a text from being JSON; undefined if it is JSON. The engine's own messages name no place in
 * most cases, and differ from version to version. Source: RFC 8259.
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const open: ("{" | "[")[] = [];
  let awaited: Awaited = "value";
  let at = 0;
  for (;;) {
    at = matchAt(space, text, at) ?? at;
    const next = text[at];
    if (awaited === "nothing") {
      return next === undefined
        ? undefined
        : { reason: "something follows the end of the value", offset: at };
    }
    if (next === undefined) return endsEarly(text, open.at(-1));
    const holder = open.at(-1);
    const isEnd = (next === "}" && holder === "{") || (next === "]" && holder === "[");
    if (isEnd && awaited.endsWith("end")) {
      open.pop();
      at++;
      awaited = afterValue(open);
      continue;
    }
    if (awaited === "colon" || awaited === "comma or end") {
      if (next !== (awaited === "colon" ? ":" : ",")) return { reason: missing(awaited, holder), offset: at };
      at++;
      awaited = awaited === "colon" || holder === "[" ? "value" : "name";
      continue;
    }
    const isName = awaited.startsWith("name");
    if (next === '"') {
      const end = endOfText(text, at);
      if (typeof end !== "number") return end;
      at = end;
      awaited = isName ? "colon" : afterValue(open);
      continue;
    }
    if (isName) return { reason: `a name in double quotes is expected, not ${quoted(text, at)}`, offset: at };
    if (next === "{" || next === "[") {
      open.push(next);
      at++;
      awaited = next === "{" ? "name or end" : "value or end";
      continue;
    }
    const end = matchAt(scalar, text, at);
    if (end === undefined) return { reason: `a value is expected, not ${quoted(text, at)}`, offset: at };
    at = end;
    awaited = afterValue(open);
  }
}

function afterValue(open: readonly string[]): Awaited {
  return open.length === 0 ? "nothing" : "comma or end";
}

function missing(awaited: "colon" | "comma or end", holder: string | undefined): string {
  return awaited === "colon"
    ? "“:” is missing after a name"
    : `“,” or “${holder === "{" ? "}" : "]"}” is missing`;
}

function endsEarly(text: string, holder: string | undefined): JsonProblem {
  if (text.trim() === "") return { reason: "it is empty", offset: 0 };
  const what = holder === undefined ? "its value is complete" : `“${holder}” is closed`;
  return { reason: `it ends before ${what}`, offset: text.length };
}

/** The end of a quoted string, or what is wrong in it. */
function endOfText(text: string, start: number): number | JsonProblem {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20)
      return { reason: "a quoted string contains a line break or control character", offset: at };
    if (code !== 0x5c) continue;
    const end = matchAt(escaped, text, at);
    if (end === undefined)
      return { reason: `${JSON.stringify(text.slice(at, at + 2))} is not a valid escape`, offset: at };
    at = end - 1;
  }
  return { reason: "a quoted string is not closed", offset: start };
}

/** Where a match at a place ends. */
function matchAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function quoted(text: string, at: number): string {
  return `“${text.slice(at, matchAt(word, text, at) ?? at + 1)}”`;
}
