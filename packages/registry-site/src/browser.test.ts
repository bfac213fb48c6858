// In a real Chromium: what pages do, and that they do it by keyboard, on a phone, in the dark, and without a script.
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dashboards, lineage } from "../test/sample-numbers.ts";
import { SiteRepository } from "../test/site-repository.ts";
import { answerFile } from "./index.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const reason = existsSync(executablePath) ? undefined : `there is no ${executablePath}`;
if (reason !== undefined && process.env["CI"]) throw new Error(reason);

declare const axeResults: { violations: { id: string; nodes: { html: string }[] }[] };

describe.skipIf(reason !== undefined)(
  `in Chromium${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    const repository = new SiteRepository({
      "streams.yaml":
        "version: 1\nstreams:\n  search.click: { title: search/click, owner: Search, retention: 90 days }\n",
    });
    let server: Server;
    let browser: Browser;
    let address = "";

    beforeAll(async () => {
      const text = { type: "string", description: "Any text." };
      const meta = {
        type: "object",
        description: "About the event.",
        properties: {
          id: { ...text, format: "uuid" },
          request: { type: "object", properties: { path: text } },
        },
      };
      repository.title("search/click", {
        "1.0.0": { owner: "Search", properties: { meta, skin: { ...text, maxLength: 32 } } },
        "1.1.0": { owner: "Search", properties: { meta, skin: { ...text, maxLength: 32 }, target: text } },
        "2.0.0": {
          owner: "Search",
          deprecated: "Use another.",
          properties: {
            meta,
            skin: { ...text, maxLength: 8 },
            userName: { ...text, privacy: { kind: "user-id" } },
          },
        },
      });
      repository.title("editor/save", {
        "1.0.0": { owner: "Editing", description: "Somebody saved a page." },
      });
      repository.title("fragment/common", { "1.0.0": {} });
      repository.title("long/list", {
        "1.0.0": {
          properties: { chosen: { ...text, enum: Array.from({ length: 3000 }, (_, n) => `option ${n}`) } },
        },
      });
      repository.write("schemas/broken/1.0.0.json", '{ "a": 1,');
      await repository.build({ lineage, dashboards });
      server = createServer((request, response) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const answer = answerFile(repository.out, pathname, undefined);
        response.writeHead(answer?.status ?? 404, answer?.headers);
        response.end(answer?.body);
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
      repository.remove();
    });

    /** Opens a page; whatever it complains of, and whatever it asks of others, fails the test. */
    async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(address)) problems.push(request.url());
      });
      await page.goto(address + path);
      return page;
    }
    const problems: string[] = [];
    async function close(page: Page): Promise<void> {
      await page.context().close();
      expect(problems.splice(0)).toEqual([]);
    }

    const results = (page: Page) => page.locator("#results .card-title").allTextContents();

    test("schemas are found by title, field, owner and mark, while somebody types", async () => {
      const page = await open("/");
      const field = page.locator("#query");
      await field.fill("clik");
      await page.locator("#results .card-title").first().waitFor();
      expect(await results(page)).toEqual(["search/click"]);
      await field.fill("username");
      await page.waitForFunction(() => location.search.includes("username"));
      expect(await results(page)).toEqual(["search/click"]);
      await field.fill("saved");
      await page.waitForFunction(() => location.search.includes("saved"));
      expect(await results(page)).toEqual(["editor/save"]);
      await field.fill("");
      expect(await page.locator("#listing").isVisible()).toBe(true);
      await page.locator('[name="owner"]').selectOption("Editing");
      expect(await results(page)).toEqual(["editor/save"]);
      await page.locator('[name="owner"]').selectOption("");
      for (const name of ["deprecated", "personal"]) await page.locator(`[name="${name}"]`).check();
      expect(await results(page)).toEqual(["search/click"]);
      await page.locator('[name="findings"]').check();
      expect(await page.locator("#results-heading").textContent()).toBe("Nothing is found");
      await close(page);
    });

    test("a search is sent on by its address, and from every page", async () => {
      const page = await open("/schema/editor/save/");
      await page.keyboard.press("/");
      await page.keyboard.type("skin");
      await page.keyboard.press("Enter");
      await page.locator("#results .card-title").first().waitFor();
      expect(page.url()).toContain("/?q=skin");
      expect(await results(page)).toEqual(["search/click"]);
      await page.locator("#results .card-title").first().click();
      await page.waitForURL("**/schema/search/click/");
      await close(page);
    });

    test("a tree is folded and unfolded by keyboard, and a link opens what it leads to", async () => {
      const page = await open("/schema/search/click/");
      const field = page.locator('[id="field-meta.id"]');
      expect(await field.isVisible()).toBe(true);
      await page.locator(".tree summary").first().focus();
      await page.keyboard.press("Enter");
      expect(await field.isVisible()).toBe(false);
      await page.locator("[data-tree=open]").click();
      expect(await field.isVisible()).toBe(true);
      await page.locator("[data-tree=close]").click();
      await page.evaluate(() => (location.hash = "field-meta.request.path"));
      await page.locator('[id="field-meta.request.path"]').waitFor({ state: "visible" });
      await close(page);
    });

    test("any two versions are compared in the page, as the pages that were made say it", async () => {
      const made = await open("/schema/search/click/-/1.1.0..2.0.0/");
      const text = async (page: Page) =>
        (await page.locator(".verdict, .witness, .changes").allInnerTexts()).map((one) => one.trim());
      const expected = await text(made);
      await close(made);
      const page = await open("/schema/search/click/");
      await page.locator(".compare-form button").click();
      await page.locator("#compare[data-state=done]").waitFor();
      expect(await text(page)).toEqual(expected);
      expect(expected.join("\n")).toContain("breaks old events");
      expect(await page.locator("mark").textContent()).toMatch(/^skin: a+$/);
      await page.goto(`${address}/compare/?title=search/click&old=1.0.0&new=1.1.0`);
      await page.locator("#compare[data-state=done]").waitFor();
      expect(await page.locator(".verdict-word").textContent()).toBe("compatible");
      await page.goto(`${address}/compare/?title=search/click&old=1.0.0&new=9.9.9`);
      await page.locator("#compare[data-state=failed]").waitFor();
      expect(await page.locator("#compare").textContent()).toContain("no version 9.9.9");
      await close(page);
    });

    test("without a script everything is there to be read, and nothing that would do nothing", async () => {
      const page = await open("/schema/search/click/", { javaScriptEnabled: false });
      for (const said of ["Fields of 2.0.0", "meta", "userName", "Compare with 2.0.0"]) {
        expect(await page.locator("main").innerText()).toContain(said);
      }
      expect(await page.locator("button:visible, input:visible, select:visible").count()).toBe(0);
      await page.goto(`${address}/`);
      expect(await page.locator("main").innerText()).toContain("click");
      expect(await page.locator("button:visible, input:visible, select:visible").count()).toBe(0);
      await close(page);
    });

    const pages = [
      "/",
      "/?q=skin",
      "/schema/search/click/",
      "/schema/search/click/-/1.1.0..2.0.0/",
      "/schema/fragment/common/",
      "/schema/broken/",
      "/schema/long/list/",
      "/fragments/",
      "/streams/",
      "/changes/",
      "/deprecations/",
      "/findings/",
      "/compare/?title=search/click&old=1.0.0&new=2.0.0",
      "/namespace/search/",
      "/lineage/",
      "/dashboards/",
      "/dashboards/ui.html",
      "/repositories/test/jsonschema/",
      "/repositories/test/jsonschema/broken/",
      "/404.html",
    ];

    test.each(pages)("%s fits a phone", async (path) => {
      const page = await open(path, { viewport: { width: 320, height: 640 } });
      await page.waitForLoadState("networkidle");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(320);
      await close(page);
    });

    describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
      test.each(pages)("axe finds nothing on %s", async (path) => {
        // What evaluates axe is not the page: its policy is tested by the other tests.
        const page = await open(path, { colorScheme, bypassCSP: true });
        await page.waitForLoadState("networkidle");
        await page.evaluate(axe.source);
        const found = await page.evaluate(async () => {
          const run = (window as unknown as { axe: { run(): Promise<typeof axeResults> } }).axe;
          const { violations } = await run.run();
          return violations.map(({ id, nodes }) =>
            `${id}: ${nodes.map(({ html }) => html).join(" ")}`.slice(0, 500),
          );
        });
        expect(found).toEqual([]);
        await close(page);
      });
    });

    test("charts are shown under the policy of the pages, and a picture of the lineage leads to what it shows", async () => {
      const page = await open("/dashboards/ui.html");
      const chart = page.locator("img.chart").first();
      await chart.scrollIntoViewIfNeeded();
      await page.waitForFunction(
        () => (document.querySelector("img.chart") as HTMLImageElement).naturalWidth > 0,
      );
      await page.goto(`${address}/lineage/`);
      const box = page.locator(".lineage .box").first();
      const fill = await box.evaluate((one) => getComputedStyle(one).fill);
      // Black is what it would be without a style sheet.
      expect(fill).not.toBe("rgb(0, 0, 0)");
      await page.locator(".lineage a").first().focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash !== "");
      expect(await page.locator(":target h2").textContent()).toBe("Clicks.all");
      await page.locator('a[href*="schema/search/click"]').first().click();
      await page.locator("#numbers a").first().click();
      await page.waitForURL("**/lineage/#of-Clicks.all");
      await close(page);
    });

    test("it looks dark in the dark", async () => {
      const page = await open("/", { colorScheme: "dark" });
      const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(color).toBe("rgb(20, 22, 28)");
      await close(page);
    });

    test("by keyboard the content comes first, if one likes", async () => {
      const page = await open("/schema/search/click/");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
      await page.keyboard.press("Enter");
      expect(page.url()).toContain("#main");
      await close(page);
    });
  },
);
