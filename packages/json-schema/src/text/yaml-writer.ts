import yaml from "js-yaml";
import { type Data, type DataObject, isArray } from "../data/data.ts";
import { Memo } from "../data/memo.ts";

/** Keys beyond this are written with a `?` on a line of their own. */
const keyLimit = 500;
const levelLimit = 500;

type CompareKeys = (a: string, b: string) => number;

/**
 * Writes data as js-yaml 3.x dumps it with its defaults. Layout is put together here, and every scalar that
 * is more than plain words comes from js-yaml itself, once: files of one repository repeat the same keys and texts, and
 * deciding how to quote them is most of what a dump costs. A property test holds it to js-yaml's own text.
 */
export class YamlWriter {
  private readonly newlines = new Memo((level: number) => `\n${"  ".repeat(level)}`);
  private readonly keys = new Memo(keyAsWritten);
  /** Indent → text → how it is written there. */
  private readonly texts = new Memo(
    (indent: number) => new Memo((text: string) => textAsWritten(text, indent)),
  );
  private readonly orders: KeyOrders;

  constructor(compareKeys: CompareKeys) {
    this.orders = new KeyOrders(compareKeys);
  }

  /**
   * @returns undefined for what only js-yaml writes here: objects that are in two places, very long keys, deep nesting
   */
  write(data: Data): string | undefined {
    const document = new Document(this);
    try {
      document.write(data, 0, true);
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
    return `${document.text}\n`;
  }

  newline(level: number): string {
    return this.newlines.of(level);
  }

  keysInOrder(object: DataObject): readonly string[] {
    return this.orders.of(Object.keys(object));
  }

  key(key: string): string {
    return this.keys.of(key);
  }

  text(text: string, level: number): string {
    // A string that fits on one line at every level is written the same everywhere.
    const isNarrow = text.length <= narrowest && !text.includes("\n");
    return this.texts.of(isNarrow ? 0 : 2 * Math.max(1, level)).of(text);
  }
}

/** Lists of keys, as they were met → in order: most objects of a repository have the keys of many others. */
class KeyOrders {
  private readonly known = new Memo((joined: string) => joined.split(separator).sort(this.compareKeys), 5000);
  private readonly compareKeys: CompareKeys;

  constructor(compareKeys: CompareKeys) {
    this.compareKeys = compareKeys;
  }

  of(keys: readonly string[]): readonly string[] {
    if (keys.length < 2) return keys;
    const ordered = this.known.of(keys.join(separator));
    // Where a key contains the separator, it was taken apart.
    return ordered.length === keys.length ? ordered : [...keys].sort(this.compareKeys);
  }
}

const separator = "\0";

class NotPlain extends Error {}

/** One document while it is written. */
class Document {
  text = "";
  /** What was written: an object that is in a second place is written with an anchor. */
  private readonly written = new Set<object>();
  private readonly writer: YamlWriter;

  constructor(writer: YamlWriter) {
    this.writer = writer;
  }

  /** @param continues whether the node's first line continues the line that is begun */
  write(data: Data, level: number, continues: boolean): void {
    if (typeof data === "string") this.text += this.writer.text(data, level);
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
    const next = `${this.writer.newline(level)}- `;
    let begin = continues ? "- " : next;
    for (const item of list) {
      this.text += begin;
      begin = next;
      this.write(item, level + 1, true);
    }
  }

  private writeObject(object: DataObject, level: number, continues: boolean): void {
    const keys = this.writer.keysInOrder(object);
    if (keys.length === 0) this.text += "{}";
    const next = this.writer.newline(level);
    let begin = continues ? "" : next;
    for (const key of keys) {
      const value = object[key] as Data;
      this.text += begin + this.writer.key(key) + (isBlock(value) ? ":" : ": ");
      begin = next;
      this.write(value, level + 1, false);
    }
  }
}

/** Whether a value begins on the line after its key. */
function isBlock(value: Data): boolean {
  if (typeof value !== "object" || value === null || value instanceof Date) return false;
  return isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function keyAsWritten(key: string): string {
  if (key.length > keyLimit) throw new NotPlain();
  return isPlain(key) ? key : dump({ [key]: 0 }).slice(0, -": 0".length);
}

/** Texts up to this length fit on one line at every level. */
const narrowest = 40;

/** @param indent 0 for a string that fits on one line everywhere */
function textAsWritten(text: string, indent: number): string {
  // How wide a folded text may be follows from how far it is indented.
  const width = Math.max(narrowest, 80 - indent);
  if (text.length <= (indent === 0 ? narrowest : width) && isPlain(text)) return text;
  const written = dump(text, indent === 0 ? 80 : width + 2);
  if (!/^[|>]/.test(written)) return written;
  return written.replace(/\n(?=[^\n])/g, `\n${" ".repeat(Math.max(0, indent - 2))}`);
}

/** Begins with a letter, and contains nothing that could mean more than itself. */
const plain = /^[A-Za-z](?:[\w ()./;=+'"-]*[\w()./;=+'"-])?$/;
const otherThanText = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);

/** Whether a string that fits on a line is surely written as it is: js-yaml takes a while to find that out. */
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
