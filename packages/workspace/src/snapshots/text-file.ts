import { isUtf8 } from "node:buffer";
import type { Content } from "@addendum/schema-repository";

/** The text of a file's bytes: UTF-8, without the byte order mark. */
export function decode(bytes: Buffer): Content {
  if (!isUtf8(bytes)) return { kind: "unreadable", reason: "it is not UTF-8 text" };
  return withoutMark(bytes.toString("utf8"));
}

export function withoutMark(text: string): Content {
  return { kind: "text", text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}
