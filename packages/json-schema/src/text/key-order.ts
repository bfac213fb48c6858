const first = ["title", "description", "$id", "$schema"];
const last = new Set(["examples"]);

/**
 * The keys of a whole schema in the order in which people look for them: what it is called and says first, examples
 * last. All others stay in the order that their author gave them.
 */
export function orderKeys(keys: readonly string[]): string[] {
  const rank = (key: string) =>
    first.includes(key) ? first.indexOf(key) : last.has(key) ? first.length + 1 : first.length;
  return keys
    .map((key, index) => ({ key, index }))
    .sort((a, b) => rank(a.key) - rank(b.key) || a.index - b.index)
    .map(({ key }) => key);
}
