/**
 * The package.json of a directory of types. What it already says beside the names of its files is kept: the version is
 * its publisher's. Declarations and constants lie beside each other: types for anyone who compiles, CommonJS and ES
 * modules for anyone who runs. There is no `"type": "module"`, since TypeScript then refuses type imports from CommonJS
 * (TS1541).
 * @param existing undefined if there is none, or none that can be read
 */
export function packageText(name: string, existing: Readonly<Record<string, unknown>> | undefined): string {
  const { name: _, version = "0.1.0", sideEffects: _s, types: _t, exports: _e, ...rest } = existing ?? {};
  const content = {
    name,
    version,
    ...rest,
    sideEffects: false,
    types: "./index.d.ts",
    exports: {
      ".": { types: "./index.d.ts" },
      "./package.json": "./package.json",
      "./*": { types: "./*.d.ts", import: "./*.mjs", require: "./*.js" },
    },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
