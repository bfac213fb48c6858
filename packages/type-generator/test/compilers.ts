import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const older = createRequire(require.resolve("typescript-json-schema"));

/** The compilers that producers have, by version. */
export const compilers: readonly (readonly [version: string, program: string])[] = [
  [require("typescript/package.json").version as string, programOf(require)],
  [older("typescript/package.json").version as string, programOf(older)],
];

function programOf(from: NodeJS.Require): string {
  const manifest = from.resolve("typescript/package.json");
  return join(dirname(manifest), (from(manifest) as { bin: { tsc: string } }).bin.tsc);
}

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  module: "nodenext",
  moduleResolution: "nodenext",
  target: "es2022",
  noEmit: true,
  skipLibCheck: false,
  types: [],
};

/** A directory of TypeScript files, removed by `dispose`. */
export class Project {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "addendum-types-")));

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** What a compiler says, strictly: file, line and message of each error. */
  check(program: string, options: Readonly<Record<string, unknown>> = {}): CompilerError[] {
    const compilerOptions = { ...strict, ...options };
    this.write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions, include: ["**/*.ts", "**/*.cts", "**/*.mts"] }),
    );
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [program, "-p", this.root, "--pretty", "false"],
      {
        cwd: this.root,
        encoding: "utf8",
        maxBuffer: 1 << 28,
      },
    );
    const errors = stdout.split("\n").flatMap((line): CompilerError[] => {
      const match = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line);
      if (match === null) return [];
      return [
        { file: match[1] as string, line: Number(match[2]), message: `${match[3] ?? ""} ${match[4] ?? ""}` },
      ];
    });
    if (status !== 0 && errors.length === 0) throw new Error(`the compiler failed: ${stdout}${stderr}`);
    return errors;
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

interface CompilerError {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
}
