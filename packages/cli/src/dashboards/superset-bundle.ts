import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";

// A separate bundle, so that no other command waits for it to load.
export { renderSuperset } from "@addendum/metrics/superset";

/** The same files give the same bytes, in any time zone: a ZIP knows no zones, and nothing before 1980. */
export function zip(files: readonly { readonly path: string; readonly text: string }[]): Buffer {
  const entries = Object.fromEntries(files.map(({ path, text }) => [path, strToU8(text)]));
  return Buffer.from(zipSync(entries, { mtime: new Date(1980, 0, 1) }));
}

/** Of the names of what is exported: random, and never to change. */
const namespace = "5f0c8a526f0b4d8e9a3e2d1f6c7b9e44";

/** A UUID that depends on a name alone. Source: RFC 9562, version 5. */
export function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(Buffer.from(namespace, "hex")).update(name).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex", 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
