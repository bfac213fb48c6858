import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { Random } from "./random.ts";

/** A request as bytes, and which of the kinds that {@link randomRequest} knows are in it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly bytes: Buffer;
  /** What is unusual about it: names that known-differences.json refers to. */
  readonly kinds: ReadonlySet<string>;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const eventPaths = ["/v1/events", "/v1/events/", "/V1/EVENTS", "/v1/Events/", "/V1/events?", "/v1/events#x"];
const queries = ["", "?hasty=true", "?hasty=", "?hasty=0", "?hasty=false&x=1", "?hasty", "?HASTY=1", "?x"];
const otherPaths = [
  "/",
  "/?spec",
  "/?SPEC",
  "/robots.txt",
  "/robots.txt/",
  "/ROBOTS.TXT",
  "/_info",
  "/_info/",
  "/_INFO",
  "/_info/name",
  "/_info/version/",
  "/_info/Home",
  "/_info/none",
  "/v1",
  "/v1/",
  "/v1//events",
  "/v1/events/x",
  "/v1/_test/events",
  "/v2/events",
  "/%76%31/events",
  "/nothing",
];
const methods = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];
const jsonTypes = [
  "application/json",
  "application/json",
  "application/json",
  "text/plain",
  "text/plain;charset=UTF-8",
  "application/reports+json",
  "Application/JSON",
  "application/json; charset=utf-8",
  'application/json; charset="UTF-8"',
  "application/json ; charset=utf-8",
];
const otherTypes = [
  undefined,
  "",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/octet-stream",
  "application/cloudevents+json",
  "text/html",
  "json",
  "application/json, text/plain",
  "*/*",
];
const charsets = ["utf-16", "iso-8859-1", "latin1", "utf8", "us-ascii", "nonsense"];

/**
 * A random request, mostly with events.
 * @param examples valid events
 */
export function randomRequest(random: Random, examples: readonly Json[]): WireRequest {
  const kinds = new Set<string>();
  const isForEvents = random.chance(0.85);
  const method = isForEvents && random.chance(0.92) ? "POST" : random.pick(["POST", ...methods]);
  const path = isForEvents
    ? (random.chance(0.6) ? "/v1/events" : random.pick(eventPaths)) +
      (random.chance(0.7) ? "" : random.pick(queries))
    : random.pick(otherPaths);
  const hasBody = method === "POST" || (method !== "HEAD" && random.chance(0.2));
  const text = hasBody ? randomBody(random, examples, kinds) : "";
  const headers: [string, string][] = [["Host", "localhost"]];
  let type: string | undefined = random.pick(jsonTypes);
  if (random.chance(0.12)) {
    type = random.pick(otherTypes);
    kinds.add("content type");
  } else if (random.chance(0.04)) {
    const charset = random.pick(charsets);
    type = `${type.split(";")[0] ?? ""}; charset=${charset}`;
    kinds.add(`charset ${charset}`);
  }
  if (hasBody && type !== undefined) headers.push(["Content-Type", type]);
  if (random.chance(0.2)) headers.push(["Origin", "https://example.org"]);
  if (random.chance(0.1)) headers.push(["User-Agent", "x".repeat(random.below(600))]);
  if (random.chance(0.05)) headers.push(["X-Request-Id", "11111111-1111-4111-8111-111111111111"]);
  let body = Buffer.from(text, "utf8");
  if (hasBody && random.chance(0.2)) {
    const [encoding, encoded] = encode(random, body, kinds);
    headers.push(["Content-Encoding", encoding]);
    body = encoded;
  }
  if (path.includes("%")) kinds.add("escaped path");
  if (body.length > 95_000) kinds.add("large");
  if (body.length > 0 && (method === "GET" || method === "OPTIONS")) kinds.add("body of a GET");
  return { method, path, kinds, bytes: frame(random, method, path, headers, body) };
}

/** Head and body, in one piece or as a chunk. */
function frame(
  random: Random,
  method: string,
  path: string,
  headers: readonly (readonly [string, string])[],
  body: Buffer,
): Buffer {
  const isChunked = body.length > 0 && random.chance(0.15);
  const all: (readonly [string, string])[] = [...headers, ["Connection", "close"]];
  if (isChunked) all.push(["Transfer-Encoding", "chunked"]);
  else if (body.length > 0 || method === "POST") all.push(["Content-Length", String(body.length)]);
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
  if (!isChunked) return Buffer.concat([head, body]);
  const size = Buffer.from(`${body.length.toString(16)}\r\n`);
  return Buffer.concat([head, size, body, Buffer.from("\r\n0\r\n\r\n")]);
}

function encode(random: Random, body: Buffer, kinds: Set<string>): readonly [string, Buffer<ArrayBuffer>] {
  const plain = Buffer.from(body);
  switch (random.below(9)) {
    case 0:
      return ["", plain];
    case 1:
      return [random.pick(["identity", "Identity", "IDENTITY"]), plain];
    case 2:
      return [random.pick(["gzip", "GZIP"]), Buffer.from(gzipSync(body))];
    case 3:
      kinds.add("x-gzip");
      return [random.pick(["x-gzip", "X-GZip"]), Buffer.from(gzipSync(body))];
    case 4:
      return [random.pick(["deflate", "Deflate"]), Buffer.from(deflateSync(body))];
    case 5:
      kinds.add("br");
      return ["br", Buffer.from(brotliCompressSync(body))];
    case 6: {
      kinds.add("damaged encoding");
      const packed = gzipSync(body);
      return ["gzip", Buffer.from(packed.subarray(0, Math.max(1, random.below(packed.length))))];
    }
    case 7:
      kinds.add("damaged encoding");
      return ["gzip", plain];
    default:
      return [random.pick(["zstd", "gzip, gzip", "compress", "none"]), plain];
  }
}

function randomBody(random: Random, examples: readonly Json[], kinds: Set<string>): string {
  const count = random.chance(0.5) ? 1 : random.below(6);
  const events = Array.from({ length: count }, () => randomEvent(random, random.pick(examples), kinds));
  const text =
    count === 1 && random.chance(0.6)
      ? (events[0] as string)
      : `[${events.join(random.pick([",", ", ", ",\n"]))}]`;
  if (random.chance(0.93)) return text;
  return random.pick([
    () => "",
    () => " ",
    () => "null",
    () => '"text"',
    () => "5",
    () => "true",
    () => "{}",
    () => "[]",
    () => "[[]]",
    () => "[{}]",
    () => "{}}",
    () => text.slice(0, random.below(text.length)),
    () => `${text},`,
    () => ` \n\t${text}\n`,
    () => `\ufeff${text}`,
    () => text.replaceAll('"', "'"),
    () => `//x\n${text}`,
    () => `${"[".repeat(50)}${"]".repeat(50)}`,
    () => `{"$schema":"/t/1.0.0","fill":"${"x".repeat(random.pick([90_000, 102_000, 103_000, 300_000]))}"}`,
  ])();
}

/** The JSON of an event, mostly one of the examples with something changed. */
function randomEvent(random: Random, example: Json, kinds: Set<string>): string {
  if (random.chance(0.35)) return JSON.stringify(example);
  if (random.chance(0.06))
    return random.pick(["null", "1", '"x"', "[]", "{}", "true", "[[1]]", '{"$schema":5}']);
  if (random.chance(0.05)) {
    kinds.add("infinite");
    const number = random.pick(["1e400", "-1e400", "9e999"]);
    return `${JSON.stringify(example).slice(0, -1)},"beyond":${number}}`;
  }
  if (random.chance(0.05)) {
    const depth = random.pick([20, 40, 100, 3000]);
    if (depth >= 60) kinds.add("deep");
    return `${JSON.stringify(example).slice(0, -1)},"nested":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  }
  if (random.chance(0.04)) {
    kinds.add("own constructor");
    return `${JSON.stringify(example).slice(0, -1)},"__proto__":{"a":1},"constructor":2}`;
  }
  if (random.chance(0.03)) return `${JSON.stringify(example).slice(0, -1)},"meta":{"stream":"twice"}}`;
  return JSON.stringify(changed(random, example, random.below(3) + 1));
}

const values: readonly Json[] = [
  null,
  0,
  -1,
  1.5,
  1e21,
  9_007_199_254_740_992,
  "",
  "x",
  "😀",
  "2020-02-30T00:00:00Z",
  "2020-07-01T00:00:00Z",
  "http://[",
  "a".repeat(300),
  true,
  [],
  [1, 1],
  {},
  { a: { b: 1 } },
];

/** The same with a few members removed, replaced, renamed or added, anywhere. */
function changed(random: Random, value: Json, times: number): Json {
  let result = value;
  for (let time = 0; time < times; time++) result = changedOnce(random, result);
  return result;
}

function changedOnce(random: Random, value: Json): Json {
  if (typeof value !== "object" || value === null) return random.pick(values);
  const names = Object.keys(value);
  if (names.length === 0 || random.chance(0.1)) {
    return Array.isArray(value)
      ? [...(value as readonly Json[]), random.pick(values)]
      : {
          ...(value as object),
          [random.pick(["added", "$schema", "meta", "a b", "toString"])]: random.pick(values),
        };
  }
  const name = random.pick(names);
  const members = Object.entries(value) as [string, Json][];
  const next = members.flatMap(([own, member]): [string, Json][] => {
    if (own !== name) return [[own, member]];
    const way = random.below(5);
    if (way === 0) return [];
    if (way === 1) return [[own, random.pick(values)]];
    if (way === 2 && own === "$schema") {
      return [[own, random.pick(["/none/1.0.0", "/t/9.9.9", "t/1.0.0", "/t/1.0.0/", "/t/latest", "x", ""])]];
    }
    return [[own, changedOnce(random, member)]];
  });
  return Array.isArray(value) ? next.map(([, member]) => member) : Object.fromEntries(next);
}
