import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "lossless-json";
import { type Engine, EngineError, exactInteger, type Rows, type Value } from "../engine.ts";
import { describeHiveTable } from "./describe-hive-table.ts";
import { hiveReason } from "./hive-refusal.ts";

/** How Hive's own client connects to a HiveServer2. It supports Kerberos, which no client for Node does. */
export interface BeelineOptions {
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** The server's Kerberos principal; the ticket is the one that `kinit` stored. */
  readonly principal?: string;
  /** The program; absent: `beeline`, from the PATH. */
  readonly beeline?: string;
  /** Milliseconds that a statement may take. */
  readonly timeout?: number;
}

/**
 * Connects through `beeline`. Each statement is a process of its own, which takes seconds to start. Rejects with
 * {@link EngineError} where there is no ticket, or no connection.
 */
export async function openBeeline(options: BeelineOptions): Promise<Engine> {
  if (options.principal !== undefined) await checkTicket();
  const { problem } = await runStatement(options, undefined, "json");
  return new Beeline(options, /unknown output format/i.test(problem) ? "xmlelements" : "json");
}

/** @throws {EngineError} where there is no valid ticket, or no Kerberos */
async function checkTicket(): Promise<void> {
  let code: number | null;
  try {
    ({ code } = await runProgram("klist", ["-s"], 10_000));
  } catch (error) {
    throw new EngineError(
      `Kerberos tickets cannot be listed, because klist cannot be run: ${(error as Error).message}. Install Kerberos' client (krb5-user).`,
      undefined,
      error,
    );
  }
  if (code !== 0) {
    throw new EngineError("There is no valid Kerberos ticket. Run kinit, then run this again.");
  }
}

/** JSON has types, and is there from Hive 4 on; older clients write texts, as XML. */
type Format = "json" | "xmlelements";

class Beeline implements Engine {
  readonly name = "hive";
  private readonly options: BeelineOptions;
  private readonly format: Format;

  constructor(options: BeelineOptions, format: Format) {
    this.options = options;
    this.format = format;
  }

  async query(sql: string): Promise<Rows> {
    const { output } = await runStatement(this.options, sql, this.format);
    return this.format === "json" ? readJson(output, sql) : readXml(output);
  }

  async execute(sql: string): Promise<void> {
    await runStatement(this.options, sql, this.format);
  }

  describeTable(database: readonly string[], table: string) {
    return describeHiveTable((sql) => this.query(sql), database, table);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Runs one statement, or none to see whether there is a connection. Some versions end with 0 although they could not
 * connect, so a query follows whose answer says that everything before it was done.
 */
async function runStatement(
  options: BeelineOptions,
  sql: string | undefined,
  format: Format,
): Promise<{ readonly output: string; readonly problem: string }> {
  const statement = sql?.trim().replace(/;$/, "");
  // beeline would run what follows as a statement of its own.
  if (statement !== undefined && /(?<!\\);/.test(statement)) {
    throw new EngineError(
      "beeline splits statements at semicolons: send one statement, and write \\; inside strings.",
      sql,
    );
  }
  if (statement?.startsWith("!") === true) {
    throw new EngineError("This is a command of beeline, not a SQL statement.", sql);
  }
  const {
    host,
    port,
    database = "default",
    principal,
    user,
    password,
    beeline = "beeline",
    timeout = 600_000,
  } = options;
  const where = `${host}:${port}`;
  const done = `done_${randomBytes(8).toString("hex")}`;
  const directory = mkdtempSync(join(tmpdir(), "addendum-beeline-"));
  try {
    const [file, secret] = [join(directory, "statement.sql"), join(directory, "password")];
    // Arguments can be read by everybody on the machine; files of this directory cannot.
    const lines = [...(statement === undefined ? [] : [`${statement};`]), `SELECT '${done}' AS done;`, ""];
    writeFileSync(file, lines.join("\n"), { mode: 0o600 });
    writeFileSync(secret, password ?? "", { mode: 0o600 });
    const address = `jdbc:hive2://${where}/${database}${principal === undefined ? "" : `;principal=${principal}`}`;
    const args = [
      "-u",
      address,
      ...(user === undefined ? [] : ["-n", user]),
      ...(password === undefined ? [] : ["-w", secret]),
      "--silent=true",
      "--showWarnings=false",
      "--showHeader=true",
      `--outputformat=${format}`,
      "-f",
      file,
    ];
    const { code, output, problem } = await runProgram(beeline, args, timeout);
    const end = output.lastIndexOf(done);
    if (code !== 0 || end === -1) {
      throw new EngineError(`Hive at ${where}: ${reasonIn(problem, output)}`, sql);
    }
    const start = Math.max(output.lastIndexOf('{"resultset"', end), output.lastIndexOf("<resultset", end), 0);
    return { output: output.slice(0, start), problem };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError(`${beeline} cannot be run: ${(error as Error).message}`, sql, error);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Runs a program to its end. Rejects where it cannot be started, or takes too long. */
function runProgram(
  command: string,
  args: readonly string[],
  timeout: number,
): Promise<{ readonly code: number | null; readonly output: string; readonly problem: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout });
    const output: Buffer[] = [];
    const problem: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => problem.push(chunk));
    child.on("error", fail);
    child.on("close", (code, signal) => {
      if (signal !== null) fail(new Error(`it did not finish within ${timeout / 1000} seconds`));
      else done({ code, output: String(Buffer.concat(output)), problem: String(Buffer.concat(problem)) });
    });
  });
}

/** The sentence in what beeline prints beside its logging. */
function reasonIn(...texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split("\n")).map((line) => line.trim());
  const line =
    lines.find((one) => one.startsWith("Error: ")) ??
    lines.find((one) => /FAILED|Exception|Could not open/.test(one)) ??
    lines.find((one) => one !== "");
  const reason = (line ?? "beeline exited without a message").replace(/^Error: /, "");
  return hiveReason(reason.replace(/ \(state=[^)]*\)$/, ""));
}

/** `{"resultset":[{"a":1}]}`; statements that answer nothing print nothing. */
function readJson(output: string, sql: string): Rows {
  const text = output.slice(Math.max(0, output.indexOf("{"))).trim();
  if (text === "") return { columns: [], rows: [] };
  let answer: { readonly resultset?: readonly Readonly<Record<string, Value>>[] };
  try {
    answer = parse(text, undefined, readNumber) as typeof answer;
  } catch (error) {
    throw new EngineError(`beeline printed something that is not JSON: ${text.slice(0, 100)}`, sql, error);
  }
  const objects = answer.resultset ?? [];
  const columns = Object.keys(objects[0] ?? {});
  return {
    columns: columns.map(withoutTable),
    rows: objects.map((object) => columns.map((column) => object[column] ?? null)),
  };
}

/** `<resultset><result><a>1</a></result></resultset>`: texts, and NULL for null. */
function readXml(output: string): Rows {
  const objects = [...output.matchAll(/<result>(.*?)<\/result>/gs)].map(([, result = ""]) =>
    [...result.matchAll(/<([^>/]+)>(.*?)<\/\1>/gs)].map(
      ([, name = "", value = ""]) => [name, value] as const,
    ),
  );
  return {
    columns: (objects[0] ?? []).map(([name]) => withoutTable(name)),
    rows: objects.map((cells) => cells.map(([, value]) => (value === "NULL" ? null : unescaped(value)))),
  };
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescaped(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|([a-z]+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (entities[name ?? ""] ?? whole) : String.fromCodePoint(Number(code)),
  );
}

function withoutTable(column: string): string {
  return column.split(".").pop() ?? column;
}

function readNumber(text: string): number | bigint {
  return /^-?\d+$/.test(text) ? exactInteger(BigInt(text)) : Number(text);
}
