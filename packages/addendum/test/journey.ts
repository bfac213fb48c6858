// What a stranger does with the command, step by step; each step begins where an earlier one ended.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "vitest";
import type { Project } from "./project.ts";

const current = "schemas/shop/order/current.yaml";

/** `git init`, `addendum init`, a first schema, and its first commit, which the hook completes. */
export function firstCommit(project: Project): void {
  if (project.run("git", ["rev-parse", "--git-dir"]).code !== 0) project.git("init", "-q", "-b", "main");
  project.write(".gitignore", "node_modules\n.yarn\n.pnp.*\n");
  expect(project.addendum("init")).toMatchObject({ code: 0 });
  expect(project.addendum("new", "shop/order")).toMatchObject({ code: 0 });
  const note = "  note:\n    type: string\n    maxLength: 32\n    description: What the buyer wrote.\n";
  project.write(current, project.read(current).replace("examples:", `${note}examples:`));
  const result = project.commit("feat: orders");
  expect(result.code, result.out + result.err).toBe(0);
  expect(result.out + result.err).toContain("materialized and staged shop/order 1.0.0");
  expect(project.files()).toEqual(
    expect.arrayContaining(["schemas/shop/order/1.0.0.yaml", "schemas/shop/order/latest"]),
  );
  expect(project.status()).toBe("");
}

/** A change that breaks events is rejected, with an event that would break; a change that adds is not. */
export function secondCommits(project: Project): void {
  const first = project.read(current);
  project.write(current, first.replace("1.0.0", "1.1.0").replace("maxLength: 32", "maxLength: 16"));
  const rejected = project.commit("feat: shorter notes");
  expect(rejected.code).toBe(1);
  expect(rejected.out + rejected.err).toContain("[event-invalidated]");
  expect(rejected.out + rejected.err).toContain("note: aaaaaaaaaaaaaaaaa");
  const more = "  skin:\n    type: string\n    description: How it looked.\nexamples:";
  project.write(current, first.replace("1.0.0", "1.1.0").replace("examples:", more));
  const accepted = project.commit("feat: skins");
  expect(accepted.code, accepted.out + accepted.err).toBe(0);
  expect(project.files()).toContain("schemas/shop/order/1.1.0.yaml");
}

export function check(project: Project): void {
  const { code, out, err } = project.addendum("check");
  expect(code, out + err).toBe(0);
}

export function compare(project: Project): void {
  project.write("old.json", '{ "type": "object", "properties": { "n": { "maximum": 100 } } }');
  project.write("new.json", '{ "type": "object", "properties": { "n": { "maximum": 50 } } }');
  const { code, out } = project.addendum("compat", "old.json", "new.json");
  expect([code, out]).toEqual([1, expect.stringContaining("incompatible")]);
  expect(project.addendum("compat", "new.json", "old.json")).toMatchObject({ code: 0 });
}

export function writeTypes(project: Project): void {
  expect(project.addendum("types", "--out", "types")).toMatchObject({ code: 0 });
  expect(project.read("types/shop/order/1.1.0.ts")).toContain("skin?: string");
}

const click = "export interface Click {\n  /** Where. */\n  place: string;\n}\n";

/** Without the compiler, which is installed on request. */
export function importNothing(project: Project): void {
  project.write("click.ts", click);
  const { code, err } = project.addendum("import", "click.ts#Click", "--title", "ui/click");
  expect([code, err]).toEqual([2, expect.stringContaining("npm install typescript@5")]);
}

/** Other parts that are installed on request: each is asked for by name. */
export function askForParts(project: Project): void {
  project.write(
    "kafka.yaml",
    "version: 1\nsinks: { main: { kind: kafka, brokers: [127.0.0.1:9] } }\nstreams: { shop.order: { title: shop/order, sink: main } }\n",
  );
  for (const [name, ...args] of [
    ["kafkajs", "serve", "--port", "0", "--streams", "kafka.yaml"],
    ["@duckdb/node-api", "query", "SELECT 1"],
  ] as const) {
    const { code, err } = project.addendum(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(`npm install ${name}`)]);
  }
}

export function importType(project: Project): void {
  project.write("click.ts", click);
  const { code, out, err } = project.addendum("import", "click.ts#Click", "--title", "ui/click");
  expect(code, out + err).toBe(0);
  expect(project.read("schemas/ui/click/current.yaml")).toContain("place:");
}

/** Runs `addendum serve` while something happens with its address. */
export async function served(project: Project, body: (address: string) => Promise<void>): Promise<void> {
  const [file, ...args] = project.manager.exec as [string, ...string[]];
  const child = spawn(file, [...args, "addendum", "serve", "--port", "0"], {
    cwd: project.root,
    env: project.environment,
    stdio: ["ignore", "ignore", "pipe"],
    // A package manager may hand on no signal to what it runs.
    detached: true,
  });
  const ended = once(child, "close");
  try {
    let said = "";
    const address = await new Promise<string>((found, fail) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const [, at] = /received at (http:\S+)\/v1\/events/.exec(said) ?? [];
        if (at !== undefined) found(at);
      });
      child.on("close", () => fail(new Error(said)));
    });
    await body(address);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await ended;
  }
}

export async function sendEvent(project: Project): Promise<void> {
  await served(project, async (address) => {
    const event = { $schema: "/shop/order/1.0.0", meta: { stream: "shop.order" }, note: "quick" };
    const response = await fetch(`${address}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([event]),
    });
    expect(response.status, await response.text()).toBe(201);
  });
  const written = project.run("grep", ["-rl", '"note":"quick"', "events"]);
  expect(written.out).toMatch(/^events\/.*\.ndjson$/m);
}
