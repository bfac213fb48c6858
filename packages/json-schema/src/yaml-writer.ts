import yaml from "js-yaml";
import { type Data, type DataObject, isArray } from "./data.ts";

/**
 * Writes data as js-yaml 3.x dumps it with its defaults. Layout is put together here, and every scalar comes from
 * js-yaml itself, once: files of one repository repeat the same keys and texts, and deciding how to quote them is
 * most of what a dump costs. A property test holds it to js-yaml's own text.
 * @param data shares no objects
 */
export function writeYaml(data: Data, compareKeys: (a: string, b: string) => number): string {
  const text = writeNode(data, 0, false, compareKeys);
  return `${text.startsWith("\n") ? text.slice(1) : text}\n`;
}

/** @param compact the node's first line continues the line of a `-` */
function writeNode(
  data: Data,
  level: number,
  compact: boolean,
  compareKeys: (a: string, b: string) => number,
): string {
  if (typeof data === "string") return writeText(data, level);
  if (typeof data !== "object" || data === null || data instanceof Date) return writeScalar(data);
  let result = "";
  const newline = `\n${"  ".repeat(level)}`;
  if (isArray(data)) {
    if (data.length === 0) return "[]";
    for (const item of data) {
      if (!compact || result !== "") result += newline;
      const text = writeNode(item, level + 1, true, compareKeys);
      result += text.startsWith("\n") ? `-${text}` : `- ${text}`;
    }
    return result;
  }
  const keys = Object.keys(data);
  if (keys.length === 0) return "{}";
  for (const key of inOrder(keys, compareKeys)) {
    if (!compact || result !== "") result += newline;
    const text = writeNode((data as DataObject)[key] as Data, level + 1, false, compareKeys);
    result += writeKey(key) + (text.startsWith("\n") ? `:${text}` : `: ${text}`);
  }
  return result;
}

/** Lists of keys, as they were met → in order: most objects of a repository have the keys of many others. */
const orders = new Map<string, readonly string[]>();
const rememberedOrders = 5000;

function inOrder(keys: readonly string[], compareKeys: (a: string, b: string) => number): readonly string[] {
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
    text = dump({ [key]: 0 }).slice(0, -": 0".length);
    keys.set(key, text);
  }
  return text;
}

/** Keys beyond this are written with a `?` on a line of their own, which only js-yaml does here. */
export const keyLimit = 500;

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
    text = dump(data, width === 0 ? 80 : width + 2);
    if (/^[|>]/.test(text)) text = text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(Math.max(0, indent - 2))}`);
    written.set(data, text);
  }
  return text;
}

function writeScalar(data: null | boolean | number | Date): string {
  if (Number.isSafeInteger(data) && !Object.is(data, -0)) return String(data);
  return dump(data);
}

function dump(data: Data, lineWidth = 80): string {
  return yaml.dump(data, { lineWidth }).slice(0, -1);
}
