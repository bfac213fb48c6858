import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createIntake, type Intake, type IntakeOptions } from "../src/index.ts";
import { openConfiguration, parseStreams } from "@addendum/streams";

/** An intake that listens on loopback, in directories of its own. */
export interface RunningIntake {
  readonly url: string;
  readonly out: string;
  /** What it said, one message an entry. */
  readonly log: readonly string[];
  /** The whole lines of all its files. */
  lines(): Record<string, unknown>[];
  close(): Promise<void>;
}

export async function startIntake(
  options: Partial<IntakeOptions> & { readonly schemas: string; readonly streamsText?: string },
): Promise<RunningIntake> {
  const out = options.out ?? mkdtempSync(join(tmpdir(), "addendum-intake-"));
  const log: string[] = [];
  const { streamsText, ...rest } = options;
  const parsed = streamsText === undefined ? undefined : parseStreams(streamsText);
  if (parsed?.kind === "invalid") throw new Error(parsed.message);
  const intake: Intake = await createIntake({
    contentTypes: ["yaml", "json"],
    streams: parsed?.configuration ?? openConfiguration,
    directory: out,
    out,
    flavour: "addendum",
    version: "0.0.0",
    log: (level, message) => log.push(`${level}: ${message}`),
    ...rest,
  });
  const url = await intake.listen(0, "127.0.0.1");
  return {
    url,
    out,
    log,
    lines: () => linesIn(out),
    close: async () => {
      await intake.close();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

/** The events in all files of a directory, those written half left out. */
export function linesIn(directory: string): Record<string, unknown>[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".ndjson"))
    .sort()
    .flatMap((name) => readFileSync(join(directory, name), "utf8").split("\n").slice(0, -1))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A directory of schemas: path → text. */
export function writeSchemas(files: Readonly<Record<string, string | object>>): string {
  const directory = mkdtempSync(join(tmpdir(), "addendum-schemas-"));
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return directory;
}

/** Posts text to an intake's /v1/events. */
export async function post(
  intake: { readonly url: string },
  body: string | Uint8Array<ArrayBuffer> | object,
  { query = "", headers = {} }: { readonly query?: string; readonly headers?: Record<string, string> } = {},
): Promise<{
  readonly status: number;
  readonly reason: string;
  readonly body: unknown;
  readonly headers: Headers;
}> {
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const response = await fetch(`${intake.url}/v1/events${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: isText ? (body as string) : JSON.stringify(body),
  });
  const text = await response.text();
  const { status, statusText: reason } = response;
  return {
    status,
    reason,
    body: text === "" ? null : (JSON.parse(text) as unknown),
    headers: response.headers,
  };
}
