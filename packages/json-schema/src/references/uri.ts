/** The parts of a URI reference, each without its delimiters; undefined: it is not there. Source: RFC 3986 §3. */
interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
}

/** Longer ones are not looked at: resolving each of many against a long one would take quadratic time. */
export const uriLengthLimit = 2048;

/** A reference cut at its first `#`; the fragment is undefined if there is none. */
export function splitFragment(reference: string): {
  readonly address: string;
  readonly fragment: string | undefined;
} {
  const hash = reference.indexOf("#");
  return hash === -1
    ? { address: reference, fragment: undefined }
    : { address: reference.slice(0, hash), fragment: reference.slice(hash + 1) };
}

/** Whether a reference means the same from everywhere. */
export function isAbsoluteUri(reference: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(reference);
}

/**
 * The URI that a reference names from a base, normalized, so that equal texts are what tells equal URIs. Where the base
 * itself is relative, the result is as well.
 * @param address a URI reference without a fragment
 * @param base the same; the empty text where there is none
 * Source: RFC 3986 §5.2 (resolution) and §6.2.2 (normalization).
 */
export function resolveUri(address: string, base: string): string {
  const reference = parse(address);
  if (reference.scheme !== undefined) return write(normalize(reference));
  const { scheme, ...from } = parseBase(base);
  if (reference.authority !== undefined) return write(normalize({ ...reference, scheme }));
  if (reference.path === "") {
    return write(normalize({ scheme, ...from, query: reference.query ?? from.query }));
  }
  const path = reference.path.startsWith("/") ? reference.path : merge(from, reference.path);
  return write(normalize({ scheme, authority: from.authority, path, query: reference.query }));
}

/** Most references are resolved from the base that the one before them had. */
let lastBase = { text: "", parts: parse("") };

function parseBase(base: string): UriParts {
  if (lastBase.text !== base) lastBase = { text: base, parts: parse(base) };
  return lastBase.parts;
}

function parse(reference: string): UriParts {
  // Source: RFC 3986, appendix B; what is before a colon and is not a scheme belongs to the path.
  const match = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?]*))?([^?]*)(?:\?(.*))?$/is.exec(reference);
  const [, scheme, authority, path = "", query] = match ?? [];
  return { scheme, authority, path, query };
}

function merge({ authority, path }: Omit<UriParts, "scheme">, reference: string): string {
  if (authority !== undefined && path === "") return `/${reference}`;
  return path.slice(0, path.lastIndexOf("/") + 1) + reference;
}

function normalize({ scheme, authority, path, query }: UriParts): UriParts {
  return {
    scheme: scheme?.toLowerCase(),
    authority: authority === undefined ? undefined : normalizeAuthority(authority),
    path: withoutDots(normalizeEscapes(path)),
    query: query === undefined ? undefined : normalizeEscapes(query),
  };
}

function normalizeAuthority(authority: string): string {
  const host = authority.lastIndexOf("@") + 1;
  return normalizeEscapes(authority.slice(0, host)) + normalizeEscapes(authority.slice(host).toLowerCase());
}

/** Escapes that need not be are written out; the digits of the others are written in capitals. */
function normalizeEscapes(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[a-z0-9._~-]/i.test(character) ? character : escape.toUpperCase();
  });
}

/** A relative path may still lead up from wherever it starts; an absolute one ends at the top. */
function withoutDots(path: string): string {
  if (!path.includes(".")) return path;
  const isAbsolute = path.startsWith("/");
  const segments = (isAbsolute ? path.slice(1) : path).split("/");
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === "..") {
      if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
      else if (!isAbsolute) kept.push("..");
      if (isLast) kept.push("");
    } else if (segment === ".") {
      if (isLast) kept.push("");
    } else {
      kept.push(segment);
    }
  }
  const joined = (isAbsolute ? "/" : "") + kept.join("/");
  // No path at all would name the base itself.
  return joined === "" ? "./" : joined;
}

function write({ scheme, authority, path, query }: UriParts): string {
  const start =
    (scheme === undefined ? "" : `${scheme}:`) + (authority === undefined ? "" : `//${authority}`);
  return start + unmistakable(path, start) + (query === undefined ? "" : `?${query}`);
}

/** A path whose beginning could be taken for a scheme or an authority gets a dot segment in front. */
function unmistakable(path: string, start: string): string {
  if (path.startsWith("//") && !start.includes("//")) return `/.${path}`;
  const [first = ""] = path.split("/", 1);
  return start === "" && first.includes(":") ? `./${path}` : path;
}
