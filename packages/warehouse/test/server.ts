import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** What engines are made of is fetched once for all checkouts. */
const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "addendum-engines");

/** A reason not to start engines: their suites run once, not once for each version of Node. */
export function whyNoEngines(): string | undefined {
  return process.env["ENGINES"] === "none" ? "engines run once, with the first version of Node" : undefined;
}

/** Prints why a suite is skipped. Where all have to run, that is an error. */
export function skipBecause(engine: string, reason: string | undefined): boolean {
  if (reason === undefined) return false;
  if (process.env["CI"] !== undefined && whyNoEngines() === undefined)
    throw new Error(`${engine}: ${reason}`);
  console.log(`The tests on ${engine} are skipped: ${reason}.`);
  return true;
}

/**
 * The directory of something that is fetched once. A run that ends in the middle leaves none.
 * @param make fills a scratch directory and returns what of it is wanted; throws with the reason
 */
export function fetchOnce(name: string, make: (scratch: string) => string): string {
  const target = join(cache, name);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, "tmp-"));
  try {
    renameSync(make(scratch), target);
  } catch (error) {
    // Somebody else was first.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return target;
}

/**
 * Options of a Java that lives for seconds: it compiles each method once, quickly. On two cores an engine that compiles as
 * for days spends most of its start on that, and so does its collector of garbage with threads of its own.
 */
export const shortLivedJava = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"] as const;

/** Runs a command to its end. Throws with the last line that it printed. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 900_000,
    ...options,
  });
  if (error !== undefined) throw new Error(`${command} cannot be run: ${error.message}`);
  if (status === 0) return stdout;
  const lines = `${stderr}\n${stdout}`.trim().split("\n");
  throw new Error(`${command} failed: ${lines.find((line) => /error/i.test(line)) ?? lines.at(-1)}`);
}

export function isThere(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v "$0"`, command]).status === 0;
}

/** A Java of this major version or a later one; undefined where there is none. */
export function javaHome(major: number, exact = false): string | undefined {
  const listed = spawnSync("sh", ["-c", "ls -d /usr/lib/jvm/*"], { encoding: "utf8" }).stdout ?? "";
  const homes = [process.env["JAVA_HOME"] ?? "", ...listed.split("\n")].filter((home) =>
    existsSync(`${home}/bin/java`),
  );
  return homes.find((home) => {
    const { stderr } = spawnSync(`${home}/bin/java`, ["-XshowSettings:properties", "-version"], {
      encoding: "utf8",
    });
    const version = Number(/java\.specification\.version = (\d+)/.exec(stderr)?.[1] ?? 0);
    return exact ? version === major : version >= major;
  });
}

/** A port on loopback that nobody listens on, below those that outgoing connections take. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** A server that a test started, in a directory of its own. */
export class Server {
  readonly directory: string;
  private child: ChildProcess;
  private readonly log: string;
  private readonly launch: () => ChildProcess;

  private constructor(directory: string, log: string, launch: () => ChildProcess) {
    this.directory = directory;
    this.log = log;
    this.launch = launch;
    this.child = launch();
  }

  static directory(name: string): string {
    return mkdtempSync(join(tmpdir(), `addendum-${name}-`));
  }

  static start(
    directory: string,
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = process.env,
  ): Server {
    const log = join(directory, "server.log");
    return new Server(directory, log, () => {
      const output = openSync(log, "w");
      const child = spawn(command, args, { cwd: directory, env, stdio: ["ignore", output, output] });
      closeSync(output);
      return child;
    });
  }

  /** Starts it again with what it held, after it was killed. */
  restart(): void {
    this.child = this.launch();
  }

  /** Until it listens, or the log says something. Rejects where it ended, or after a time. */
  async ready(isReady: { readonly port: number } | { readonly says: RegExp }, seconds = 600): Promise<void> {
    const end = Date.now() + 1000 * seconds;
    const holds = async () =>
      "port" in isReady ? await accepts(isReady.port) : isReady.says.test(readFileSync(this.log, "utf8"));
    while (!(await holds())) {
      if (this.child.exitCode !== null || Date.now() > end) {
        const lines = readFileSync(this.log, "utf8").trim().split("\n").slice(-15).join("\n");
        throw new Error(`the server did not start:\n${lines}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends it at once, as a machine that loses its power does. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await ended;
  }

  /** Ends it and removes what it wrote, so it need not end in order. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
