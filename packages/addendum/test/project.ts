import { homedir } from "node:os";
import { inject } from "vitest";
import { type Result, ScratchRepository } from "../../cli/test/scratch-repository.ts";
import { npm, type PackageManager, pathWith } from "./package-manager.ts";

/** A stranger's project: an empty directory in which a package manager installs tarballs. */
export class Project extends ScratchRepository {
  readonly manager: PackageManager;
  readonly environment: NodeJS.ProcessEnv;

  constructor({ manager = npm, root }: { readonly manager?: PackageManager; readonly root?: string } = {}) {
    super(root);
    this.manager = manager;
    this.environment = {
      // What package managers have downloaded before stays there.
      HOME: homedir(),
      GIT_CONFIG_GLOBAL: "/dev/null",
      XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"],
      PATH: pathWith(manager),
      // Where the network has a certificate of its own.
      NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"],
      NO_COLOR: "1",
    };
  }

  override run(...[file, args, options = {}]: Parameters<ScratchRepository["run"]>): Result {
    return super.run(file, args, { ...options, env: { ...this.environment, ...options.env } });
  }

  /** Runs the installed command, as its package manager runs it. */
  override addendum(...args: readonly string[]): Result {
    const [file, ...first] = this.manager.exec as [string, ...string[]];
    return this.run(file, [...first, "addendum", ...args]);
  }

  /** Installs packages of ours by their tarballs, and others by their names. Returns what the package manager said. */
  install(ours: readonly string[], theirs: Readonly<Record<string, string>> = {}): string {
    const files = Object.fromEntries(inject("packed").map(({ name, tarball }) => [name, `file:${tarball}`]));
    const indirect = Object.entries(files).filter(([name]) => !ours.includes(name));
    const manifest = {
      name: "a-project",
      version: "1.0.0",
      private: true,
      devDependencies: { ...Object.fromEntries(ours.map((name) => [name, files[name]])), ...theirs },
      ...this.manager.overrides(Object.fromEntries(indirect)),
    };
    this.write("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
    for (const [name, text] of Object.entries(this.manager.files ?? {})) this.write(name, text);
    const [file, ...args] = this.manager.install as [string, ...string[]];
    const { code, out, err } = this.run(file, args);
    if (code !== 0) throw new Error(`${this.manager.install.join(" ")}: ${out}${err}`);
    return `${out}${err}`;
  }
}
