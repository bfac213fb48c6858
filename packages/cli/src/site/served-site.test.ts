import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ServedSite } from "./served-site.ts";
import type { SiteMessage, SiteQuestion } from "./site-thread.ts";

/** A thread that answers when it is told to. */
class FakeThread extends EventEmitter {
  readonly asked: { readonly id: number; readonly question: SiteQuestion }[] = [];

  postMessage(message: { readonly id: number; readonly question: SiteQuestion }): void {
    this.asked.push(message);
    this.emit("asked");
  }

  say(message: SiteMessage): void {
    this.emit("message", message);
  }

  /** Answers the oldest question of a kind, as soon as there is one. */
  async answer(kind: SiteQuestion["kind"]): Promise<void> {
    let at = -1;
    while ((at = this.asked.findIndex(({ question }) => question.kind === kind)) < 0) {
      await new Promise((asked) => this.once("asked", asked));
    }
    const [one] = this.asked.splice(at, 1);
    this.say({ kind: "reply", id: one?.id ?? -1, reply: { kind: "done" } });
    await new Promise((turn) => setImmediate(turn));
  }

  terminate(): Promise<void> {
    return Promise.resolve();
  }
}

let thread: FakeThread;
vi.mock("./site-thread.ts", () => ({ startSiteThread: () => thread }));
vi.mock("./site-bundle.ts", () => ({
  siteBundle: () => ({
    isRegistryPath: () => false,
    isDrawn: (path: string) => path.startsWith("/dashboards/"),
    answerFile: (_: string, path: string) => ({ status: 200, headers: {}, body: path }),
    answerMissing: () => undefined,
  }),
}));

let site: ServedSite;
/** How long looking at the work tree takes is no matter of the machine that runs the tests. */
let lookMs = 0;
let clock = 0;
beforeEach(() => {
  lookMs = 0;
  clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (clock += lookMs));
  thread = new FakeThread();
  const task = { root: "/", configuration: "", streams: undefined, isLive: true };
  site = new ServedSite(task, () => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await site.close();
});

const get = (path: string) => site.answer({ method: "GET", path, query: "", known: undefined, body: "" });

/** Whether something has come about by now. */
async function isSettled(event: Promise<unknown>): Promise<boolean> {
  const turn = new Promise((passed) => setImmediate(passed, "not yet"));
  return (await Promise.race([event, turn])) !== "not yet";
}

test("pages are shown before dashboards are drawn, and those are waited for", async () => {
  const home = get("/");
  expect(await isSettled(home)).toBe(false);
  await thread.answer("build");
  expect(await home).toMatchObject({ status: 200, body: "/" });
  const boards = get("/dashboards/");
  expect(await isSettled(boards)).toBe(false);
  expect(await isSettled(get("/"))).toBe(true);
  await thread.answer("draw");
  expect(await boards).toMatchObject({ status: 200, body: "/dashboards/" });
});

test("the work tree is not looked at while dashboards are drawn, and afterwards it is", async () => {
  await thread.answer("build");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  await get("/");
  expect(thread.asked.map(({ question }) => question.kind)).toEqual(["draw"]);
  await thread.answer("draw");
  void get("/");
  await thread.answer("build");
});

test("what a page loads never waits for the work tree, and a page not for long", async () => {
  await thread.answer("build");
  await thread.answer("draw");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  const start = process.hrtime.bigint();
  const page = get("/");
  expect(await isSettled(page)).toBe(false);
  expect(await isSettled(get("/assets/style-ABC.css"))).toBe(true);
  await page;
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(140);
  expect(thread.asked.map(({ question }) => question.kind)).toEqual(["build"]);
});

test("where looking at the work tree takes long, a page does not wait for it, and its browser comes first", async () => {
  lookMs = 80;
  await thread.answer("build");
  await thread.answer("draw");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  for (let page = 0; page < 3; page++) expect(await isSettled(get("/"))).toBe(true);
  await new Promise((later) => setTimeout(later, 100));
  expect(thread.asked).toEqual([]);
  await thread.answer("build");
  expect(thread.asked.map(({ question }) => question.kind)).toEqual(["draw"]);
});

test("what is served is known before it is made", async () => {
  const parts = site.parts();
  expect(await isSettled(parts)).toBe(false);
  thread.say({ kind: "parts", parts: ["pages", "lineage", "live"] });
  expect(await parts).toEqual(["pages", "lineage", "live"]);
  expect(await site.parts()).toEqual(["pages", "lineage", "live"]);
});
