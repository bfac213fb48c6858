import { readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../build/site-files.ts";
import { headersOf, pageHeaders, securityHeaders } from "../machine/headers.ts";

/** An answer over HTTP. */
export interface FileAnswer {
  readonly status: 200 | 301 | 304 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

const cors = { "access-control-allow-origin": "*" };

/**
 * Answers a request for a file of a site; undefined if there is none.
 * @param path of the request's URL
 * @param known what the client says it has: `If-None-Match`
 */
export function answerFile(site: string, path: string, known: string | undefined): FileAnswer | undefined {
  const name = fileName(path);
  if (name === undefined) return undefined;
  const stat = statOf(join(site, name));
  if (stat?.isDirectory() === true) {
    if (!path.endsWith("/")) {
      // Only the last name: whatever is before this server may have put names of its own before it.
      const last = path.slice(path.lastIndexOf("/") + 1);
      return { status: 301, headers: { location: `./${last}/` }, body: "" };
    }
    return send(site, `${name}index.html`, known);
  }
  return stat?.isFile() === true ? send(site, name, known) : undefined;
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined; // Its name is longer than any file's, or leads in a circle.
  }
}

/** The “not found” page. */
export function answerMissing(site: string): FileAnswer | undefined {
  const found = send(site, "404.html", undefined);
  return found && { ...found, status: 404, headers: { ...found.headers, "cache-control": "no-store" } };
}

function send(site: string, name: string, known: string | undefined): FileAnswer | undefined {
  let body: Buffer;
  try {
    body = readFileSync(join(site, name));
  } catch {
    return undefined; // It was removed this moment.
  }
  const { type, cache, isPage } = headersOf(name);
  const etag = `"${hashOf(body)}"`;
  const headers = {
    ...securityHeaders,
    ...(isPage && pageHeaders),
    ...(name.startsWith("repositories/") && cors),
    "content-type": type,
    "cache-control": cache,
    etag,
  };
  const isKnown = known
    ?.split(",")
    .some((one) => one.trim().replace(/^W\//, "") === etag || one.trim() === "*");
  return isKnown === true ? { status: 304, headers, body: "" } : { status: 200, headers, body };
}

/** A path below the site's root; undefined for what leads out of it, or is not for readers. */
function fileName(path: string): string | undefined {
  // No name holds a slash: one that is encoded would be another address of the same page, in which links lead astray.
  if (/%2f/i.test(path)) return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith("/") || /[\0\\]/.test(decoded)) return undefined;
  const names = decoded.slice(1).split("/");
  const isHidden = names.some(
    (name, index) => name.startsWith(".") || (name === "" && index < names.length - 1),
  );
  return isHidden ? undefined : decoded.slice(1);
}
