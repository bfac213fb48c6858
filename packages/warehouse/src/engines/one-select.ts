/** An engine's SQL, as far as it matters for where texts and comments end. */
interface Lexis {
  /** Whether a backslash in a text escapes what follows; `either`: that depends on a setting of the server. */
  readonly backslash: "never" | "always" | "either";
  /** What a double quote begins: a name, or a text. */
  readonly doubleQuote: "name" | "text";
  readonly comments: RegExp;
  /** Comments that the engine runs. */
  readonly runComments?: RegExp;
  /** Words that no query has outside of texts and names. */
  readonly forbidden: ReadonlySet<string>;
  /** Functions that reach beyond the tables. */
  readonly forbiddenFunctions: ReadonlySet<string>;
}

const lexes: Readonly<Record<string, Lexis>> = {
  trino: {
    backslash: "never",
    doubleQuote: "name",
    comments: /--[^\n\r]*|\/\*[^]*?\*\//y,
    forbidden: new Set(),
    forbiddenFunctions: new Set(),
  },
  // `WITH … INSERT` is one statement there.
  hive: {
    backslash: "always",
    doubleQuote: "text",
    comments: /--[^\n\r]*|\/\*[^]*?\*\//y,
    forbidden: new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "OVERWRITE", "INTO"]),
    forbiddenFunctions: new Set(["REFLECT", "REFLECT2", "JAVA_METHOD", "IN_FILE"]),
  },
  mariadb: {
    backslash: "either",
    doubleQuote: "text",
    // Two dashes are a comment only where a space follows.
    comments: /--(?=[\s\p{Cc}]|$)[^\n\r]*|#[^\n\r]*|\/\*(?!M?!)[^]*?\*\//uy,
    runComments: /\/\*M?!/y,
    forbidden: new Set(["INSERT", "UPDATE", "DELETE", "REPLACE", "INTO", "OUTFILE", "DUMPFILE", "LOCK"]),
    forbiddenFunctions: new Set(["LOAD_FILE", "NEXTVAL", "SETVAL", "SYS_EXEC", "SYS_EVAL"]),
  },
};

/** Words that are functions, too, where a parenthesis follows. */
const alsoFunctions = new Set(["INSERT", "REPLACE"]);

/**
 * Why a text is not one SELECT for an engine; undefined if it is. What engines read in different ways, by a setting
 * that is not known here, is refused.
 * @param engine `trino`, `hive` or `mariadb`
 */
export function whyNotOneSelect(engine: string, sql: string): string | undefined {
  const lexis = lexes[engine];
  if (lexis === undefined) return `queries for ${engine} are not supported`;
  const words: { readonly text: string; readonly isCalled: boolean }[] = [];
  let isOver = false;
  for (let at = 0; at < sql.length;) {
    const match = (pattern: RegExp) => {
      pattern.lastIndex = at;
      return pattern.exec(sql)?.[0];
    };
    const passed = match(/\s+/y) ?? match(lexis.comments);
    if (passed !== undefined) {
      at += passed.length;
      continue;
    }
    if (lexis.runComments !== undefined && match(lexis.runComments) !== undefined) {
      return "it has a comment that the engine would execute";
    }
    if (match(/\/\*/y) !== undefined) return "a comment in it is not closed";
    if (isOver) return "it is more than one statement";
    const quote = sql[at] as string;
    if (quote === "'" || quote === '"' || quote === "`") {
      const end = endOfQuoted(sql, at, lexis);
      if (typeof end === "string") return end;
      words.push({ text: "", isCalled: false });
      at = end;
      continue;
    }
    const word = match(/[\p{L}\p{N}_$@]+/uy);
    if (word !== undefined) {
      at += word.length;
      words.push({ text: word.toUpperCase(), isCalled: match(/\s*\(/y) !== undefined });
      continue;
    }
    if (quote === ";") isOver = true;
    else if (quote !== "(" || words.length > 0) words.push({ text: quote, isCalled: false });
    at++;
  }
  const first = words[0]?.text;
  if (first !== "SELECT" && first !== "WITH") return "it does not begin with SELECT";
  for (const { text, isCalled } of words) {
    if (isCalled && lexis.forbiddenFunctions.has(text)) return `${text} reads more than tables`;
    if (lexis.forbidden.has(text) && !(isCalled && alsoFunctions.has(text))) return `it has ${text}`;
  }
  return undefined;
}

/** The position after a quoted text or name; a text says why there is none. */
function endOfQuoted(sql: string, start: number, lexis: Lexis): number | string {
  const quote = sql[start] as string;
  const isText = quote === "'" || (quote === '"' && lexis.doubleQuote === "text");
  for (let at = start + 1; at < sql.length; at++) {
    const character = sql[at];
    if (character === "\\" && isText && lexis.backslash !== "never") {
      const next = sql[at + 1];
      if (lexis.backslash === "either" && (next === quote || next === "\\")) {
        return `a backslash before ${next === quote ? "a quote" : "another"} means different things on different servers; double the quotes instead`;
      }
      at++;
      continue;
    }
    if (character !== quote) continue;
    // A quote that is written twice is one of the text; read as two texts, it ends at the same place.
    if (sql[at + 1] === quote) at++;
    else return at + 1;
  }
  return "a string in it is not closed";
}
