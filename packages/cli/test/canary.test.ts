import { spawn, spawnSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const program = join(import.meta.dirname, "../bin/addendum.cjs");
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Received {
  readonly url: string;
  readonly bodies: { meta: { stream: string; domain: string; dt?: string; id?: string } }[][];
}

/** Answers as it is told, and keeps what it was sent. */
async function intake(status: number, answer = ""): Promise<Received> {
  const bodies: Received["bodies"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      bodies.push(JSON.parse(body));
      response.writeHead(status).end(answer);
    });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/v1/events`, bodies };
}

const current = (title: string, more = "") =>
  `title: ${title}\n$id: /${title}/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  meta: { type: object }\n${more}`;
const example =
  "examples:\n  - meta: { stream: old, dt: '2020-01-01T00:00:00Z', id: 4f2c1f4e-0f7b-4a55-9a9e-3d5c5f0f8a11 }\n";

function repository(streams: string): ScratchRepository {
  const scratch = ScratchRepository.withGit();
  scratch.write("schemas/click/current.yaml", current("click", example));
  scratch.write("schemas/bare/current.yaml", current("bare"));
  scratch.write("addendum.yaml", "version: 1\ngenerateExamples: false\n");
  scratch.addendum("materialize");
  scratch.write("streams.yaml", `version: 1\n${streams}`);
  return scratch;
}

/** Not the scratch repository's own, which would keep this process's servers from answering. */
async function addendum(scratch: ScratchRepository, ...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: scratch.root,
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  // Not "exit", which may come before the last of what it printed.
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, out, err };
}

describe("addendum canary", () => {
  test("shows what it would send, and sends nothing", async () => {
    const server = await intake(201);
    const scratch = repository(
      `streams: { clicks: { title: click, canary: true } }\nservices: { local: "${server.url}" }\n`,
    );
    const { code, out } = await addendum(scratch, "canary");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ meta: { stream: "clicks", domain: "canary" } });
    expect(server.bodies).toEqual([]);
  });

  test("sends an array to each service, tries all, and fails if one does", async () => {
    const good = await intake(202);
    const partial = await intake(
      207,
      JSON.stringify({
        invalid: [{ event: { meta: { stream: "c" } }, context: { errorsText: "'.x' is missing" } }],
      }),
    );
    const scratch = repository(
      `defaults: { title: click, canary: true }\nstreams: { a: {}, b: {}, c: { service: other }, d: { service: away }, e: { canary: false } }\nservices: { local: "${good.url}", other: "${partial.url}", away: "http://127.0.0.1:1/v1/events" }\n`,
    );
    const { code, out, err } = await addendum(scratch, "canary", "--send");
    expect(good.bodies.map((body) => body.map(({ meta }) => meta.stream))).toEqual([["a", "b"]]);
    expect(partial.bodies[0]).toHaveLength(1);
    expect(out).toBe("2 canaries sent.\n");
    expect(err).toContain(`${partial.url} did not accept 1 canary: 207 Multi-Status c: '.x' is missing`);
    expect(err).toContain("it cannot be reached: ");
    expect(code).toBe(1);
    const one = await addendum(scratch, "canary", "--send", "--stream", "d", "--intake", good.url);
    expect(one).toMatchObject({ code: 0, out: "1 canary sent.\n" });
  });

  test("goes on sending, by what the repository holds then, until it is told to end", async () => {
    const server = await intake(201);
    const scratch = repository(
      `streams: { clicks: { title: click, canary: true } }\nservices: { local: "${server.url}" }\n`,
    );
    const child = spawn(process.execPath, [program, "canary", "--send", "--every", "1s"], {
      cwd: scratch.root,
    });
    for (let attempt = 0; attempt < 200 && server.bodies.length < 2; attempt++) {
      await new Promise((later) => setTimeout(later, 50));
    }
    child.kill("SIGTERM");
    expect(await new Promise((done) => child.on("exit", done))).toBe(0);
    expect(server.bodies.length).toBeGreaterThanOrEqual(2);
  });

  test("what cannot be a canary is said", async () => {
    const scratch = repository(
      "streams: { b: { title: bare, canary: true }, n: { title: nope, canary: true }, x: { canary: true } }\n",
    );
    const { code, err } = await addendum(scratch, "canary");
    expect(code).toBe(1);
    expect(err).toContain("b: the newest version of “bare” has no example.");
    expect(err).toContain("n: “nope” has no version.");
    expect(err).toContain("x: it has no title");
    expect((await addendum(scratch, "canary", "--every", "1h")).err).toContain("--every needs --send");
  });
});

describe("addendum streams", () => {
  test("prints and writes what streams.yaml says, and knows when that is old", () => {
    const scratch = repository(
      "streams: { clicks: { title: click, sample: { unit: session, rate: 0.5 } } }\n",
    );
    expect(JSON.parse(scratch.addendum("streams").out)).toMatchObject({
      streams: { clicks: { schema_title: "click", sample: { unit: "session", rate: 0.5 } } },
    });
    const write = ["streams", "--constants", "src/streams.ts"] as const;
    expect(scratch.addendum(...write, "--check").code).toBe(1);
    expect(scratch.addendum(...write).code).toBe(0);
    expect(scratch.addendum(...write, "--check").code).toBe(0);
    expect(scratch.read("src/streams.ts")).toContain(
      '"clicks": { schema: "/click/1.0.0", sets: [], sample: { unit: "session", rate: 0.5 } },',
    );
    const sampled = current("click")
      .replace("/1.0.0", "/1.1.0")
      .replace(
        "properties:\n",
        "properties:\n  sample: { type: object, properties: { unit: { type: string }, rate: { type: number } } }\n",
      );
    scratch.write("schemas/click/current.yaml", sampled);
    scratch.addendum("materialize");
    scratch.addendum(...write);
    expect(scratch.read("src/streams.ts")).toContain(
      'sample: { unit: "session", rate: 0.5, isRecorded: true }',
    );
    scratch.write("streams.yaml", "version: 1\nstreams: { clicks: { title: nope } }\n");
    expect(scratch.addendum("streams").err).toContain("“nope”, which has no version here");
  });
});

const promtool = spawnSync("promtool", ["--version"]).status === 0;
if (!promtool && process.env["CI"]) throw new Error("promtool is not there");
test.skipIf(!promtool)(
  `Prometheus takes the alerting rules${promtool ? "" : " (skipped: there is no promtool)"}`,
  () => {
    const rules = join(import.meta.dirname, "../../../docs/monitoring/alerts.yaml");
    const { status, stdout } = spawnSync("promtool", ["check", "rules", rules], { encoding: "utf8" });
    expect(stdout).toContain("5 rules found");
    expect(status).toBe(0);
  },
);
