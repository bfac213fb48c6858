// Pages from a disk, in a real browser: what its policy lets through, what it looks like, and what axe-core finds.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderPreview } from "../src/index.ts";
import { echarts } from "./echarts.ts";
import { from, lineOf, samplePreview, wave } from "./sample-preview.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const reason = existsSync(executablePath) ? undefined : `there is no ${executablePath}`;
if (reason !== undefined && process.env["CI"]) throw new Error(reason);

interface Violations {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
declare const window: { readonly axe: { run(): Promise<Violations> } };
declare const document: {
  readonly images: Iterable<{ readonly currentSrc: string; readonly naturalWidth: number }>;
  readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number };
  readonly body: object;
};
declare function getComputedStyle(element: object): { readonly backgroundColor: string };

describe.skipIf(reason !== undefined)(
  `in Chromium${reason === undefined ? "" : ` (skipped: ${reason})`}`,
  () => {
    const directory = mkdtempSync(join(tmpdir(), "addendum preview-"));
    let browser: Browser;
    let server: Server;
    let site: string;
    let dashboard: string;
    beforeAll(async () => {
      const preview = samplePreview(
        [
          { name: "toggles", path: "Example.Toggle.toggles" },
          {
            name: "seconds",
            path: "Example.Toggle.seconds",
            more: {
              source: { stream: "ui.toggle", aggregation: "mean", field: "seconds" },
              deprecation: { plan: "Over then.", temporary: true, sunset: "2027-03-31", ticket: "T9" },
            },
          },
          {
            name: "silent",
            path: "Example.Toggle.silent",
            texts: { name: "<b>silent</b>", owner: "x".repeat(300) },
          },
          { name: "opens", path: "Example.Dialog.opens", texts: { ticket: "javascript:alert(1)" } },
          { name: "planned", path: "Example.Dialog.planned", more: { status: "planned" } },
        ],
        ({ shows, known }) => {
          const count = known.metric.name.includes("silent") ? 0 : shows.kind === "dimension" ? 20 : 1;
          return Array.from({ length: count }, (_, index) =>
            lineOf(
              index === 3 ? "<i>a long name of a value</i> ".repeat(3) : `value ${index}`,
              from,
              wave(index),
            ),
          );
        },
      );
      const files = renderPreview(preview, echarts);
      for (const { path, text } of files) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
      }
      dashboard = files.find(({ text }) => text.includes("<h1>Example Toggle</h1>"))?.path ?? "";
      server = createServer((request, response) => {
        const path = (request.url ?? "/").slice(1).split("#")[0] ?? "";
        const file = files.find((one) => one.path === path);
        if (file === undefined) return response.writeHead(404).end();
        const type = path.endsWith(".svg")
          ? "image/svg+xml"
          : path.endsWith(".css")
            ? "text/css"
            : "text/html";
        return response.setHeader("content-type", type).end(file.text);
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      browser = await chromium.launch({
        executablePath,
        args: [
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-sync",
          "--no-first-run",
        ],
      });
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
      rmSync(directory, { recursive: true, force: true });
    });

    /** Opens a page, with all of its pictures loaded. */
    async function open(
      path: string,
      options: BrowserContextOptions = {},
      base = `${pathToFileURL(directory).href}/`,
    ): Promise<{ page: Page; requests: string[]; complaints: string[] }> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => complaints.push(message.text()));
      page.on("requestfailed", (request) => complaints.push(request.url()));
      await page.goto(`${base}${path}`);
      return { page, requests, complaints };
    }

    test.each(["file", "http"])(
      "pages over %s show pictures and styles, and ask nobody else",
      async (scheme) => {
        const base = scheme === "http" ? site : undefined;
        for (const path of ["index.html", dashboard]) {
          const { page, requests, complaints } = await open(path, {}, base);
          await page.evaluate(() => {
            for (const image of document.images) Object.assign(image, { loading: "eager" });
          });
          await page.waitForLoadState("networkidle");
          const images = await page.evaluate(() =>
            [...document.images].map(({ currentSrc, naturalWidth }) => [currentSrc, naturalWidth] as const),
          );
          expect(images.length).toBeGreaterThan(0);
          for (const [, width] of images) expect(width).toBeGreaterThan(20);
          const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          expect(ground).toBe("rgb(244, 246, 249)");
          const own = base ?? pathToFileURL(directory).href;
          expect(requests.filter((url) => !url.startsWith(own) || url.includes(".svg?"))).toEqual([]);
          expect(complaints).toEqual([]);
          await page.context().close();
        }
      },
    );

    test("without JavaScript everything can be read, and a table opens", async () => {
      const { page } = await open(dashboard, { javaScriptEnabled: false });
      expect(await page.title()).toBe("Example Toggle – Dashboards");
      await page.locator("summary").first().click();
      expect(await page.locator("table").first().innerText()).toContain("2026-11-25");
      await page.locator(".home").click();
      expect(page.url()).toMatch(/index\.html$/);
      await page.context().close();
    });

    test("the policy stops scripts", async () => {
      const { page } = await open(dashboard);
      const ran = await page.evaluate(() => {
        const { document: own } = globalThis as unknown as {
          document: {
            createElement(name: string): { textContent: string };
            body: { append(node: object): void };
          };
        };
        const script = own.createElement("script");
        script.textContent = "globalThis.ran = true";
        own.body.append(script);
        return "ran" in globalThis;
      });
      expect(ran).toBe(false);
      await page.context().close();
    });

    test.each([
      ["light", 1280],
      ["dark", 390],
    ] as const)("axe-core finds nothing: %s, %d pixels wide", async (colorScheme, width) => {
      for (const path of ["index.html", dashboard]) {
        const { page } = await open(path, { colorScheme, viewport: { width, height: 800 } });
        for (const summary of await page.locator("summary").all()) await summary.click();
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => window.axe.run());
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        await page.context().close();
      }
    });

    test.each([320, 390, 768, 1024, 1280])("nothing is wider than a screen of %d pixels", async (width) => {
      for (const path of ["index.html", dashboard]) {
        const { page } = await open(path, { viewport: { width, height: 800 } });
        for (const summary of await page.locator("summary").all()) await summary.click();
        const { scroll, client } = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scroll: scrollWidth, client: clientWidth };
        });
        expect(scroll).toBeLessThanOrEqual(client);
        await page.context().close();
      }
    });

    test("charts are dark where pages are, and phones get narrow ones", async () => {
      const colours: string[] = [];
      for (const colorScheme of ["light", "dark"] as const) {
        const { page } = await open(dashboard, { colorScheme, viewport: { width: 390, height: 800 } });
        const chart = page.locator(".chart img").first();
        await chart.scrollIntoViewIfNeeded();
        expect(
          await chart.evaluate((image) => (image as unknown as { currentSrc: string }).currentSrc),
        ).toMatch(/-narrow\.svg$/);
        // A corner has the ground's colour alone, so the picture of it is small and differs.
        const { x, y } = (await chart.boundingBox()) as { x: number; y: number };
        const clip = { x: x + 1, y: y + 1, width: 2, height: 2 };
        colours.push((await page.screenshot({ clip })).toString("base64"));
        await page.context().close();
      }
      expect(colours[0]).not.toBe(colours[1]);
    });
  },
);
