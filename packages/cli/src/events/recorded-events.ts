import { createReadStream, existsSync, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { Gunzip } from "node:zlib";
import { UserError, fileProblem } from "@addendum/workspace";

/** Lines of one file that belong together. */
export interface Lines {
  readonly file: string;
  /** The number of the first line, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** The longest line, in UTF-16 units: what is longer is not an event, and must not fill the memory. */
const lineLimit = 64 * 1024 * 1024;

/** Whether a path has the name of a file of recorded events. */
export function isRecording(path: string): boolean {
  return /\.(ndjson|jsonl)(\.gz)?$/.test(path);
}

/** The recordings at paths: the files themselves, and those in directories. */
export function recordings(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    let stat: Stats;
    try {
      stat = statSync(path);
    } catch (cause) {
      throw new UserError(`${path} cannot be read: ${fileProblem(cause)}`, {
        cause,
      });
    }
    if (!stat.isDirectory()) return [path];
    const found = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isRecording(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    const all = new Set(found);
    // While an intake compresses a file, its copy is there as well.
    return found.filter((one) => !one.endsWith(".gz") || !all.has(one.slice(0, -".gz".length))).sort();
  });
}

/**
 * Reads a file of JSON lines, some megabyte at a time; `.gz` is decompressed. What is after the last line break is
 * given, too. Throws {@link UserError} for a file that cannot be read.
 */
export async function* readLines(name: string): AsyncGenerator<Lines> {
  // It may have been compressed since it was listed.
  const file = !existsSync(name) && existsSync(`${name}.gz`) ? `${name}.gz` : name;
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const isPacked = file.endsWith(".gz");
  const stream = isPacked ? source.pipe(gunzip()) : source;
  if (isPacked) source.on("error", (error) => stream.destroy(error));
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let first = 1;
  try {
    for await (const chunk of stream) {
      const lines = (rest + decoder.write(chunk as Buffer)).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > lineLimit)
        throw new UserError(`${file}: a line is longer than ${lineLimit} characters.`);
      if (lines.length > 0) yield { file, first, lines };
      first += lines.length;
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${file} cannot be read: ${fileProblem(cause)}`, { cause });
  }
  rest += decoder.end();
  if (rest !== "") yield { file, first, lines: [rest] };
}

/** Loading what decompresses takes time that only those who have compressed files need spend. */
function gunzip(): Gunzip {
  return process.getBuiltinModule("node:zlib").createGunzip({ chunkSize: 1024 * 1024 });
}
