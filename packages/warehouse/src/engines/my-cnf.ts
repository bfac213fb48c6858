import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { EngineError } from "../engine.ts";

/** What clients of MariaDB and MySQL read in the `[client]` groups of an option file. */
export interface MyCnf {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly socket?: string;
  readonly database?: string;
}

const groups = new Set(["client", "client-mariadb", "client-server", "mariadb-client", "mysql"]);

/**
 * Reads an option file as MariaDB's clients do, which mysql2 does not. Throws {@link EngineError} with file and line
 * where it cannot be read. Source: MariaDB, “Configuring MariaDB with Option Files”.
 */
export function readMyCnf(path: string): MyCnf {
  const file = path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new EngineError(`${path} cannot be read: ${(error as Error).message}`, undefined, error);
  }
  return parseMyCnf(text, path);
}

/** @param path for messages */
export function parseMyCnf(text: string, path: string): MyCnf {
  const found = new Map<string, string>();
  let group: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    if (line.startsWith("!")) {
      throw new EngineError(
        `${path}:${index + 1}: “${line.split(/\s/)[0]}” is not supported; name the included file itself.`,
      );
    }
    const header = /^\[([^\]]+)\]/.exec(line);
    if (header !== null) {
      group = header[1]?.trim();
      continue;
    }
    if (group === undefined)
      throw new EngineError(`${path}:${index + 1}: this option must be inside a [group].`);
    if (!groups.has(group)) continue;
    const option = /^([^=\s]+)\s*(?:=\s*(.*))?$/.exec(line);
    if (option === null) throw new EngineError(`${path}:${index + 1}: expected “name = value”.`);
    found.set((option[1] as string).replaceAll("-", "_").toLowerCase(), unquoted(option[2] ?? ""));
  }
  const port = found.get("port");
  if (port !== undefined && !/^\d{1,5}$/.test(port))
    throw new EngineError(`${path}: port “${port}” is not a number.`);
  const name = (key: string, option: string) => {
    const value = found.get(option);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...name("host", "host"),
    ...(port !== undefined && { port: Number(port) }),
    ...name("user", "user"),
    ...name("password", "password"),
    ...name("socket", "socket"),
    ...name("database", "database"),
  };
}

const escapes: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", r: "\r", "\\": "\\", s: " " };

function unquoted(text: string): string {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    return unescaped(end === -1 ? text.slice(1) : text.slice(1, end));
  }
  // What follows a value is a comment only where it is apart from it.
  return unescaped(text.replace(/\s+#.*$/, "").trim());
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
}
