import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type RunningIntake, startIntake, writeSchemas } from "../../event-intake/test/running-intake.ts";
import { hasChromium, launchChromium, whyNoChromium } from "../test/chromium.ts";

/** What pages of other origins may send, as a browser sees it. */
describe.skipIf(!hasChromium)(`pages of another origin, in Chromium${whyNoChromium}`, () => {
  const text = { type: "string" };
  const schemas = writeSchemas({
    "click/1.0.0.json": {
      title: "click",
      type: "object",
      properties: { $schema: text, meta: { type: "object", properties: { stream: text } }, test: text },
    },
  });
  let browser: Browser;
  let site: Server;
  let port: number;
  let intake: RunningIntake;
  let page: Page;
  beforeAll(async () => {
    site = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end("<!doctype html>"),
    );
    await new Promise<void>((listening) => site.listen(0, "127.0.0.1", listening));
    ({ port } = site.address() as AddressInfo);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    rmSync(schemas, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page.close();
    await intake.close();
  });

  /** The page at `127.0.0.1` may send cookies along, and the one at `localhost` may not. */
  async function open(host: "127.0.0.1" | "localhost", flavour: "addendum" | "eventgate-1.8"): Promise<void> {
    intake = await startIntake({
      schemas,
      flavour,
      streamsText: `version: 1\nstreams: { test.event: {} }\nintake: { allowedOrigins: ["http://127.0.0.1:${port}"] }\n`,
    });
    page = await browser.newPage();
    await page.goto(`http://${host}:${port}/`);
  }

  async function written(marker: string): Promise<number> {
    const count = () => intake.lines().filter((line) => line["test"] === marker).length;
    for (let attempt = 0; attempt < 40 && count() === 0; attempt++)
      await new Promise((later) => setTimeout(later, 25));
    return count();
  }

  const eventOf = (test: string) => ({
    $schema: "/click/1.0.0",
    meta: { stream: "test.event" },
    test,
  });

  /** The ways of sending that browsers ask the intake's permission for first. */
  const ways: Readonly<Record<string, (request: { url: string; text: string }) => unknown>> = {
    "a beacon with a JSON body": ({ url, text }) =>
      navigator.sendBeacon(url, new Blob([text], { type: "application/json" })),
    "a fetch with cookies": async ({ url, text }) =>
      (await fetch(url, { method: "POST", credentials: "include", body: text })).status,
    "a fetch with JSON and cookies": async ({ url, text }) => {
      const headers = { "content-type": "application/json" };
      return (
        await fetch(url, { method: "POST", credentials: "include", keepalive: true, headers, body: text })
      ).status;
    },
    "a fetch with a trace and cookies": async ({ url, text }) => {
      const headers = {
        "content-type": "application/json",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        tracestate: "a=b",
      };
      return (await fetch(url, { method: "POST", credentials: "include", headers, body: text })).status;
    },
    "a compressed body with cookies": async ({ url, text }) => {
      const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
      const body = await new Response(stream).arrayBuffer();
      const headers = { "content-type": "application/json", "content-encoding": "gzip" };
      return (await fetch(url, { method: "POST", credentials: "include", headers, body })).status;
    },
  };
  const each = (["addendum", "eventgate-1.8"] as const).flatMap((flavour) =>
    Object.keys(ways).map((name) => [name, flavour] as const),
  );

  test.each(each)("%s is taken from an origin that is allowed to, %s", async (name, flavour) => {
    await open("127.0.0.1", flavour);
    const url = `${intake.url}/v1/events`;
    const result = await page.evaluate(ways[name] as (given: object) => unknown, {
      url,
      text: JSON.stringify(eventOf(name)),
    });
    expect(result).toBe(name.includes("beacon") ? true : 201);
    expect(await written(name)).toBe(1);
  });

  test("cookies reach the intake, and its answer says whose they were", async () => {
    await open("127.0.0.1", "addendum");
    await page.evaluate(() => void (document.cookie = "session=1; path=/"));
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.evaluate(ways["a fetch with JSON and cookies"] as (given: object) => unknown, {
      url: `${intake.url}/v1/events`,
      text: JSON.stringify(eventOf("cookies")),
    });
    const request = await sent;
    expect((await request.allHeaders())["cookie"]).toContain("session=1");
    const headers = await (await request.response())?.allHeaders();
    expect(headers).toMatchObject({
      "access-control-allow-origin": `http://127.0.0.1:${port}`,
      "access-control-allow-credentials": "true",
      vary: "origin",
    });
  });

  test("with cookies nothing is taken from another origin; without, it is", async () => {
    await open("localhost", "addendum");
    const url = `${intake.url}/v1/events`;
    for (const name of ["a fetch with JSON and cookies", "a compressed body with cookies"]) {
      const refused = page.evaluate(ways[name] as (given: object) => unknown, {
        url,
        text: JSON.stringify(eventOf("refused")),
      });
      await expect(refused).rejects.toThrow("Failed to fetch");
    }
    const status = await page.evaluate(
      async ({ to, text }) => {
        const headers = { "content-type": "application/json" };
        return (await fetch(to, { method: "POST", headers, body: text })).status;
      },
      { to: url, text: JSON.stringify(eventOf("without cookies")) },
    );
    expect(status).toBe(201);
    expect(await written("without cookies")).toBe(1);
    expect(await written("refused")).toBe(0);
  });

  test("what is refused and too large can be read by the page, also with cookies", async () => {
    await open("127.0.0.1", "addendum");
    const statuses = await page.evaluate(
      async ({ url, invalid }) => {
        const post = async (body: string, headers: Record<string, string> = {}) =>
          (await fetch(url, { method: "POST", credentials: "include", headers, body })).status;
        const json = { "content-type": "application/json" };
        return [
          await post(invalid, json),
          await post("{", json),
          await post("a=b", { "content-type": "application/x-www-form-urlencoded" }),
          await post("x".repeat(5_000_000), json),
        ];
      },
      { url: `${intake.url}/v1/events`, invalid: JSON.stringify({ ...eventOf("x"), test: 5 }) },
    );
    expect(statuses).toEqual([400, 400, 400, 413]);
  });

  test.each(["addendum", "eventgate-1.8"] as const)(
    "bodies that are too large are answered, and no connection is reset: %s",
    async (flavour) => {
      await open("127.0.0.1", flavour);
      const failed: string[] = [];
      page.on("requestfailed", (request) => failed.push(request.failure()?.errorText ?? "failed"));
      const statuses = await page.evaluate(async (url) => {
        const found: (number | string)[] = [];
        for (let round = 0; round < 8; round++) {
          const body = "x".repeat(5_000_000 + 350_000 * round);
          const sent = await fetch(url, { method: "POST", body }).then(
            ({ status }) => status,
            (error: Error) => error.message,
          );
          found.push(sent);
        }
        return found;
      }, `${intake.url}/v1/events`);
      expect(statuses).toEqual(Array<number>(8).fill(flavour === "addendum" ? 413 : 500));
      expect(failed).toEqual([]);
    },
  );

  test("beacons that are too large are read to their end", async () => {
    await open("127.0.0.1", "addendum");
    await intake.close();
    intake = await startIntake({
      schemas,
      streamsText: "version: 1\nstreams: { test.event: {} }\nintake: { limits: { bodyBytes: 10000 } }\n",
    });
    const failed: string[] = [];
    const answered: number[] = [];
    page.on("requestfailed", (request) => failed.push(request.failure()?.errorText ?? "failed"));
    page.on("response", (response) => answered.push(response.status()));
    for (let round = 0; round < 8; round++) {
      await page.evaluate((url) => navigator.sendBeacon(url, "x".repeat(60_000)), `${intake.url}/v1/events`);
      for (let attempt = 0; attempt < 100 && answered.length + failed.length <= round; attempt++)
        await new Promise((later) => setTimeout(later, 10));
    }
    expect(failed).toEqual([]);
    expect(answered).toEqual(Array<number>(8).fill(413));
  });
});
