import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** How a package manager installs tarballs of ours, all from files: none of them is asked for elsewhere. */
export interface PackageManager {
  readonly name: string;
  /** How it runs a command of an installed package. */
  readonly exec: readonly string[];
  /** The package that it is installed by; npm comes with Node. */
  readonly tool?: string;
  readonly install: readonly string[];
  /** The part of package.json that says where packages come from on which others depend. */
  overrides(files: Readonly<Record<string, string>>): object;
  /** What else it reads: name → text. */
  readonly files?: Readonly<Record<string, string>>;
}

export const npm: PackageManager = {
  name: "npm",
  exec: ["npx", "--no-install"],
  install: ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"],
  overrides: (files) => ({ overrides: files }),
};

export const others: readonly PackageManager[] = [
  {
    name: "pnpm",
    tool: "pnpm@10.34.8",
    exec: ["pnpm", "exec"],
    install: ["pnpm", "install", "--no-frozen-lockfile"],
    overrides: (files) => ({ pnpm: { overrides: files } }),
  },
  {
    name: "yarn 1",
    tool: "yarn@1.22.22",
    exec: ["yarn", "-s", "run"],
    install: ["yarn", "install", "--no-progress"],
    overrides: (files) => ({ resolutions: files }),
  },
  {
    name: "yarn 4 with Plug’n’Play",
    tool: "@yarnpkg/cli-dist@4.18.1",
    exec: ["yarn", "run"],
    install: ["yarn", "install"],
    overrides: (files) => ({ resolutions: files }),
    files: { ".yarnrc.yml": "nodeLinker: pnp\nenableTelemetry: false\n" },
  },
];

/** The PATH on which a package manager is found; it is installed into the user's cache directory. */
export function pathWith({ tool }: PackageManager): string {
  const path = process.env["PATH"] ?? "";
  if (tool === undefined) return path;
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const directory = join(cache, "addendum-package-managers", tool.replaceAll(/[@/]/g, "-"));
  if (!existsSync(join(directory, "node_modules/.bin"))) {
    mkdirSync(directory, { recursive: true });
    const args = ["install", "--no-audit", "--no-fund", "--prefix", directory, tool];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`npm install ${tool}: ${stderr}`);
  }
  return `${join(directory, "node_modules/.bin")}${delimiter}${path}`;
}
