// A real EventGate reads its schemas from what Addendum serves and writes. It is no npm package, so ADDENDUM_EVENTGATE
// names a checkout of it with its dependencies installed.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { command, ScratchRepository } from "./scratch-repository.ts";

const home = process.env["ADDENDUM_EVENTGATE"] ?? "";
const reason = whyNoEventGate();
if (reason !== undefined) console.log(`The tests with a real EventGate are skipped: ${reason}.`);

function whyNoEventGate(): string | undefined {
  if (home === "") return "ADDENDUM_EVENTGATE names no checkout of it";
  for (const file of ["server.js", "node_modules/service-runner/package.json"]) {
    if (!existsSync(join(home, file))) return `${join(home, file)} is not there`;
  }
  return undefined;
}

const fragment = `title: fragment/common
description: What every event has.
$id: /fragment/common/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string, maxLength: 200, pattern: "^/" }
  meta:
    type: object
    properties:
      stream: { type: string, minLength: 1 }
      dt: { type: string, format: date-time, maxLength: 128 }
    required: [stream]
required: [$schema, meta]
`;

const click = (version: string, more = "") => `title: ui/click
description: Somebody clicked.
$id: /ui/click/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
allOf:
  - $ref: /fragment/common/1.0.0
  - properties:
      target: { type: string, maxLength: 8 }
      level: { type: integer, minimum: 0, maximum: 9, default: 1 }
${more}
    required: [target]
examples: [{ $schema: /ui/click/${version}, meta: { stream: ui.click }, target: a }]
`;

const event = (schema: string, more: object = {}) => ({
  $schema: schema,
  meta: { stream: "ui.click" },
  target: "menu",
  ...more,
});

/** Events, and what EventGate answers. */
const cases: readonly [name: string, body: unknown, status: number][] = [
  ["an event of the first version", event("/ui/click/1.0.0"), 201],
  ["one of the newest", event("/ui/click/1.1.0", { skin: "new" }), 201],
  ["one of whatever is the newest", event("/ui/click/latest", { skin: "new" }), 201],
  ["a value that only the newest refuses", event("/ui/click/1.1.0", { skin: 5 }), 400],
  ["the same under the first version", event("/ui/click/1.0.0", { skin: 5 }), 201],
  ["a long text", event("/ui/click/1.0.0", { target: "x".repeat(9) }), 400],
  ["without what the fragment asks for", { ...event("/ui/click/1.1.0"), meta: {} }, 400],
  ["a date that is none", event("/ui/click/1.1.0", { meta: { stream: "a", dt: "today" } }), 400],
  ["a version that is not there", event("/ui/click/9.0.0"), 500],
  ["a schema that is not there", event("/ui/none/1.0.0"), 500],
  ["some of each", [event("/ui/click/1.0.0"), event("/ui/click/1.0.0", { level: 10 })], 207],
];

const running: ChildProcess[] = [];
let files: Server | undefined;

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  files?.close();
});

/** Starts `addendum serve`. @returns its address */
function serve(repository: ScratchRepository, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [command, "serve", "--port", "0", ...args], {
    cwd: repository.root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  return said(child, "stderr", /received at (http:\/\/\S+)\/v1\/events/);
}

/** Resolves with what a process says; rejects with all that it said where it ends before. */
function said(child: ChildProcess, stream: "stderr" | "stdout", pattern: RegExp): Promise<string> {
  let text = "";
  return new Promise((found, fail) => {
    child[stream]?.on("data", (data: Buffer) => {
      text += data.toString();
      const match = pattern.exec(text);
      if (match !== null) found(match[1] ?? "");
    });
    child.once("exit", () => fail(new Error(text)));
  });
}

/** A server that knows nothing of schemas: files as they are, without types, redirects or listings. */
async function plainServer(directory: string): Promise<string> {
  files = createServer(({ url = "" }, response) => {
    try {
      response.end(readFileSync(join(directory, decodeURIComponent(url))));
    } catch {
      response.writeHead(404).end();
    }
  });
  const { port } = await new Promise<AddressInfo>((listening) => {
    files?.listen(0, "127.0.0.1", () => listening(files?.address() as AddressInfo));
  });
  return `http://127.0.0.1:${port}`;
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const socket = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = socket.address() as AddressInfo;
      socket.close(() => found(port));
    });
  });
}

/** Starts an EventGate. @returns its address */
async function eventGate(repository: ScratchRepository, schemas: string): Promise<string> {
  const port = await freePort();
  const configuration = repository.path(`eventgate-${port}.json`);
  writeFileSync(
    configuration,
    JSON.stringify({
      num_workers: 0,
      logging: { level: "info" },
      metrics: [{ type: "log" }],
      services: [
        {
          name: "EventGate",
          module: join(home, "app.js"),
          conf: {
            port,
            interface: "127.0.0.1",
            user_agent: "eventgate",
            eventgate_factory_module: join(home, "lib/factories/default-eventgate"),
            schema_uri_field: "$schema",
            schema_base_uris: [schemas],
            stream_field: "meta.stream",
            output_path: repository.path(`events-${port}.json`),
          },
        },
      ],
    }),
  );
  const child = spawn(process.execPath, ["server.js", "-c", configuration], {
    cwd: home,
    stdio: ["ignore", "pipe", "ignore"],
  });
  running.push(child);
  await said(child, "stdout", new RegExp(`(listening on[^"]*${port})`, "i"));
  return `http://127.0.0.1:${port}`;
}

async function post(address: string, body: unknown) {
  const response = await fetch(`${address}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, answer: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

test.skipIf(reason !== undefined)(
  "EventGate judges events by the schemas that `addendum serve` and a static host show, as our intake does",
  async () => {
    const repository = ScratchRepository.withGit();
    repository.write("addendum.yaml", "version: 1\nbaseBranch: main\nsite: { repository: ours }\n");
    repository.write("schemas/fragment/common/current.yaml", fragment);
    for (const [version, more] of [
      ["1.0.0", ""],
      ["1.1.0", "      skin: { type: string, maxLength: 32 }"],
    ] as const) {
      repository.write("schemas/ui/click/current.yaml", click(version, more));
      repository.addendum("materialize");
    }
    expect(repository.addendum("site", "--out", "public").code).toBe(0);
    const below = "/repositories/ours/jsonschema";
    const served = await eventGate(repository, (await serve(repository)) + below);
    const written = await eventGate(repository, (await plainServer(repository.path("public"))) + below);
    const ours = await serve(repository, "--compat", "eventgate-1.8");

    for (const [name, body, status] of cases) {
      const answers = [await post(served, body), await post(written, body)];
      expect([name, ...answers.map((one) => one.status)]).toEqual([name, status, status]);
      expect(answers[0]).toEqual(answers[1]);
      expect([name, (await post(ours, body)).status]).toEqual([name, status]);
    }

    const { answer } = await post(served, event("/ui/click/1.0.0", { target: 5 }));
    expect(answer).toMatchObject({
      invalid: [
        {
          status: "invalid",
          event: { level: 1, target: 5 },
          context: { errors: [{ keyword: "type", dataPath: ".target" }] },
        },
      ],
    });
  },
);
