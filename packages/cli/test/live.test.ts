// The live view in a real Chromium, with the real command behind it.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { command, ScratchRepository } from "./scratch-repository.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const reason = existsSync(executablePath) ? undefined : `there is no ${executablePath}`;
if (reason !== undefined && process.env["CI"]) throw new Error(reason);

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const clickSchema = `title: click
description: Somebody clicked.
$id: /click/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string }
  meta: { type: object, properties: { stream: { type: string }, domain: { type: string } } }
  skin:
    type: string
    maxLength: 16
  ip:
    type: string
    privacy: { kind: ip-address, retention: 90 days }
examples:
  - $schema: /click/1.0.0
    meta: { stream: click }
    skin: dark
`;
const click = (more: object = {}) => ({ $schema: "/click/1.0.0", meta: { stream: "click" }, ...more });

describe.skipIf(reason !== undefined)(
  `the live view in Chromium${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "addendum live-")));
    const repository = new ScratchRepository(root);
    const source = "schemas/click/current.yaml";
    let browser: Browser;
    let port = 0;
    let server: ChildProcess;
    const contexts = new Set<BrowserContext>();
    const problems: string[] = [];

    async function serve(env: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<void> {
      server = spawn(process.execPath, [command, "serve", "--port", String(port), ...args], {
        cwd: root,
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, ...env },
      });
      let said = "";
      await new Promise<void>((ready, fail) => {
        server.stderr?.on("data", (data: Buffer) => {
          said += data.toString();
          if (said.includes("Watch events arrive")) ready();
        });
        server.on("exit", () => fail(new Error(said)));
      });
    }

    function stop(): Promise<void> {
      const ended = new Promise<void>((end) => server.once("exit", () => end()));
      server.kill("SIGTERM");
      return ended;
    }

    const address = () => `http://127.0.0.1:${port}/live/`;

    async function post(events: object): Promise<number> {
      const answer = await fetch(`http://127.0.0.1:${port}/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(events),
      });
      await answer.text();
      return answer.status;
    }

    /** Opens the page; whatever it complains of fails the test. */
    async function open(
      path = "",
      options: BrowserContextOptions = {},
      context?: BrowserContext,
    ): Promise<Page> {
      const used = context ?? (await browser.newContext(options));
      contexts.add(used);
      const page = await used.newPage();
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        // An answer of 400 is one that the form asked for; a connection that broke is one that was broken.
        const isExpected =
          /status of 400|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;
        if (message.type() === "error" && !isExpected.test(message.text())) problems.push(message.text());
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(`http://127.0.0.1:${port}/`)) problems.push(request.url());
      });
      const answer = await page.goto(address() + path);
      const policy = answer?.headers()["content-security-policy"] ?? "none";
      if (!/^default-src 'none'; (?!.*unsafe)/.test(policy)) problems.push(`the page's policy is ${policy}`);
      await page.locator("#state[data-state=live]").waitFor();
      return page;
    }

    /** What the page says of how much it shows. */
    const counts = (page: Page, said: RegExp) => page.locator("#counts", { hasText: said }).waitFor();
    /** @param expression the page's script: nothing of a page is known here */
    const until = (page: Page, expression: string) =>
      vi.waitUntil(() => page.evaluate<boolean>(expression), { timeout: 30_000 });
    const rows = (page: Page) => page.locator(".row:visible");

    beforeAll(async () => {
      port = await freePort();
      browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
      repository.git("init", "-q", "-b", "main");
      repository.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
      repository.write(source, clickSchema);
      repository.addendum("materialize");
      repository.commit("feat: clicks");
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(root, { recursive: true, force: true });
    });
    beforeEach(async () => {
      rmSync(join(root, "events"), { recursive: true, force: true });
    });
    afterEach(async () => {
      await Promise.all([...contexts].map((one) => one.close()));
      contexts.clear();
      if (server.exitCode === null) await stop();
      expect(problems.splice(0)).toEqual([]);
    });

    test("shows a rejected event with the place marked, and the schema's line beside it", async () => {
      await serve();
      const page = await open();
      await post([
        click({ skin: "dark" }),
        click({ skin: "longer than sixteen", ip: "192.0.2.1", other: "x" }),
      ]);
      await rows(page).filter({ hasText: "rejected" }).click();
      const details = page.locator("#details");
      await details.locator(".excerpts .mark-bad").waitFor();
      expect(await details.locator(".reasons").innerText()).toBe(
        "/skin should NOT be longer than 16 characters",
      );
      expect(await details.locator(".event-and-schema > figure .line-bad").innerText()).toContain(
        "longer than sixteen",
      );
      expect(await details.locator(".event-and-schema > figure .line-warn").innerText()).toContain(
        "not declared",
      );
      expect(await details.locator(".excerpts figcaption").innerText()).toMatch(/click\/1\.0\.0\.yaml:\d+$/);
      expect(await details.locator(".excerpts .mark-bad").innerText()).toBe("16");
      expect(await details.innerText()).toContain('"ip": "(masked)"');
      expect(await page.content()).not.toContain("192.0.2.1");
    });

    test("stays quick in a burst, and says what it does not show", async () => {
      await serve();
      const page = await open();
      const batch = Array.from({ length: 1000 }, (_, n) =>
        click({ skin: n === 7 ? "longer than sixteen" : "dark" }),
      );
      // One after another: of many large ones at once the intake refuses some.
      for (let sent = 0; sent < 10; sent++) expect(await post(batch)).toBe(207);
      await counts(page, /not shown, because too many arrived at once/);
      expect(await rows(page).count()).toBeLessThan(60);
      await page.locator("select[name=verdict]").selectOption("rejected");
      await counts(page, /^10 of /);
      // Counts come once a second.
      await page.locator("#streams tbody tr").first().getByText("9,990").waitFor();
      expect(await page.locator("#streams tbody tr").first().innerText()).toMatch(/click\s+9,990\s+10/);
    });

    test("pauses, and filters by stream, schema, field and verdict, which a reload keeps", async () => {
      await serve();
      const page = await open();
      await post([click({ skin: "a" }), click({ skin: "b" }), { ...click(), meta: { stream: "other" } }]);
      await counts(page, /^3 shown$/);
      await page.locator("#pause").click();
      await post(click({ skin: "c" }));
      await counts(page, /paused, 1 new/);
      expect(await rows(page).count()).toBe(3);
      await page.locator("#pause").click();
      await counts(page, /^4 shown$/);
      const isCount = (count: number) =>
        until(
          page,
          `[...document.querySelectorAll(".row")].filter((row) => !row.hidden).length === ${count}`,
        );
      await page.locator("#field").fill("skin=b");
      await isCount(1);
      await page.locator("#field").fill("skin");
      await isCount(3);
      await page.locator("input[name=schema]").fill("/2.0.0");
      await isCount(0);
      await page.locator("#reset").click();
      await isCount(4);
      await page.locator("#stream").selectOption("other");
      await isCount(1);
      expect(page.url()).toContain("?stream=other");
      await page.reload();
      await isCount(1);
      await page.locator("#reset").click();
      await page.locator("#streams button", { hasText: "click" }).click();
      await isCount(3);
    });

    test("links to one event, in two tabs, and goes on with an intake that was restarted", async () => {
      await serve();
      const page = await open();
      await post([click({ skin: "first" }), click({ skin: "second" })]);
      await rows(page).filter({ hasText: "first" }).click();
      expect(page.url()).toMatch(/#event=[\w-]+\.1$/);
      const [, link = ""] = page.url().split("/live/");
      const other = await open(link, {}, page.context());
      expect(await other.locator("#details").innerText()).toContain('"skin": "first"');
      await stop();
      await page.locator("#state[data-state=waiting]").waitFor();
      await serve();
      for (const tab of [page, other]) await tab.locator("#state[data-state=live]").waitFor();
      await post(click({ skin: "third" }));
      for (const tab of [page, other]) await rows(tab).filter({ hasText: "third" }).waitFor();
      expect(await rows(page).count()).toBe(3);
      await page.reload();
      await page.locator("#details", { hasText: "no longer has this event" }).waitFor();
    });

    test("goes on after a sleep, during which neither side heard of the other", async () => {
      await serve();
      const page = await open();
      await post(click({ skin: "before" }));
      await rows(page).filter({ hasText: "before" }).waitFor();
      // A connection whose other end is gone says nothing, not even that: the process that holds it is stopped.
      server.kill("SIGSTOP");
      try {
        // The page's timers are late by an hour when its machine wakes up.
        await page.evaluate("{ const now = Date.now; Date.now = () => now() + 3_600_000; }");
        await page.locator("#state:not([data-state=live])").waitFor();
      } finally {
        server.kill("SIGCONT");
      }
      await page.locator("#state[data-state=live]").waitFor();
      await post(click({ skin: "after" }));
      await rows(page).filter({ hasText: "after" }).waitFor();
      // Nothing is shown twice.
      await counts(page, /^2 shown$/);
    });

    test("says at once what a saved schema would break, and which of the last events", async () => {
      await serve();
      const page = await open();
      await post([
        click({ skin: "short" }),
        click({ skin: "twelve chars" }),
        click({ skin: "thirteen chars" }),
      ]);
      await counts(page, /^3 shown$/);
      // The thread has to have seen it as it was.
      await new Promise((later) => setTimeout(later, 2000));
      repository.write(source, clickSchema.replace("maxLength: 16", "maxLength: 8"));
      const edit = page.locator("#edits li > details").first();
      await edit.locator(".badge", { hasText: "breaks old events" }).waitFor();
      const text = await edit.innerText();
      expect(text).toContain("1.0.0 → 1.1.0");
      expect(text).toContain("it was examined as 1.1.0");
      expect(text).toContain("Of the last 3 accepted events of this schema, 2 would be rejected.");
      expect(text).toMatch(/2 × \/skin must NOT have more than 8 characters/);
      expect(await edit.locator(".witness .line-bad").first().innerText()).toMatch(/^skin: \w{9,}/);
      expect(text).toContain("event-invalidated");
      expect(text).toMatch(/current\.yaml:\d+/);
      await edit.getByText("the newest").click();
      expect(await page.locator("#details").innerText()).toContain("thirteen chars");
      repository.write(
        source,
        `${clickSchema.replace("/click/1.0.0\n$schema", "/click/1.1.0\n$schema").replace("  ip:", "  more: { type: string, description: More. }\n  ip:")}`,
      );
      await edit.locator(".badge", { hasText: "compatible" }).waitFor();
      expect(await edit.innerText()).toContain("none would be rejected");
      repository.write(source, "title: [");
      await edit.locator(".badge", { hasText: "cannot be used" }).waitFor();
      repository.write(source, clickSchema);
      await edit.locator(".badge", { hasText: "unchanged" }).waitFor();
    });

    test("says what a saved fragment would break in the schemas that refer to it", async () => {
      const fragment = "schemas/fragment/name/current.yaml";
      const named = (most: number) =>
        `title: fragment/name\ndescription: A name.\n$id: /fragment/name/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  name: { type: string, description: A name., maxLength: ${most} }\n`;
      const view = (title: string, own: string) =>
        `title: ${title}\ndescription: Somebody looked.\n$id: /${title}/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nallOf: [{ $ref: /fragment/name/1.0.0 }]\nproperties:\n  $schema: { type: string, description: A schema. }\n  meta: { type: object, description: About it., properties: { stream: { type: string, description: A stream. } } }\n${own}`;
      repository.write(fragment, named(16));
      repository.write("schemas/look/view/current.yaml", view("look/view", ""));
      repository.write("schemas/look/glance/current.yaml", view("look/glance", "  name: { maxLength: 4 }\n"));
      repository.addendum("materialize");
      repository.commit("feat: a fragment");
      await serve();
      const page = await open();
      await post({ $schema: "/look/view/1.0.0", meta: { stream: "look.view" }, name: "twelve chars" });
      await counts(page, /^1 shown$/);
      await new Promise((later) => setTimeout(later, 2000));
      repository.write(fragment, named(8));
      const edit = page.locator("#edits > ol > li > details").first();
      await edit.getByText("2 schemas refer to fragment/name: 1 breaks old events, 1 unchanged.").waitFor();
      const [broken, other] = [0, 1].map((at) => edit.locator(".referring details.edit").nth(at));
      expect(await broken?.locator("summary").first().innerText()).toMatch(
        /look\/view\s*1\.0\.0 → 1\.1\.0\s*breaks old events/,
      );
      const text = (await broken?.innerText()) ?? "";
      expect(text).toContain(
        "It refers to /fragment/name/1.0.0, and was examined as if it referred to /fragment/name/1.1.0",
      );
      expect(text).toContain("Of the last 1 accepted event of this schema, 1 would be rejected.");
      expect(await broken?.locator(".witness .line-bad").first().innerText()).toMatch(/^name: \w{9,}/);
      expect(await other?.locator("summary").innerText()).toMatch(/look\/glance.*unchanged/s);
      expect(await page.locator("#edit-status").innerText()).toContain(
        "1 schema that refers to it would break.",
      );
      await broken?.getByText("the newest").click();
      expect(await page.locator("#details").innerText()).toContain("twelve chars");
      await page.locator(".referring summary").last().focus();
      await page.keyboard.press("Enter");
      await other?.getByText("It is the same as its published version.").waitFor();
      repository.write(fragment, named(16));
      await edit.locator("> summary .badge", { hasText: "unchanged" }).waitFor();
      expect(await edit.locator(".referring").count()).toBe(0);
    });

    test("sends an example, a broken one and one's own, and copies them", async () => {
      await serve();
      const page = await open();
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const copied = () => page.evaluate<string>("navigator.clipboard.readText()");
      const answer = page.locator(".send-answer");
      const form = page.locator("#send-form");
      await form.getByRole("button", { name: "Example", exact: true }).click();
      await until(page, `document.querySelector("textarea").value.includes('"skin": "dark"')`);
      await form.getByRole("button", { name: "Send" }).click();
      await answer.getByText("Accepted (201)").waitFor();
      await rows(page).filter({ hasText: "canary" }).waitFor();
      await form.getByRole("button", { name: "Copy as curl" }).click();
      await page.locator("#copied").getByText("Copied the command.").waitFor();
      expect(await copied()).toContain(
        `curl -H 'content-type: application/json' http://127.0.0.1:${port}/v1/events -d '{`,
      );
      await form.getByRole("button", { name: "Copy producer code" }).click();
      await page.locator("#copied").getByText("Copied the code.").waitFor();
      expect(await copied()).toContain('producer.submit("click", {\n  "skin": "dark"\n});');
      await form.getByRole("button", { name: "Broken example" }).click();
      await answer.getByText("The example, changed: /skin has").waitFor();
      await form.getByRole("button", { name: "Send" }).click();
      await answer.getByText("Not accepted (400)").waitFor();
      await page.locator("textarea").fill(`{ "it's": `);
      await form.getByRole("button", { name: "Send" }).click();
      await answer.getByText("JSON").waitFor();
      await form.getByRole("button", { name: "Copy as curl" }).click();
      expect(await copied()).toContain(String.raw`'{ "it'\''s":'`);
    });

    test("is used by keyboard", async () => {
      await serve();
      const page = await open();
      await post(Array.from({ length: 200 }, (_, n) => click({ skin: `n${n}` })));
      await counts(page, /^200 shown$/);
      await page.locator("#rows").focus();
      await page.keyboard.press("ArrowDown");
      await page.locator("#details", { hasText: '"n199"' }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.locator("#details", { hasText: '"n198"' }).waitFor();
      await page.keyboard.press("End");
      await page.locator("#details", { hasText: '"n0"' }).waitFor();
      await until(
        page,
        `document.getElementById(document.querySelector("#rows").getAttribute("aria-activedescendant")).textContent.includes("n0")`,
      );
      await page.keyboard.press("Home");
      await page.locator("#details", { hasText: '"n199"' }).waitFor();
      // What somebody reads stays where it is while others come.
      await page.keyboard.press("PageDown");
      await page.keyboard.press("PageDown");
      const before = await page.locator(".row[aria-selected=true]").boundingBox();
      await post(click({ skin: "new" }));
      await counts(page, /^201 shown$/);
      await page.waitForTimeout(200);
      const after = await page.locator(".row[aria-selected=true]").boundingBox();
      expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1000))).toBeLessThan(2);
    });

    test("shows hostile events as text", async () => {
      await serve();
      const page = await open();
      const deep = `${'{"a":'.repeat(60)}1${"}".repeat(60)}`;
      const markup = `<img src=x onerror="document.title='hacked'"><script>document.title='hacked'</script>`;
      const body = `[{"$schema":"/click/1.0.0","meta":{"stream":${JSON.stringify(`${markup}\u202E`)}},"skin":"a","__proto__":{"x":1},"constructor":1,"${"n".repeat(5000)}":1},
        {"$schema":"/click/1.0.0","meta":{"stream":"s"},"skin":"${"x".repeat(1_000_000)}","deep":${deep}},
        {"$schema":${JSON.stringify(markup)},"meta":{"stream":${JSON.stringify(markup)}}}, null, [], "text"]`;
      await fetch(`http://127.0.0.1:${port}/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      await counts(page, /^6 shown$/);
      for (let at = 0; at < 6; at++) {
        await rows(page).nth(at).click();
        await page.locator("#details .event-and-schema").waitFor();
      }
      await rows(page).filter({ hasText: "accepted" }).click();
      expect(await page.locator("#details").innerText()).toContain("⟨U+202E⟩");
      expect(await page.locator("main img, main script").count()).toBe(0);
      expect(await page.title()).toContain("Live events");
    });

    const phone = { viewport: { width: 320, height: 640 } };
    test("fits a phone, where an event takes the place of the list", async () => {
      await serve();
      const page = await open("", phone);
      await post([click({ skin: "longer than sixteen" })]);
      const width = () => page.evaluate<number>("document.documentElement.scrollWidth");
      await rows(page).first().click();
      await page.locator("#details .excerpts figure").waitFor();
      expect(await page.locator("#rows").isVisible()).toBe(false);
      expect(await width()).toBeLessThanOrEqual(320);
      await page.getByRole("button", { name: "Back to the list" }).click();
      expect(await page.locator("#rows").isVisible()).toBe(true);
      expect(await width()).toBeLessThanOrEqual(320);
    });

    async function axeFindings(page: Page): Promise<readonly string[]> {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>("axe.run()");
      return violations.map(({ id, nodes }) =>
        `${id}: ${nodes.map(({ html }) => html).join(" ")}`.slice(0, 500),
      );
    }

    test.each(["light", "dark"] as const)("axe finds nothing in the %s", async (colorScheme) => {
      await serve();
      // What evaluates axe is not the page.
      const page = await open("", { colorScheme, bypassCSP: true });
      await new Promise((later) => setTimeout(later, 2000));
      await post([click({ skin: "dark", other: 1 }), click({ skin: "longer than sixteen" })]);
      repository.write(source, clickSchema.replace("maxLength: 16", "maxLength: 2"));
      await page.locator("#edits li").first().waitFor();
      repository.write(source, clickSchema);
      await rows(page).filter({ hasText: "rejected" }).click();
      await page.locator("#details .excerpts figure").waitFor();
      await page.getByRole("button", { name: "Broken example" }).click();
      await page.locator(".answer").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      const background = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      expect(background).toBe(colorScheme === "dark" ? "rgb(20, 22, 28)" : "rgb(255, 255, 255)");
    });

    test("asks for the token where there is one", async () => {
      await serve({ ADDENDUM_LIVE_TOKEN: "correct horse battery" });
      // What evaluates axe is not the page.
      const context = await browser.newContext({ bypassCSP: true });
      contexts.add(context);
      const page = await context.newPage();
      await page.goto(address());
      await page.locator("#token").fill("wrong");
      await page.keyboard.press("Enter");
      await page.getByText("That is not the token.").waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.locator("#token").fill("correct horse battery");
      await page.keyboard.press("Enter");
      await page.locator("#state[data-state=live]").waitFor();
      expect(page.url()).toBe(address());
      expect(await page.evaluate<string>("document.cookie")).toBe("");
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.getByRole("link", { name: "Live", exact: true }).click();
      await page.locator("#state[data-state=live]").waitFor();
    });
  },
);

describe("addendum serve", () => {
  const serveOnce = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const repository = new ScratchRepository();
    repository.write("addendum.yaml", "version: 1\n");
    repository.write("schemas/click/1.0.0.yaml", clickSchema);
    return repository.run(process.execPath, [command, "serve", "--port", "0", ...args], { env });
  };

  test("shows the live view at other than loopback addresses only with a token that cannot be guessed", () => {
    expect(serveOnce(["--host", "0.0.0.0", "--live", "on"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("set ADDENDUM_LIVE_TOKEN"),
    });
    expect(serveOnce(["--live", "on"], { ADDENDUM_LIVE_TOKEN: "short" })).toMatchObject({
      code: 2,
      err: expect.stringContaining("fewer than 16 characters"),
    });
    expect(serveOnce(["--live", "off", "--show-personal-data"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--show-personal-data needs the live view"),
    });
  });
});

function freePort(): Promise<number> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { readonly port: number };
      probe.close(() => answer(port));
    });
  });
}
