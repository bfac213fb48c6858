import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

/** The checkout whose pages and examples these are. */
export const root = join(import.meta.dirname, "../../..");

/** Where the commands of an example run. */
export interface Place {
  readonly repository: ScratchRepository;
  /** Text of the example → what it is here, such as the address of an intake. */
  readonly stands?: ReadonlyMap<string, string>;
}

/** A console example is run in a place, or it cannot be run, for a reason. */
export type Example = (() => Place | Promise<Place>) | { readonly notRun: string };

/** The console examples of each page, in the page's order. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  "README.md": [withSkin],
  "docs/access.md": [withoutTicket],
  "docs/deploying.md": [
    { notRun: "needs Kafka and Hive; deploy.test.ts and deploy-tables.test.ts run it where they are" },
  ],
  "docs/how-it-decides.md": [empty],
  "docs/intake.md": [receiving, replaying, resubmitting],
  "docs/lineage.md": [withoutEditor],
  "docs/linting.md": [misspelt],
  "docs/reports.md": [oneReport],
  "docs/warehouse.md": [withEvents],
};

const toggle = "schemas/analytics/codemirror/toggle/current.yaml";

function empty(): Place {
  const repository = new ScratchRepository();
  mkdirSync(repository.path("node_modules/.bin"), { recursive: true });
  symlinkSync(command, repository.path("node_modules/.bin/addendum"));
  symlinkSync(join(root, "node_modules/@duckdb"), repository.path("node_modules/@duckdb"));
  repository.write(".gitignore", "node_modules\nevents\nlake\n");
  return { repository };
}

function commit({ repository }: Place): Place {
  repository.git("init", "-q", "-b", "main");
  repository.git("add", "-A");
  repository.git("commit", "-qm", "chore: begin");
  return { repository };
}

/** Parts of this repository, committed. */
function ours(...parts: readonly string[]): Place {
  const place = empty();
  const { repository } = place;
  for (const part of ["addendum.yaml", "streams.yaml", ...parts]) {
    cpSync(join(root, part), repository.path(part), { recursive: true, verbatimSymlinks: true });
  }
  commit(place);
  repository.installHooks();
  return place;
}

function edit({ repository }: Place, file: string, ...edits: readonly (readonly [RegExp, string])[]): void {
  let text = repository.read(file);
  for (const [old, now] of edits) {
    if (!old.test(text)) throw new Error(`${file} has no ${String(old)}`);
    text = text.replace(old, now);
  }
  repository.write(file, text);
}

function withSkin(): Place {
  const place = ours("schemas", "packages/event-types");
  edit(place, toggle, [
    /^ {2}wiki:\n/m,
    `${field("skin")}    description: The skin.\n    maxLength: 32\n  wiki:\n`,
  ]);
  return place;
}

function withoutEditor(): Place {
  const place = ours("schemas", "packages/event-types", "metrics", "dashboards", "reports");
  edit(
    place,
    toggle,
    [/^ {2}editor:\n(?: {4}.*\n)+/m, ""],
    [/^ {2}- editor\n/m, ""],
    [/^ {4}editor: .*\n/m, ""],
    [/toggle\/1\.1\.0/, "toggle/1.2.0"],
  );
  return place;
}

function oneReport(): Place {
  const place = ours("schemas/analytics/codemirror", "schemas/fragment", "reports/codemirror_toggles.sql");
  place.repository.write(
    "reports/config.yaml",
    "reports:\n  codemirror_toggles: { type: duckdb, granularity: days, starts: 2026-11-01 }\n",
  );
  return place;
}

function misspelt(): Place {
  const place = empty();
  place.repository.write("addendum.yaml", "version: 1\n");
  place.repository.write(
    "schemas/search/click/current.yaml",
    schema(
      "search/click",
      "1.0.0",
      `${field("query")}    description: The query.\n${field("position", "integer")}`,
    )
      .replace("Any text.\n", "Any text.\n    maxLength: 64\n")
      .replace("integer\n", "integer\n    maxiumum: 100\n"),
  );
  return place;
}

/** A machine without Kerberos' ticket, and with a tunnel that is not open. */
function withoutTicket(): Place {
  const place = empty();
  place.repository.write(
    "addendum.yaml",
    'version: 1\nbaseBranch: main\nwarehouse:\n  trino: { address: "http://127.0.0.1:8080" }\n  hive: { host: 127.0.0.1, port: 10000, database: event, principal: hive/_HOST@EXAMPLE.ORG }\n',
  );
  for (const [program, ends] of [
    ["klist", 1],
    ["beeline", 0],
  ] as const) {
    place.repository.write(`node_modules/.bin/${program}`, `#!/bin/sh\nexit ${ends}\n`);
    chmodSync(place.repository.path(`node_modules/.bin/${program}`), 0o755);
  }
  return commit(place);
}

const click = (wiki: string, day: string, number: number) =>
  JSON.stringify({
    $schema: "/ui/toggle/1.0.0",
    meta: { stream: "ui.toggle", id: `${day}-${wiki}-${number}`, dt: `${day}T09:00:00Z` },
    wiki,
  });

function withEvents(): Place {
  const place = empty();
  const meta =
    "  meta: { type: object, properties: { stream: { type: string }, id: { type: string }, dt: { type: string } } }\n";
  const { repository } = place;
  repository.write("addendum.yaml", "version: 1\n");
  repository.write("schemas/ui/toggle/current.yaml", schema("ui/toggle", "1.0.0", `${meta}${field("wiki")}`));
  repository.write("streams.yaml", "version: 1\nstreams: { ui.toggle: { title: ui/toggle } }\n");
  commit(place);
  repository.addendum("materialize");
  const events = [
    ...Array.from({ length: 2 }, (_, number) => click("enwiki", "2026-11-25", number)),
    ...Array.from({ length: 3 }, (_, number) => click("dewiki", "2026-11-26", number)),
  ];
  repository.write("events/2026-11-26T09.1.ndjson", events.map((event) => `${event}\n`).join(""));
  return place;
}

const sent = (editor: string) => ({
  $schema: "/analytics/codemirror/toggle/1.1.0",
  dt: "2026-11-01T14:00:00Z",
  meta: { stream: "analytics.codemirror.toggle", domain: "en.wiki.example.org", dt: "2026-11-01T14:00:00Z" },
  enabled: true,
  editor,
  wiki: "enwiki",
});

function replaying(): Place {
  const place = ours("schemas", "packages/event-types");
  const editors = Array.from({ length: 4811 }, (_, number) =>
    number % 155 === 6 ? "wikitext_2017" : "wikitext_2010",
  );
  place.repository.write(
    "events/2026-11-01T14.1.ndjson",
    editors.map((editor) => `${JSON.stringify(sent(editor))}\n`).join(""),
  );
  edit(place, toggle, [/, wikitext_2017/, ""], [/toggle\/1\.1\.0/, "toggle/1.2.0"]);
  return place;
}

async function receiving(): Promise<Place> {
  return serving(ours("schemas"));
}

async function resubmitting(): Promise<Place> {
  const place = ours("schemas");
  const rejected = Array.from({ length: 45 }, (_, number) => sent(number < 3 ? "emacs" : "wikitext_2017"));
  place.repository.write(
    "events/2026-11-01T14.1.ndjson",
    rejected
      .map((event, number) => {
        const meta = { stream: "error", id: `e${number}`, dt: "2026-11-01T14:00:00.000Z" };
        const about = { errored_stream_name: event.meta.stream, errored_schema_uri: event.$schema };
        return `${JSON.stringify({ $schema: "/error/1.0.0", meta, ...about, raw_event: JSON.stringify(event) })}\n`;
      })
      .join(""),
  );
  return serving(place);
}

/** The place, with an intake on a port of its own instead of 8192. */
async function serving({ repository }: Place): Promise<Place> {
  const child = spawn(process.execPath, [command, "serve", "--port", "0", "--pages", "off"], {
    cwd: repository.root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => stop(child));
  const address = await new Promise<string>((resolve, reject) => {
    let printed = "";
    const hear = (data: Buffer) => {
      printed += data.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => reject(new Error(`the intake ended: ${printed}`)));
  });
  return { repository, stands: new Map([["http://127.0.0.1:8192", address]]) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
