import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { isObject, own, parseJson } from "@addendum/json-schema";
import { loadSettings, UserError } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";

/** How often files are examined, in milliseconds. */
const lookMs = 200;
const blockBytes = 1024 * 1024;
const newline = 10;

export const tail = defineCommand({
  name: "tail",
  usage: "",
  summary: "prints events as an intake writes them",
  description:
    "Follows the intake’s files, including new ones, and prints each event as one line of JSON, until Ctrl-C. With --invalid it prints the error events, which say what was rejected and why.",
  options: [
    {
      name: "events",
      kind: "string",
      value: "DIR",
      help: "where the intake writes (default: the first of `events` in the configuration, or events)",
    },
    { name: "stream", kind: "string", value: "STREAM", help: "only the events of one stream" },
    { name: "invalid", kind: "boolean", help: "only rejected events, as the error stream reports them" },
    {
      name: "all",
      kind: "boolean",
      help: "print existing events too, also of compressed files, not only new ones",
    },
  ],
  examples: [
    {
      line: "addendum tail --stream analytics.codemirror.toggle",
      does: "shows what a page sends while you click",
    },
    { line: "addendum tail --invalid", does: "shows what the intake rejects, and why" },
  ],
  async run(invocation): Promise<ExitCode> {
    if (invocation.positionals.length > 0)
      throw new UserError("tail takes no paths; --events names a directory.");
    const { root, settings } = loadSettings(invocation);
    const configured = settings.events.map((path) => resolve(root, path));
    const given = invocation.value("events");
    const directory = given === undefined ? (configured[0] ?? join(root, "events")) : resolve(given);
    if (!existsSync(directory)) {
      throw new UserError(
        `${directory} does not exist: no intake has written there. Start one with \`addendum serve\`.`,
      );
    }
    const stream = invocation.value("stream");
    const isInvalid = invocation.flag("invalid");
    const followed = new FollowedFiles(directory, invocation.flag("all"));
    const print = () => {
      for (const line of followed.read()) {
        if (isWanted(line, stream, isInvalid)) invocation.terminal.out(`${line}\n`);
      }
    };
    print();
    await new Promise<void>((end) => {
      const timer = setInterval(print, lookMs);
      const stop = () => {
        clearInterval(timer);
        end();
      };
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
      // Anyone who reads along has had enough: `addendum tail | head`.
      process.stdout.once("error", stop);
    });
    return 0;
  },
});

/** Error events name the refused event's stream in a field of their own. */
function isWanted(line: string, stream: string | undefined, isInvalid: boolean): boolean {
  if (stream === undefined && !isInvalid) return true;
  const event = parseJson(line);
  if (!isObject(event)) return false;
  const isError = own(event, "raw_event") !== undefined || own(event, "errored_stream_name") !== undefined;
  if (isInvalid && !isError) return false;
  if (stream === undefined) return true;
  const meta = own(event, "meta");
  const named = isObject(meta) ? own(meta, "stream") : undefined;
  return named === stream || (isInvalid && own(event, "errored_stream_name") === stream);
}

interface Followed {
  /** Bytes of the text that were read. */
  offset: number;
  rest: string;
  /** Whether what is read next is the end of a line whose beginning was not. */
  isWithinLine: boolean;
  decoder: StringDecoder;
}

/** The whole lines that are appended to the files of a directory, whether they are compressed meanwhile or not. */
class FollowedFiles {
  private readonly directory: string;
  /** Names without `.gz` → how much was read of the text. */
  private readonly files = new Map<string, Followed>();
  /** Compressed files that were read to their end. */
  private readonly finished = new Set<string>();

  /** @param isFromStart whether what is there already counts as appended */
  constructor(directory: string, isFromStart: boolean) {
    this.directory = directory;
    if (isFromStart) return;
    for (const name of this.names()) {
      if (name.endsWith(".gz")) this.finished.add(name);
      else skip(join(directory, name), this.followed(name));
    }
  }

  *read(): Generator<string> {
    for (const name of this.names()) {
      const path = join(this.directory, name);
      if (!name.endsWith(".gz")) {
        yield* readAppended(path, this.followed(name));
      } else if (!this.finished.has(name)) {
        // What was written since the last look, before it was compressed.
        yield* readPacked(path, this.followed(name.slice(0, -".gz".length)));
        this.finished.add(name);
      }
    }
  }

  private followed(name: string): Followed {
    let followed = this.files.get(name);
    if (followed === undefined) {
      followed = { offset: 0, rest: "", isWithinLine: false, decoder: new StringDecoder("utf8") };
      this.files.set(name, followed);
    }
    return followed;
  }

  private names(): string[] {
    let all: string[];
    try {
      all = readdirSync(this.directory, { recursive: true }).map(String);
    } catch {
      // It was removed; it may come again.
      return [];
    }
    // In the order in which they were written, compressed or not.
    return all
      .filter((name) => /\.ndjson(\.gz)?$/.test(name))
      .sort((one, other) => (inOrder(one) < inOrder(other) ? -1 : 1));
  }
}

/** The tenth file of an hour comes after the second. */
function inOrder(name: string): string {
  return name.replace(/\d+/g, (digits) => digits.padStart(12, "0"));
}

/** Begins after the content of a file; if that ends within a line, after that line. */
function skip(path: string, followed: Followed): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return;
  }
  try {
    const { size } = fstatSync(descriptor);
    followed.offset = size;
    const last = Buffer.alloc(1);
    followed.isWithinLine =
      size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== newline;
  } finally {
    closeSync(descriptor);
  }
}

function* readAppended(path: string, followed: Followed): Generator<string> {
  let descriptor: number;
  try {
    const { size } = statSync(path);
    if (size < followed.offset) cutBack(followed, size);
    if (size === followed.offset) return;
    descriptor = openSync(path, "r");
  } catch {
    // It was removed or compressed meanwhile.
    return;
  }
  const block = Buffer.alloc(blockBytes);
  try {
    for (;;) {
      const count = readSync(descriptor, block, 0, block.length, followed.offset);
      if (count === 0) return;
      yield* linesOf(block.subarray(0, count), followed);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Half a line was cut off, which a killed intake had left: the next start does that. */
function cutBack(followed: Followed, size: number): void {
  followed.offset = size;
  followed.rest = "";
  followed.isWithinLine = false;
  followed.decoder = new StringDecoder("utf8");
}

function* readPacked(path: string, followed: Followed): Generator<string> {
  let text: Buffer;
  try {
    const packed = readFileSync(path);
    // Source: RFC 1952: its last four bytes say how long the text is, modulo 2^32.
    if (packed.length > 4 && packed.readUInt32LE(packed.length - 4) === followed.offset % 2 ** 32) return;
    text = process.getBuiltinModule("node:zlib").gunzipSync(packed);
  } catch {
    // It was removed, or is not what its name says.
    return;
  }
  for (let at = followed.offset; at < text.length; at += blockBytes) {
    yield* linesOf(text.subarray(at, at + blockBytes), followed);
  }
}

function* linesOf(bytes: Buffer, followed: Followed): Generator<string> {
  followed.offset += bytes.length;
  const lines = (followed.rest + followed.decoder.write(bytes)).split("\n");
  followed.rest = lines.pop() ?? "";
  if (followed.isWithinLine && lines.length > 0) {
    lines.shift();
    followed.isWithinLine = false;
  }
  yield* lines;
}
