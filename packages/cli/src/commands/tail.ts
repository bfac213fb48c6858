import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { isObject, own, parseJson } from "@addendum/json-schema";
import { loadSettings, UserError } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";

/** How often files are examined, in milliseconds. */
const lookMs = 200;
const blockBytes = 1024 * 1024;

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
    { name: "all", kind: "boolean", help: "print existing events too, not only new ones" },
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
  offset: number;
  rest: string;
  readonly decoder: StringDecoder;
}

/** The whole lines that are appended to the files of a directory. */
class FollowedFiles {
  private readonly directory: string;
  private readonly files = new Map<string, Followed>();

  /** @param isFromStart whether what is there already counts as appended */
  constructor(directory: string, isFromStart: boolean) {
    this.directory = directory;
    for (const name of this.names()) {
      const offset = isFromStart ? 0 : statSync(join(directory, name)).size;
      this.files.set(name, { offset, rest: "", decoder: new StringDecoder("utf8") });
    }
  }

  *read(): Generator<string> {
    for (const name of this.names()) {
      let followed = this.files.get(name);
      if (followed === undefined) {
        this.files.set(name, (followed = { offset: 0, rest: "", decoder: new StringDecoder("utf8") }));
      }
      yield* readAppended(join(this.directory, name), followed);
    }
  }

  private names(): string[] {
    return readdirSync(this.directory, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".ndjson"))
      .sort();
  }
}

function* readAppended(path: string, followed: Followed): Generator<string> {
  let descriptor: number;
  try {
    if (statSync(path).size <= followed.offset) return;
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
      followed.offset += count;
      const lines = (followed.rest + followed.decoder.write(block.subarray(0, count))).split("\n");
      followed.rest = lines.pop() ?? "";
      yield* lines;
    }
  } finally {
    closeSync(descriptor);
  }
}
