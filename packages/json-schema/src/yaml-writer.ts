import yaml from "js-yaml";
import { type Data, type DataObject, isArray } from "./data.ts";

/**
 * Writes data as js-yaml 3.x dumps it with its defaults. Layout is put together here, and every scalar that
 * is more than plain words comes from js-yaml itself, once: files of one repository repeat the same keys and texts, and
 * deciding how to quote them is most of what a dump costs. A property test holds it to js-yaml's own text.
 * @returns undefined for what only js-yaml writes here: objects that stand in two places, very long keys, deep nesting
 */
export function writeYaml(data: Data, compareKeys: CompareKeys): string | undefined {
  const writer = new Writer(compareKeys);
  try {
    writer.write(data, 0, true);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
  return `${writer.text}\n`;
}

class NotPlain extends Error {}

/** Keys beyond this are written with a `?` on a line of their own. */
const keyLimit = 500;
const levelLimit = 500;

type CompareKeys = (a: string, b: string) => number;

class Writer {
  text = "";
  /** What was written: an object that stands in a second place is written with an anchor. */
  private readonly written = new Set<object>();
  private readonly compareKeys: CompareKeys;

  constructor(compareKeys: CompareKeys) {
    this.compareKeys = compareKeys;
  }

  /** @param continues whether the node's first line continues the line that is begun */
  write(data: Data, level: number, continues: boolean): void {
    if (typeof data === "string") this.text += writeText(data, level);
    else if (typeof data !== "object" || data === null || data instanceof Date)
      this.text += writeScalar(data);
    else this.writeCollection(data, level, continues);
  }

  private writeCollection(data: readonly Data[] | DataObject, level: number, continues: boolean): void {
    if (level > levelLimit || this.written.has(data)) throw new NotPlain();
    this.written.add(data);
    if (isArray(data)) this.writeList(data, level, continues);
    else this.writeObject(data, level, continues);
  }

  private writeList(list: readonly Data[], level: number, continues: boolean): void {
    if (list.length === 0) this.text += "[]";
    let begin = continues ? "- " : `${newline(level)}- `;
    for (const item of list) {
      this.text += begin;
      begin = `${newline(level)}- `;
      this.write(item, level + 1, true);
    }
  }

  private writeObject(object: DataObject, level: number, continues: boolean): void {
    const keys = inOrder(Object.keys(object), this.compareKeys);
    if (keys.length === 0) this.text += "{}";
    let begin = continues ? "" : newline(level);
    for (const key of keys) {
      const value = object[key] as Data;
      this.text += begin + writeKey(key) + (isBlock(value) ? ":" : ": ");
      begin = newline(level);
      this.write(value, level + 1, false);
    }
  }
}

/** Whether a value begins on the line after its key. */
function isBlock(value: Data): boolean {
  if (typeof value !== "object" || value === null || value instanceof Date) return false;
  return isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

const newlines: string[] = [];

function newline(level: number): string {
  return (newlines[level] ??= `\n${"  ".repeat(level)}`);
}

/** Lists of keys, as they were met → in order: most objects of a repository have the keys of many others. */
const orders = new Map<string, readonly string[]>();
const rememberedOrders = 5000;

function inOrder(keys: readonly string[], compareKeys: CompareKeys): readonly string[] {
  if (keys.length < 2) return keys;
  const list = keys.join("\0");
  let ordered = orders.get(list);
  if (ordered === undefined) {
    if (orders.size >= rememberedOrders) orders.clear();
    ordered = [...keys].sort(compareKeys);
    orders.set(list, ordered);
  }
  return ordered;
}

const keys = new Map<string, string>();

function writeKey(key: string): string {
  let text = keys.get(key);
  if (text === undefined) {
    if (key.length > keyLimit) throw new NotPlain();
    text = isPlain(key) ? key : dump({ [key]: 0 }).slice(0, -": 0".length);
    keys.set(key, text);
  }
  return text;
}

/** Texts up to this length fit on one line at every level, so they are written the same everywhere. */
const narrowest = 40;
/** Indent → text → how it is written there. */
const texts = new Map<number, Map<string, string>>();

function writeText(data: string, level: number): string {
  // How wide a folded text may be follows from how far it is indented.
  const width =
    data.length <= narrowest && !data.includes("\n") ? 0 : Math.max(narrowest, 80 - 2 * Math.max(1, level));
  const indent = width === 0 ? 0 : 2 * Math.max(1, level);
  let written = texts.get(indent);
  if (written === undefined) {
    written = new Map();
    texts.set(indent, written);
  }
  let text = written.get(data);
  if (text === undefined) {
    const isShort = data.length <= (width || narrowest);
    text = isShort && isPlain(data) ? data : dump(data, width === 0 ? 80 : width + 2);
    if (/^[|>]/.test(text)) text = text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(Math.max(0, indent - 2))}`);
    written.set(data, text);
  }
  return text;
}

/** Begins with a letter, and holds nothing that could mean more than itself. */
const plain = /^[A-Za-z](?:[\w ()./;=+'"-]*[\w()./;=+'"-])?$/;
const otherThanText = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);

/** Whether a text that fits on a line is surely written as it is: js-yaml takes a while to find that out. */
function isPlain(text: string): boolean {
  return plain.test(text) && !(text.length <= 5 && otherThanText.has(text.toLowerCase()));
}

function writeScalar(data: null | boolean | number | Date): string {
  if (Number.isSafeInteger(data) && !Object.is(data, -0)) return String(data);
  return dump(data);
}

function dump(data: Data, lineWidth = 80): string {
  return yaml.dump(data, { lineWidth }).slice(0, -1);
}
