import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A link that leads nowhere. */
export interface BrokenLink {
  readonly page: string;
  readonly link: string;
}

/** Follows every link of a site from its first page, fragments included. */
export function crawl(
  site: string,
  start = "/",
): { readonly pages: readonly string[]; readonly broken: readonly BrokenLink[] } {
  const seen = new Set<string>([start]);
  const queue = [start];
  const broken: BrokenLink[] = [];
  const ids = new Map<string, ReadonlySet<string>>();
  for (let at = 0; at < queue.length; at++) {
    const page = queue[at] as string;
    const file = fileOf(site, page);
    if (file === undefined || !file.endsWith(".html")) continue;
    const text = readFileSync(file, "utf8");
    for (const [, quoted = ""] of text.matchAll(/ (?:href|src|action)="([^"]*)"/g)) {
      const link = unescape(quoted);
      if (/^(https?|mailto):/.test(link)) continue;
      const target = new URL(link, `http://site${page}`);
      if (target.host !== "site") {
        broken.push({ page, link });
        continue;
      }
      const path = target.pathname;
      const found = fileOf(site, path);
      if (found === undefined || !isThere(found, target.hash, ids)) broken.push({ page, link });
      else if (!seen.has(path)) {
        seen.add(path);
        queue.push(path);
      }
    }
  }
  return { pages: queue, broken };
}

function isThere(file: string, hash: string, ids: Map<string, ReadonlySet<string>>): boolean {
  if (hash === "" || !file.endsWith(".html")) return true;
  let known = ids.get(file);
  if (known === undefined) {
    known = new Set(
      [...readFileSync(file, "utf8").matchAll(/ id="([^"]*)"/g)].map(([, id = ""]) => unescape(id)),
    );
    ids.set(file, known);
  }
  return known.has(decodeURIComponent(hash.slice(1))) || known.has(hash.slice(1));
}

function fileOf(site: string, path: string): string | undefined {
  const file = join(site, decodeURIComponent(path));
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return file;
  const index = join(file, "index.html");
  return path.endsWith("/") && existsSync(index) ? index : undefined;
}

function unescape(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
