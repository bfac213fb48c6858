import { readFileSync } from "node:fs";

/** The text of a file, or why there is none. */
export function readTextFile(path: string): string | { readonly reason: string } {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { reason: "there is no such file" };
    if (code === "EISDIR") return { reason: "it is a directory" };
    if (code === "EACCES") return { reason: "permission denied" };
    if (error instanceof TypeError) return { reason: "it is not UTF-8 text" };
    return { reason: code ?? (error as Error).message };
  }
}
