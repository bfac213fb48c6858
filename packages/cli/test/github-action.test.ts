// action.yml and its script, run as a runner of GitHub Actions runs them: real git, the real command, a faked API.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseDocument } from "@addendum/json-schema";
import { describe, expect, onTestFinished, test } from "vitest";
import { command, field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const root = join(import.meta.dirname, "../../..");
const script = join(root, "action/check.mjs");

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string; readonly type: string };
  body: string;
}

/** GitHub's comments on one pull request, as far as the action asks for them. */
class Api {
  readonly comments: Comment[] = [];
  readonly requests: string[] = [];
  /** Whether the token may write. */
  mayWrite = true;
  address = "";

  async start(): Promise<this> {
    const server = createServer(async (request, response) => {
      const { status, body } = await this.answer(request);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this;
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { method = "", url = "", headers } = request;
    this.requests.push(`${method} ${url}`);
    let text = "";
    for await (const chunk of request) text += String(chunk);
    if (headers.authorization !== "Bearer the-token") return { status: 401, body: {} };
    if (url === "/user") return { status: 403, body: { message: "Resource not accessible by integration" } };
    const page = /^\/repos\/o\/r\/issues\/7\/comments\?per_page=100&page=(\d+)$/.exec(url);
    if (method === "GET" && page !== null) {
      const from = (Number(page[1]) - 1) * 100;
      return { status: 200, body: this.comments.slice(from, from + 100) };
    }
    if (!this.mayWrite) return { status: 403, body: {} };
    const { body } = JSON.parse(text) as { body: string };
    const one = /^\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(url);
    if (method === "PATCH" && one !== null) {
      const comment = this.comments.find(({ id }) => id === Number(one[1]));
      if (comment !== undefined) comment.body = body;
      return { status: 200, body: {} };
    }
    if (method === "POST" && url === "/repos/o/r/issues/7/comments") {
      this.add(body, "github-actions[bot]", "Bot");
      return { status: 201, body: {} };
    }
    return { status: 404, body: {} };
  }

  add(body: string, login: string, type: string): void {
    this.comments.push({ id: this.comments.length + 1, user: { login, type }, body });
  }
}

/** A clone, as actions/checkout leaves it, of a repository whose base has a first version. */
function checkout({ below = "", branch = "feature" } = {}): ScratchRepository {
  const origin = new ScratchRepository();
  origin.git("init", "-q", "-b", "main");
  origin.write(join(below, "addendum.yaml"), "version: 1\nbaseBranch: main\n");
  origin.write(".gitignore", "node_modules\n");
  origin.write(join(below, "schemas/a/b/current.yaml"), schema("a/b", "1.0.0", field("n", "integer")));
  expect(origin.addendum("materialize", ...(below === "" ? [] : ["--repo", below]))).toMatchObject({
    code: 0,
  });
  origin.commit("first");
  origin.git("config", "receive.denyCurrentBranch", "ignore");
  const clone = new ScratchRepository(scratchDirectory());
  clone.git("clone", "-q", "--depth", "1", `file://${origin.root}`, ".");
  clone.git("switch", "-q", "-c", branch);
  mkdirSync(clone.path("node_modules/.bin"), { recursive: true });
  symlinkSync(command, clone.path("node_modules/.bin/addendum"));
  return clone;
}

/** Commits a new version with the field `n` of a type; `integer` breaks nothing. */
function change(repository: ScratchRepository, type: string, below = "", name = "a/b"): void {
  const file = join(below, `schemas/${name}/current.yaml`);
  repository.write(file, schema(name, "1.1.0", field("n", type) + field("more")));
  // Also what breaks is written, as it is where somebody got around the hook.
  const configuration = join(below, "addendum.yaml");
  const text = repository.read(configuration);
  repository.write(configuration, `${text}unstable: { titles: ["**"] }\n`);
  expect(repository.addendum("materialize", ...(below === "" ? [] : ["--repo", below])).code).toBe(0);
  repository.write(configuration, text);
  repository.git("add", "-A");
  repository.git("commit", "-q", "-m", "change");
}

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly sarif: string | undefined;
}

const pull = (fork = false, base = "main") => ({
  pull_request: {
    number: 7,
    title: '"; touch pwned; echo "$(touch pwned)"',
    base: { ref: base },
    head: { ref: "x", repo: { full_name: fork ? "stranger/r" : "o/r" } },
  },
});

async function runAction(
  repository: ScratchRepository,
  name: string,
  event: unknown,
  env: NodeJS.ProcessEnv = {},
): Promise<Run> {
  const temporary = new ScratchRepository(scratchDirectory());
  temporary.write("event.json", JSON.stringify(event));
  temporary.write("output", "");
  temporary.write("summary", "");
  const child = spawn(process.execPath, [script], {
    cwd: repository.root,
    env: {
      PATH: process.env["PATH"],
      HOME: temporary.root,
      GITHUB_WORKSPACE: repository.root,
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: temporary.path("event.json"),
      GITHUB_OUTPUT: temporary.path("output"),
      GITHUB_STEP_SUMMARY: temporary.path("summary"),
      GITHUB_REPOSITORY: "o/r",
      RUNNER_TEMP: temporary.root,
      ADDENDUM_TOKEN: "the-token",
      ...(name === "pull_request" && { GITHUB_BASE_REF: "main" }),
      ...env,
    },
  });
  let out = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (out += String(chunk)));
  const code = await new Promise<number | null>((done) => void child.on("close", done));
  const lines = temporary.read("output").split("\n").filter(Boolean);
  const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const sarif = outputs["sarif"] === undefined ? undefined : readFileSync(outputs["sarif"], "utf8");
  return { code, out, summary: temporary.read("summary"), outputs, sarif };
}

describe("a pull request", () => {
  test("that breaks events gets annotations, a comment, a summary and a SARIF file; later runs update the comment", async () => {
    const api = await new Api().start();
    const repository = checkout();
    change(repository, "string");
    const env = { GITHUB_API_URL: api.address };
    api.add("<!-- addendum check: . -->\nmine", "stranger", "User");
    const first = await runAction(repository, "pull_request", pull(), env);
    expect(first.code).toBe(1);
    expect(first.outputs).toMatchObject({ result: "failed", upload: "true" });
    expect(first.out).toMatch(
      /^::error file=schemas\/a\/b\/current\.yaml,line=\d+,col=\d+,title=event-invalidated::/m,
    );
    const [theirs, comment] = api.comments;
    expect(api.comments).toHaveLength(2);
    expect(theirs?.body).toBe("<!-- addendum check: . -->\nmine");
    expect(comment?.body).toMatch(/^<!-- addendum check: \. -->\n### Addendum: this change is not ready/);
    expect(comment?.body).toContain("`a/b`");
    expect(first.summary).toContain("event-invalidated");
    const { runs } = JSON.parse(first.sarif ?? "") as { runs: { results: { ruleId: string }[] }[] };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toContain("event-invalidated");

    // The same once more writes nothing; what is mended updates the comment.
    await runAction(repository, "pull_request", pull(), env);
    expect(api.requests.filter((line) => /^(POST|PATCH)/.test(line))).toHaveLength(1);
    change(repository, "integer");
    const mended = await runAction(repository, "pull_request", pull(), env);
    expect(mended).toMatchObject({ code: 0, outputs: { result: "passed" } });
    expect(api.comments).toHaveLength(2);
    expect(comment?.body).toContain("### Addendum: nothing stands in the way");
  });

  test("that touches no schema gets no comment; past a hundred others, the own one is found", async () => {
    const api = await new Api().start();
    const repository = checkout();
    repository.write("readme.txt", "x");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "x");
    const run = await runAction(repository, "pull_request", pull(), { GITHUB_API_URL: api.address });
    expect(run.code).toBe(0);
    expect(api.comments).toEqual([]);
    for (let n = 0; n < 120; n++) api.add("x", "somebody", "User");
    api.add("<!-- addendum check: . -->\nold", "github-actions[bot]", "Bot");
    await runAction(repository, "pull_request", pull(), { GITHUB_API_URL: api.address });
    expect(api.comments).toHaveLength(121);
    expect(api.comments.at(-1)?.body).toContain("nothing stands in the way");
  });

  test("from a fork is checked, and nothing is written that its token may not write", async () => {
    const api = await new Api().start();
    const repository = checkout();
    change(repository, "string");
    const run = await runAction(repository, "pull_request", pull(true), { GITHUB_API_URL: api.address });
    expect(run).toMatchObject({ code: 1, outputs: { result: "failed", upload: "false" } });
    expect(run.out).toContain("::notice title=Addendum::The change comes from a fork");
    expect(run.summary).toContain("event-invalidated");
    expect(api.requests).toEqual([]);
  });

  test("whose token may not write gets a warning, and the result of the check", async () => {
    const api = await new Api().start();
    api.mayWrite = false;
    const repository = checkout();
    change(repository, "integer");
    const run = await runAction(repository, "pull_request", pull(), { GITHUB_API_URL: api.address });
    expect(run.code).toBe(0);
    expect(run.out).toContain(
      "::warning title=Addendum::The comment could not be written: GitHub answered 403",
    );
  });

  test("of a folder of a larger repository has paths from the top", async () => {
    const api = await new Api().start();
    const below = "event schemas";
    const repository = checkout({ below });
    change(repository, "string", below);
    const env = { GITHUB_API_URL: api.address, ADDENDUM_DIRECTORY: below };
    const run = await runAction(repository, "pull_request", pull(), env);
    expect(run.code).toBe(1);
    expect(run.out).toContain("::error file=event schemas/schemas/a/b/current.yaml,");
    expect(run.sarif).toContain('"event%20schemas/schemas/a/b/current.yaml"');
    expect(api.comments[0]?.body).toMatch(/^<!-- addendum check: event%20schemas -->/);
  });
});

describe("nothing in a change becomes a command", () => {
  test("neither of a shell, by names of branches and titles", async () => {
    const base = "main;touch${IFS}pwned;$(touch${IFS}pwned)";
    const repository = checkout();
    repository.git("push", "-q", "origin", `main:refs/heads/${base}`);
    change(repository, "integer");
    const run = await runAction(repository, "pull_request", pull(false, base), {
      GITHUB_BASE_REF: base,
      ADDENDUM_COMMENT: "false",
    });
    expect(run.code).toBe(0);
    expect(readdirSync(repository.root)).not.toContain("pwned");
  });

  test("nor of the runner, by names of files", async () => {
    const repository = checkout();
    const title = "x\n::set-env name=NODE_OPTIONS::--evil\n::error::y";
    repository.write(`schemas/${title}/current.yaml`, "title: [\n");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "x");
    const run = await runAction(repository, "pull_request", pull(), { ADDENDUM_COMMENT: "false" });
    expect(run.code).toBe(1);
    expect(run.out).not.toMatch(/^::set-env/m);
    expect(run.out).not.toMatch(/^::error::y/m);
  });

  test("action.yml and the examples put no expression into a script", () => {
    const files = ["action.yml", "docs/ci/github-actions.yaml"];
    for (const file of files) {
      const text = readFileSync(join(root, file), "utf8");
      expect(parseDocument(text).kind).toBe("document");
      for (const [line] of text.matchAll(/^ *(?:- )?run:.*(?:\n {8,}.*)*/gm))
        expect(line).not.toContain("${{");
    }
  });
});

test.each([
  ["push", { before: "BEFORE" }, { GITHUB_REF_TYPE: "branch" }, 1],
  ["push", { before: "0".repeat(40) }, { GITHUB_REF_TYPE: "branch" }, 0],
  ["push", { before: "--help" }, { GITHUB_REF_TYPE: "branch" }, 0],
  ["push", { before: "BEFORE" }, { GITHUB_REF_TYPE: "tag" }, 0],
  ["merge_group", { merge_group: { base_sha: "BEFORE" } }, {}, 1],
  ["workflow_dispatch", {}, {}, 0],
  ["schedule", {}, {}, 0],
])("%s with %j ends with what the check says", async (name, event, env, code) => {
  const repository = checkout({ branch: "work" });
  const before = repository.git("rev-parse", "HEAD").trim();
  change(repository, "string");
  // What was pushed to the base branch is there now.
  repository.git("push", "-q", "origin", "HEAD:refs/heads/main");
  repository.git("branch", "-q", "-M", "main");
  const text = JSON.stringify(event).replace("BEFORE", before);
  const run = await runAction(repository, name, JSON.parse(text) as unknown, env);
  expect(run).toMatchObject({ code, outputs: { result: code === 0 ? "passed" : "failed" } });
});

describe("what cannot be done ends with 2 and says why", () => {
  test("pull_request_target, which has rights that a change must not get", async () => {
    const run = await runAction(checkout(), "pull_request_target", pull());
    expect(run).toMatchObject({ code: 2, outputs: { result: "error" } });
    expect(run.out).toContain("Use the event pull_request.");
  });

  test("without the command", async () => {
    const repository = checkout();
    repository.run("rm", ["-r", "node_modules"]);
    const run = await runAction(
      repository,
      "push",
      {},
      { GITHUB_REF_TYPE: "tag", ADDENDUM_VERSION: "1; touch x" },
    );
    expect(run.code).toBe(2);
    expect(run.out).toContain("::error title=Addendum::Addendum is not installed. Run `npm ci`");
  });

  test("with a configuration that cannot be read, and the comment says so", async () => {
    const api = await new Api().start();
    const repository = checkout();
    repository.write("addendum.yaml", "version: 2\n");
    const run = await runAction(repository, "pull_request", pull(), { GITHUB_API_URL: api.address });
    expect(run).toMatchObject({ code: 2, outputs: { result: "error", upload: "false" } });
    expect(api.comments[0]?.body).toContain("### Addendum: this change could not be checked");
    expect(api.comments[0]?.body).toContain("addendum.yaml:1:10");
  });
});
