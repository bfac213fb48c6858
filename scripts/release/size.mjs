/** How large an install of the command may be, without optional parts. */
export const commandLimits = { bytes: 12_000_000, packages: 25 };

/**
 * What an install of `addendum` brings: the tarballs of the package and of what it depends on. Throws where that is not
 * among them: then only an install tells, and the command is to have no such dependency.
 * @param {import("./pack.mjs").Packed[]} packed
 */
export function sizeOfCommand(packed) {
  const byName = new Map(packed.map((one) => [one.name, one]));
  const found = new Set();
  const add = (name) => {
    if (found.has(name)) return;
    const one = byName.get(name);
    if (one === undefined)
      throw new Error(`the command depends on ${name}, which is not one of our packages`);
    found.add(name);
    for (const dependency of Object.keys(one.manifest.dependencies ?? {})) add(dependency);
  };
  add("addendum");
  const bytes = [...found].reduce((sum, name) => sum + byName.get(name).unpackedSize, 0);
  return { bytes, packages: found.size };
}
