// What saving a source means, as viewers of the live view are told, with the real command behind it.
import { type ChildProcess, spawn } from "node:child_process";
import type { Edit } from "@addendum/event-intake";
import { afterEach, describe, expect, test } from "vitest";
import { command, ScratchRepository } from "./scratch-repository.ts";

const running = new Set<ChildProcess>();
const watching = new Set<AbortController>();
afterEach(async () => {
  for (const one of watching) one.abort();
  watching.clear();
  await Promise.all([...running].map(end));
  running.clear();
});

function end(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  return ended;
}

const schema = (title: string, version: string, rest: string) =>
  `title: ${title}
description: Something happened.
$id: /${title}/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
${rest}`;
const fragment = (version: string, most: number, title = "fragment/person") =>
  schema(title, version, `properties:\n  name: { type: string, description: A name., maxLength: ${most} }\n`);
const fields = `properties:
  $schema: { type: string, description: A schema. }
  meta: { type: object, description: About it., properties: { stream: { type: string, description: A stream. } } }
`;
const user = (title: string, version: string, references: readonly string[], more = "") =>
  schema(
    title,
    version,
    `${references.length > 0 ? "allOf:\n" : ""}${references.map((one) => `  - $ref: ${one}\n`).join("")}${fields}${more}`,
  );

function repository(files: Readonly<Record<string, string>>): ScratchRepository {
  const scratch = ScratchRepository.withGit();
  scratch.git("checkout", "-q", "-B", "main");
  scratch.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
  for (const [title, text] of Object.entries(files)) scratch.write(`schemas/${title}/current.yaml`, text);
  scratch.addendum("materialize");
  scratch.commit("feat: schemas");
  return scratch;
}

/** An intake of a repository with a viewer, which is told of edits. */
class Watched {
  readonly edits: Edit[] = [];
  readonly url: string;

  private constructor(url: string) {
    this.url = url;
  }

  static async start(scratch: ScratchRepository): Promise<Watched> {
    const child = spawn(process.execPath, [command, "serve", "--port", "0", "--pages", "off"], {
      cwd: scratch.root,
      stdio: ["ignore", "ignore", "pipe"],
    });
    running.add(child);
    let said = "";
    const url = await new Promise<string>((ready, fail) => {
      child.stderr.on("data", (data: Buffer) => {
        said += data.toString();
        const found = /events arrive at (http:\S+)\/live\//.exec(said)?.[1];
        if (found !== undefined) ready(found);
      });
      child.on("exit", () => fail(new Error(said)));
    });
    const watched = new Watched(url);
    const abort = new AbortController();
    watching.add(abort);
    const answer = await fetch(`${url}/live/events`, { signal: abort.signal });
    void watched.read(answer).catch(() => undefined);
    // The thread has to have seen the sources as they were.
    await new Promise((later) => setTimeout(later, 2500));
    return watched;
  }

  private async read({ body }: Response): Promise<void> {
    let rest = "";
    for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const data = /^event: edit\ndata: (.*)$/m.exec(part)?.[1];
        if (data !== undefined) this.edits.push(JSON.parse(data) as Edit);
      }
    }
  }

  /** What is told next of a title. */
  async next(title: string): Promise<Edit> {
    for (let attempt = 0; attempt < 400; attempt++) {
      const at = this.edits.findIndex((one) => one.title === title);
      if (at !== -1) return this.edits.splice(at, 1)[0] as Edit;
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error(`nothing was told of ${title}`);
  }
}

const reduced = ({ referring: { count, verdicts, shown } }: Edit) => ({
  count,
  verdicts,
  shown: shown.map(({ title, verdict, previous, version, moved }) => [
    title,
    verdict,
    `${previous ?? ""} ${version ?? ""}`,
    moved === undefined ? "" : `${moved.from} ${moved.to}`,
  ]),
});

describe("a saved fragment is examined with the schemas that refer to it", () => {
  test("directly and over others, with a witness and with the last events", async () => {
    const scratch = repository({
      "fragment/person": fragment("1.0.0", 16),
      "fragment/author": schema(
        "fragment/author",
        "1.0.0",
        "allOf:\n  - $ref: /fragment/person/1.0.0#\nproperties:\n  page: { type: string, description: A page. }\n",
      ),
      // What it allows itself is less than the fragment will.
      narrow: user("narrow", "1.0.0", ["/fragment/person/1.0.0"], "  name: { maxLength: 4 }\n"),
      over: user("over", "1.0.0", ["/fragment/author/1.0.0"]),
      view: user("view", "1.0.0", ["/fragment/person/1.0.0"]),
      other: user("other", "1.0.0", []),
    });
    const watched = await Watched.start(scratch);
    for (const name of ["short", "twelve chars"]) {
      const answer = await fetch(`${watched.url}/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ $schema: "/view/1.0.0", meta: { stream: "view" }, name }),
      });
      expect(answer.status).toBe(201);
    }
    await new Promise((later) => setTimeout(later, 500));
    scratch.write("schemas/fragment/person/current.yaml", fragment("1.0.0", 8));
    const edit = await watched.next("fragment/person");
    expect(edit).toMatchObject({ verdict: "incompatible", isRaised: true, version: "1.1.0" });
    expect(reduced(edit)).toEqual({
      count: 4,
      verdicts: { incompatible: 3, unchanged: 1 },
      shown: [
        ["view", "incompatible", "1.0.0 1.1.0", "/fragment/person/1.0.0 /fragment/person/1.1.0"],
        ["fragment/author", "incompatible", "1.0.0 1.1.0", "/fragment/person/1.0.0 /fragment/person/1.1.0"],
        ["over", "incompatible", "1.0.0 1.1.0", "/fragment/author/1.0.0 /fragment/author/1.1.0"],
        ["narrow", "unchanged", " ", "/fragment/person/1.0.0 /fragment/person/1.1.0"],
      ],
    });
    const [view] = edit.referring.shown;
    expect(view?.events).toMatchObject({
      judged: 2,
      rejected: 1,
      reasons: [{ pointer: "/name", reason: "must NOT have more than 8 characters", number: 2 }],
    });
    const witness = view?.findings[0]?.evidence[0];
    expect(witness?.lines[witness.marked ?? 0]).toMatch(/^name: \w{9,}/);
    scratch.write("schemas/fragment/person/current.yaml", fragment("1.0.0", 32));
    const wider = await watched.next("fragment/person");
    expect([wider.verdict, wider.referring.verdicts]).toEqual([
      "compatible",
      { compatible: 3, unchanged: 1 },
    ]);
    // Nothing but the page is told: the files are as they were.
    expect(scratch.read("schemas/view/current.yaml")).toContain("/fragment/person/1.0.0");
  }, 60_000);

  test("as the hook would, where they refer to the version that was saved", async () => {
    const scratch = repository({
      "fragment/person": fragment("1.0.0", 16),
      view: user("view", "1.0.0", ["/fragment/person/1.0.0"]),
      later: user("later", "1.0.0", ["/fragment/person/1.0.0"]),
    });
    scratch.write("schemas/view/current.yaml", user("view", "1.1.0", ["/fragment/person/1.1.0"]));
    scratch.write("schemas/fragment/person/current.yaml", fragment("1.1.0", 32));
    const watched = await Watched.start(scratch);
    scratch.write("schemas/fragment/person/current.yaml", fragment("1.1.0", 8));
    const edit = await watched.next("fragment/person");
    expect(edit).toMatchObject({ verdict: "incompatible", isRaised: false });
    expect(reduced(edit)).toMatchObject({
      shown: [
        ["later", "incompatible", "1.0.0 1.1.0", "/fragment/person/1.0.0 /fragment/person/1.1.0"],
        ["view", "incompatible", "1.0.0 1.1.0", ""],
      ],
    });
    expect(edit.referring.shown.map(({ isRaised }) => isRaised)).toEqual([true, false]);
    // Another major version is nobody's who refers to the first.
    scratch.write("schemas/fragment/person/current.yaml", fragment("2.0.0", 8));
    const major = await watched.next("fragment/person");
    expect(reduced(major)).toEqual({ count: 0, verdicts: {}, shown: [] });
    scratch.write("schemas/fragment/person/current.yaml", "title: [");
    const broken = await watched.next("fragment/person");
    expect([broken.verdict, reduced(broken)]).toEqual(["invalid", { count: 2, verdicts: {}, shown: [] }]);
    scratch.write("schemas/fragment/person/current.yaml", fragment("1.0.0", 16));
    const same = await watched.next("fragment/person");
    expect([same.verdict, same.referring.count]).toEqual(["unchanged", 0]);
  }, 60_000);

  test("of many, the worst are shown, and all are counted", async () => {
    const names = Array.from({ length: 130 }, (_, index) => `user/n${100 + index}`);
    const scratch = repository({
      "fragment/person": fragment("1.0.0", 16),
      ...Object.fromEntries(
        names.map((title, index) => [
          title,
          user(title, "1.0.0", ["/fragment/person/1.0.0"], index === 60 ? "" : "  name: { maxLength: 4 }\n"),
        ]),
      ),
    });
    const watched = await Watched.start(scratch);
    scratch.write("schemas/fragment/person/current.yaml", fragment("1.0.0", 8));
    const { referring } = await watched.next("fragment/person");
    const examined = Object.values(referring.verdicts).reduce((sum, many) => sum + many, 0);
    expect([referring.count, referring.shown.length]).toEqual([130, 20]);
    expect(examined).toBeLessThanOrEqual(100);
    expect(referring.shown[0]).toMatchObject({ title: "user/n160", verdict: "incompatible" });
  }, 120_000);
});
