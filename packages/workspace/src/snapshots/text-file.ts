import { isUtf8 } from "node:buffer";
import type { Content } from "@addendum/schema-repository";

export type DecodedText = Extract<Content, { readonly kind: "text" | "unreadable" }>;

/** The text of a file's bytes: UTF-8, without the byte order mark; or why they are none, and what to do. */
export function decode(bytes: Buffer): DecodedText {
  if (!isUtf8(bytes)) return { kind: "unreadable", reason: problemOf(bytes) };
  return withoutMark(bytes.toString("utf8"));
}

export function withoutMark(text: string): DecodedText {
  return { kind: "text", text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

/** Why bytes that are not UTF-8 cannot be read. Sources: RFC 1952 (gzip), PKWARE APPNOTE (ZIP), Unicode 2.13. */
function problemOf(bytes: Buffer): string {
  const starts = (...first: readonly number[]) => first.every((byte, index) => bytes[index] === byte);
  if (starts(0x1f, 0x8b))
    return "it is compressed with gzip; decompress it first, for example with gunzip -k";
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "it is a ZIP archive; unpack it first";
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return "it is UTF-16 text; save it as UTF-8";
  return "it is not UTF-8 text";
}
