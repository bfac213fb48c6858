const token =
  /[ \t\n\r]*(?:("(?:[^"\\\p{Cc}]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{},:]))/uy;

/** What may come next in a JSON text. */
type Next = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "nothing";

/**
 * Where a text stops being JSON, in UTF-16 units; its length where only its end is missing. V8 says so for some mistakes
 * and not for others.
 */
export function findJsonMistake(text: string): number {
  const open: ("[" | "{")[] = [];
  let next: Next = "value";
  let at = 0;
  const afterValue = (): Next => (open.length === 0 ? "nothing" : "comma or end");
  for (;;) {
    token.lastIndex = at;
    const found = token.exec(text);
    const start = at + (/[ \t\n\r]*/y.exec(text.slice(at, at + 100_000))?.[0].length ?? 0);
    if (found === null) return start;
    const [, quoted, plain, sign] = found;
    const isValue = next === "value" || next === "value or end";
    if (quoted !== undefined) {
      if (next === "key" || next === "key or end") next = "colon";
      else if (isValue) next = afterValue();
      else return start;
    } else if (plain !== undefined) {
      if (!isValue) return start;
      next = afterValue();
    } else if (sign === "[" || sign === "{") {
      if (!isValue) return start;
      open.push(sign);
      next = sign === "[" ? "value or end" : "key or end";
    } else if (sign === "]" || sign === "}") {
      const isEnd = next === "comma or end" || next === (sign === "]" ? "value or end" : "key or end");
      if (!isEnd || open.pop() !== (sign === "]" ? "[" : "{")) return start;
      next = afterValue();
    } else if (sign === "," && next === "comma or end") next = open.at(-1) === "[" ? "value" : "key";
    else if (sign === ":" && next === "colon") next = "value";
    else return start;
    at = token.lastIndex;
  }
}
