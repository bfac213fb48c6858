import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { type Engine, EngineError } from "../engine.ts";
import { type MariaDbOptions, openMariaDb } from "./mariadb.ts";

/** A private MariaDB that nothing else can reach. */
export interface ScratchMariaDb {
  /** Connects, as `root` with all rights. */
  open(options: Pick<MariaDbOptions, "user" | "database">): Promise<Engine>;
  /** Ends the server and removes what it wrote. */
  close(): Promise<void>;
}

/**
 * Why no MariaDB can be started on this machine; undefined if one can.
 * @param directories where programs lie
 */
export function whyNoScratchMariaDb(directories = programDirectories()): string | undefined {
  const missing = programs.find((name) => pathOf(name, directories) === undefined);
  return missing && `this machine has no ${missing} (Debian: mariadb-server)`;
}

/**
 * Starts a MariaDB with empty tables, in a temporary directory, on a Unix socket alone. It ends with this process,
 * however that ends. Rejects with {@link EngineError}.
 */
export async function startScratchMariaDb(): Promise<ScratchMariaDb> {
  // The path of a socket has some hundred bytes at most, and MariaDB’s own scripts know no blanks in one.
  const parent = tmpdir().length > 60 || /\s/.test(tmpdir()) ? "/tmp" : tmpdir();
  const directory = mkdtempSync(join(parent, "addendum-mariadb-"));
  const socket = join(directory, "sock");
  const [install, server] = programs.map((name) => pathOf(name) ?? name) as [string, string];
  const shell = spawn("sh", ["-c", lifeOfServer, "sh", directory, userInfo().username, install, server], {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C would end the shell before it has cleaned up.
    detached: true,
  });
  let said = "";
  for (const output of [shell.stdout, shell.stderr])
    output.on("data", (text: Buffer) => (said = (said + text.toString("utf8")).slice(-4096)));
  // The shell may have ended by itself.
  shell.stdin.on("error", () => undefined);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    shell.once("close", end);
    shell.once("error", end);
  });
  const open = (options: Pick<MariaDbOptions, "user" | "database">) => openMariaDb({ socket, ...options });
  const close = async () => {
    shell.stdin.end();
    await ended;
  };
  try {
    const end = Date.now() + longestStart;
    for (;;) {
      if (hasEnded || Date.now() > end) {
        const lines = said.trim().split("\n");
        const reason = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
        throw new EngineError(`MariaDB does not start: ${reason}`);
      }
      if (existsSync(socket) && (await answers(open))) return { open, close };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } catch (error) {
    await close();
    throw error;
  }
}

const programs = ["mariadb-install-db", "mariadbd"] as const;
/** Milliseconds. */
const longestStart = 120_000;

/**
 * What is read from standard input ends with the process that started this shell, and the server ends with that. What
 * the server wrote is of no use afterwards, so it need not end in order. The shell continues where its output is not
 * read any more.
 */
const lifeOfServer = `
directory=$1 user=$2 install=$3 server=$4
trap 'rm -rf -- "$directory"' EXIT
trap '' PIPE
cd "$directory" || exit 1
exec 3<&0 < /dev/null
"$install" --no-defaults --datadir="$directory/data" --user="$user" \\
  --auth-root-authentication-method=normal --skip-test-db 3<&- || exit 1
"$server" --no-defaults --datadir="$directory/data" --user="$user" --socket="$directory/sock" \\
  --skip-networking --local-infile=0 --skip-log-bin --innodb-flush-log-at-trx-commit=0 \\
  --default-time-zone=+00:00 --character-set-server=utf8mb4 3<&- &
server=$!
{ cat <&3 > /dev/null; kill -9 "$server"; } > /dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$server"
kill "$watcher"
`;

async function answers(open: ScratchMariaDb["open"]): Promise<boolean> {
  try {
    await (await open({ user: "root" })).close();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Servers often lie where the path of other users than root does not lead. */
function programDirectories(): readonly string[] {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
}

function pathOf(program: string, directories = programDirectories()): string | undefined {
  return directories
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
