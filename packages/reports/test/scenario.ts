import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { defaultSettings } from "@addendum/schema-repository";
import { onTestFinished } from "vitest";
import { type DirectoryOptions, type DirectoryReport, runDirectory } from "../src/directory/run-directory.ts";
import { parseTime } from "../src/schedule/date-text.ts";
import { hiveProgram } from "../src/sources/hive-program.ts";
import { scripts } from "../src/sources/scripts.ts";
import type { Source } from "../src/sources/source.ts";
import type { ReportType } from "../src/settings/report-settings.ts";

/** A step of a scenario: files that are put into the directory, a run, and what it leaves. */
export interface Step {
  /** The clock, in UTC. */
  readonly now: string;
  /** Path below the directory of queries → text; null removes it. A text that begins with `#!` can be run. */
  readonly queries?: Readonly<Record<string, string | null>>;
  /** Path below the output → text: all that is there afterwards. Lines end with LF here, and CR LF in the files. */
  readonly output?: Readonly<Record<string, string>>;
  /** Parts of the messages of findings, in any order. */
  readonly findings?: readonly string[];
  /** Report, start and exploded values of each run, in any order. */
  readonly runs?: readonly string[];
  /** What comes to Graphite with `--publish`, in any order; without it nothing is sent. */
  readonly graphite?: readonly string[];
  /** The rerun files that are left. */
  readonly reruns?: readonly string[];
}

/** Steps in one directory. */
export interface Scenario {
  readonly name: string;
  /** Why ReportUpdater does so, or what it is about. */
  readonly about?: string;
  /** Output that is there before. */
  readonly before?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A directory of queries with its output, gone after the test. */
export class QueryDirectory {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "addendum reports-")));
  readonly directory = join(this.root, "queries");
  readonly out = join(this.root, "output");
  readonly sources = new Map<ReportType, Source>([
    ["script", scripts],
    ["hive", hiveProgram],
  ]);

  constructor() {
    for (const path of [this.directory, this.out]) mkdirSync(path);
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    writeFileSync(file, text);
    if (text.startsWith("#!")) chmodSync(file, 0o755);
  }

  /** A file of the output, in which CR LF ends lines. */
  writeOutput(path: string, text: string): void {
    const file = join(this.out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(/(?<!\r)\n/g, "\r\n"));
  }

  run(now: string, more: Partial<DirectoryOptions> = {}): Promise<DirectoryReport> {
    const text = readFileSync(join(this.directory, "config.yaml"), "utf8");
    return runDirectory({
      directory: this.directory,
      out: this.out,
      configuration: { text, file: "queries/config.yaml" },
      settings: defaultSettings,
      now: parseTime(now) as number,
      sourceOf: (type) => this.sources.get(type) as Source,
      ...more,
    });
  }

  /** Path → text of all files, as they are. */
  output(): Record<string, string> {
    return Object.fromEntries(
      filesBelow(this.out).map((path) => [path, readFileSync(join(this.out, path), "latin1")]),
    );
  }

  reruns(): readonly string[] {
    return filesBelow(join(this.directory, ".reruns"));
  }
}

function filesBelow(directory: string, root = directory): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? filesBelow(path, root) : [relative(root, path)];
    })
    .sort();
}

/** What listens for Graphite’s lines, gone after the test. */
export class GraphiteListener {
  readonly lines: string[] = [];
  connections = 0;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async start(): Promise<GraphiteListener> {
    const server = createServer((socket) => {
      listener.connections++;
      let text = "";
      socket.setEncoding("latin1").on("data", (part: string) => (text += part));
      socket.on("error", () => undefined);
      socket.on("end", () => {
        listener.lines.push(...text.split("\n").filter(Boolean));
        socket.end();
      });
    });
    const listener = new GraphiteListener(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return listener;
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** The lines that came since the last call, sorted. */
  take(): string[] {
    return this.lines.splice(0).sort();
  }
}
