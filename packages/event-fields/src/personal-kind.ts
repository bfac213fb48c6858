/** What may say something about a person, by the words of a property's name. */
const kinds: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ["ip-address", ["ip", "client ip", "ip address", "remote addr"]],
  ["user-agent", ["user agent"]],
  [
    "user-id",
    [
      "user id",
      "user name",
      "user text",
      "username",
      "userid",
      "actor id",
      "actor name",
      "email",
      "email address",
      "phone",
      "phone number",
      "real name",
    ],
  ],
  [
    "session-token",
    ["session id", "session token", "pageview id", "app install id", "device id", "fingerprint"],
  ],
  ["edit-count", ["edit count", "user edit count", "edit count bucket"]],
  [
    "free-text",
    ["comment", "free text", "search query", "search term", "user input", "feedback", "message text"],
  ],
];

/** The same names come again and again. */
const known = new Map<string, string | undefined>();

/**
 * What a field is about that sounds like a person's data, as a kind of `privacy`: `ip-address`; undefined if it sounds
 * like nothing of the sort. It goes by whole words, so `ip` is heard and `ship` is not.
 * @param holder the name of the object that holds it
 */
export function personalKind(name: string, holder: string | undefined): string | undefined {
  const key = `${holder ?? ""}\0${name}`;
  if (!known.has(key)) {
    if (known.size > 5_000) known.clear();
    known.set(key, findKind(name, holder));
  }
  return known.get(key);
}

/** By the words of the name, or, of a name as short as `id`, with those of the object that contains it. */
function findKind(name: string, holder: string | undefined): string | undefined {
  const words = wordsOf(name);
  const all = words.length === 1 && holder !== undefined ? [words, [...wordsOf(holder), ...words]] : [words];
  return kinds.find(([, phrases]) =>
    phrases.some((phrase) => all.some((one) => holds(one, phrase.split(" ")))),
  )?.[0];
}

/** What is before an address that is a machine's. */
const machines = new Set(["server", "host", "backend", "upstream", "proxy", "gateway"]);

/** Whether the phrase is how the words end: “performer user id”, but not “user id type”, nor “server ip”. */
function holds(words: readonly string[], phrase: readonly string[]): boolean {
  const from = words.length - phrase.length;
  if (from > 0 && machines.has(words[from - 1] as string)) return false;
  return from >= 0 && phrase.every((word, index) => words[from + index] === word);
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
