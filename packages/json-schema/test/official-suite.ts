import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Data, Schema } from "../src/data/data.ts";

/** The source distribution of this package carries the official test suite, with all drafts. */
const carrier = "jsonschema";
const version = "4.23.0";
const cache = join(import.meta.dirname, "../../../node_modules/.cache/json-schema-suite", version);

export interface Group {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: Data; readonly valid: boolean }[];
}

/** Why the suite cannot be had here; undefined where it can. In CI that is a failure, not a reason to skip. */
export function whyNoSuite(): string | undefined {
  if (existsSync(cache)) return undefined;
  const scratch = mkdtempSync(join(tmpdir(), "addendum-suite-"));
  const options = { cwd: scratch, stdio: "pipe", timeout: 300_000 } as const;
  try {
    const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", carrier];
    execFileSync("python3", [...download, `${carrier}==${version}`], options);
    execFileSync("tar", ["xzf", `${carrier}-${version}.tar.gz`], options);
    mkdirSync(join(cache, ".."), { recursive: true });
    renameSync(join(scratch, `${carrier}-${version}`, "json"), cache);
    return undefined;
  } catch (error) {
    if (existsSync(cache)) return undefined;
    return `the official suite could not be fetched: ${(error as Error).message.split("\n")[0] ?? ""}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The groups of one file of draft-07, such as `optional/id`. */
export function groupsOf(file: string): readonly Group[] {
  return JSON.parse(readFileSync(join(cache, "tests/draft7", `${file}.json`), "utf8")) as readonly Group[];
}

/** The documents that the suite refers to, by the URIs that it finds them by. */
export function remoteDocuments(): ReadonlyMap<string, Schema> {
  const directory = join(cache, "remotes");
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      const uri = `http://localhost:1234${path.slice(directory.length)}`;
      return [uri, JSON.parse(readFileSync(path, "utf8")) as Schema];
    }),
  );
}
