/** Random bytes; where nothing better is there, they can be guessed, which harms no identifier of an event. */
function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  if (typeof crypto === "object" && typeof crypto.getRandomValues === "function") {
    return crypto.getRandomValues(bytes);
  }
  return bytes.map(() => Math.floor(Math.random() * 256));
}

/** Random bytes in hexadecimal. */
function randomHex(bytes: number): string {
  return [...randomBytes(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Random, version 4. Pages that were not loaded securely have no `randomUUID`. */
export function uuid(): string {
  if (typeof crypto === "object" && typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const text = randomHex(16);
  const variant = "89ab"[Number.parseInt(text[16] as string, 16) & 3] as string;
  const marked = `${text.slice(0, 12)}4${text.slice(13, 16)}${variant}${text.slice(17)}`;
  return marked.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A random identifier of a session or page view: 80 bits, 20 hexadecimal digits. */
export function token(): string {
  return randomHex(10);
}

const sessionKey = "addendum.session";
let sessionHere: string | undefined;

/** The session's token: stored in the tab's session storage, if the browser has one. */
export function sessionToken(): string {
  try {
    const stored = sessionStorage.getItem(sessionKey);
    if (stored !== null) return stored;
    sessionStorage.setItem(sessionKey, (sessionHere ??= token()));
  } catch {
    // No browser, or one that stores nothing.
  }
  return (sessionHere ??= token());
}

let pageview: string | undefined;

/** The token of this load of the page, or of this process. */
export function pageviewToken(): string {
  return (pageview ??= token());
}
