/**
 * Where pages are, below the site's root. A title's pages lie below `schema/<title>/`; what belongs to a title beside
 * its own page is below `-/` in there, which no title is called.
 */
export type Address = string;

/** A name that a directory and a URL may have as it is. Others are written in hexadecimal, after a dash. */
const plain = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

export function segmentOf(name: string): string {
  if (plain.test(name) && !name.endsWith(".html")) return name;
  return `-${Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function pathOf(title: string): string {
  return title.split("/").map(segmentOf).join("/");
}

export function titleAddress(title: string): Address {
  return `schema/${pathOf(title)}/`;
}

/** So many of a title's newest versions have an anchor on its page, however many are folded. */
export const linkedVersions = 20;

/** The anchor of a version on its title's page. */
export function versionAnchor(version: string): string {
  return `version-${version}`;
}

/** A part of a title's page that is too long for it. */
export function partAddress(title: string, part: string, page = 1): Address {
  return `${titleAddress(title)}-/${part}/${page === 1 ? "" : `${page}/`}`;
}

/** The page of two versions. */
export function pairAddress(title: string, old: string, newer: string): Address {
  return `${titleAddress(title)}-/${old}..${newer}/`;
}

/** The address of the data with which the browser compares two versions of a title. */
export function versionsAddress(title: string): Address {
  return `${titleAddress(title)}-/versions.json`;
}

export function namespaceAddress(namespace: string, page = 1): Address {
  // No name is written as a dash alone.
  const segment = namespace === "" ? "-" : segmentOf(namespace);
  return `namespace/${segment}/${page === 1 ? "" : `${page}/`}`;
}

/** A file of the machine's layout; names are what they are on disk. */
export function fileAddress(repository: string, title: string, name: string): Address {
  const path = [...title.split("/"), name].map(encodeURIComponent).join("/");
  return `repositories/${encodeURIComponent(repository)}/jsonschema/${path}`;
}

/** The way from a page up to the site's root: `../../`; `./` from the root itself. */
export function rootFrom(page: Address): string {
  return "../".repeat(page.split("/").length - 1) || "./";
}

/** The first name of a title; empty where it is the only one. */
export function namespaceOf(title: string): string {
  return title.slice(0, Math.max(0, title.indexOf("/")));
}
