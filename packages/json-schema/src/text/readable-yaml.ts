import { type Data, isArray, isObject, setOwn } from "../data/data.ts";
import { toYaml } from "./serialize.ts";

/** What is not seen when it is printed, or breaks a line: controls, separators, marks, and halves of characters. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\u0085\u00A0]/u;

/**
 * YAML for people, in which a text with invisible characters is one line of JSON: `"\n"`, not a block, and `"\u2028"`,
 * not `"\L"`. Not what files contain.
 */
export function toReadableYaml(data: Data): string {
  const held = new Map<string, string>();
  // Stands for a text while the rest is written; a plain word, so that YAML writes it as it is.
  let word = "text";
  while (JSON.stringify(data)?.includes(word)) word += "x";
  const hold = (text: string): string => {
    if (!unseen.test(text)) return text;
    const token = `${word}${String.fromCharCode(...[...String(held.size)].map((digit) => 65 + Number(digit)))}y`;
    held.set(token, asJson(text));
    return token;
  };
  const replaced = replaceTexts(data, hold);
  // The copy, because YAML writes a value that is there twice as an anchor and an alias.
  return toYaml(replaced).replaceAll(new RegExp(`${word}[A-J]+y`, "g"), (token) => held.get(token) ?? token);
}

function replaceTexts(data: Data, hold: (text: string) => string): Data {
  if (typeof data === "string") return hold(data);
  if (isArray(data)) return data.map((item) => replaceTexts(item, hold));
  if (!isObject(data)) return data;
  const copy: Record<string, Data> = {};
  for (const [key, value] of Object.entries(data)) setOwn(copy, hold(key), replaceTexts(value, hold));
  return copy;
}

function asJson(text: string): string {
  return JSON.stringify(text).replaceAll(new RegExp(unseen, "gu"), (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
