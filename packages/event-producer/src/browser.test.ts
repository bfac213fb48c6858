import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningIntake, startIntake } from "../../event-intake/test/running-intake.ts";
import { hasChromium, launchChromium, whyNoChromium } from "../test/chromium.ts";

const root = join(import.meta.dirname, "../../..");
const page = `<!doctype html><script type=module>
  import { createMetrics, createProducer } from "/producer.js";
  const streams = {
    "test.event": "/test/event/1.0.0",
    "statistics.measurement": "/statistics/measurement/1.0.0",
  };
  window.errors = [];
  const onError = (error) => window.errors.push(error.message);
  window.make = (intake, options) => createProducer({ intake, streams, onError, ...options });
  window.metricsOf = (producer) => createMetrics(producer, "statistics.measurement");
</script>`;

interface Window {
  make(
    intake: string,
    options?: object,
  ): {
    submit(stream: string, event: object): Promise<void>;
    readonly counts: object;
  };
  metricsOf(producer: object): { increment(name: string): void; gauge(name: string, value: number): void };
  readonly errors: string[];
}
declare const window: Window;

describe.skipIf(!hasChromium)(`in Chromium${whyNoChromium}`, () => {
  let browser: Browser;
  let intake: RunningIntake;
  let site: Server;
  let address: string;
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, "index.ts")],
      bundle: true,
      format: "esm",
      write: false,
      define: { __DEVELOPMENT__: "false" },
    });
    site = createServer((request, response) => {
      const isScript = request.url === "/producer.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? outputFiles[0]?.text : page);
    });
    await new Promise<void>((listening) => site.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    // Another origin than the page's, as it mostly is.
    intake = await startIntake({ schemas: join(root, "schemas") });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await intake?.close();
    site?.close();
  });

  async function open(): Promise<Page> {
    const opened = await browser.newPage();
    await opened.goto(address);
    await opened.waitForFunction(() => "metricsOf" in window);
    return opened;
  }

  const url = () => `${intake.url}/v1/events`;
  /** What the intake wrote, when it is as much as is expected, or will not be. */
  async function written(
    holds: (event: Record<string, unknown>) => boolean,
    count: number,
  ): Promise<Record<string, unknown>[]> {
    for (let attempt = 0; ; attempt++) {
      const found = intake.lines().filter(holds);
      if (found.length >= count || attempt === 100) return found;
      await new Promise((later) => setTimeout(later, 50));
    }
  }
  const testing = (text: string) => (event: Record<string, unknown>) =>
    String(event["test"]).startsWith(text);

  test("events reach an intake of another origin", async () => {
    const opened = await open();
    const counts = await opened.evaluate(async (to) => {
      const producer = window.make(to, { lingerMs: 10 });
      await Promise.all([1, 2, 3].map(() => producer.submit("test.event", { test: "sent" })));
      return producer.counts;
    }, url());
    expect(counts).toEqual({ sent: 3, dropped: 0 });
    expect(await written(testing("sent"), 3)).toHaveLength(3);
    await opened.close();
  });

  test("what waits when a page is left is sent by beacon, in parts that fit", async () => {
    const opened = await open();
    await opened.evaluate((to) => {
      const producer = window.make(to, { lingerMs: 3_600_000 });
      for (let count = 0; count < 50; count++) {
        void producer.submit("test.event", { test: `left ${"x".repeat(900)}` });
      }
    }, url());
    await opened.goto("about:blank");
    expect(await written(testing("left"), 50)).toHaveLength(50);
    await opened.close();
  });

  test("an intake that comes back gets what waited", async () => {
    const { port } = new URL(intake.url);
    const opened = await open();
    let isAway = true;
    await opened.route(`**:${port}/**`, (route) => (isAway ? route.abort() : route.continue()));
    await opened.evaluate(
      (to) => void window.make(to, { lingerMs: 0 }).submit("test.event", { test: "waited" }),
      url(),
    );
    await new Promise((later) => setTimeout(later, 300));
    isAway = false;
    expect(await written(testing("waited"), 1)).toHaveLength(1);
    expect(await opened.evaluate(() => window.errors)).toEqual([]);
    await opened.close();
  });

  test("what an intake refuses is told, with its reason", async () => {
    const opened = await open();
    const errors = await opened.evaluate(async (to) => {
      await window.make(to, { lingerMs: 0 }).submit("test.event", { test: 5 });
      return window.errors;
    }, url());
    expect(errors).toEqual(["'.test' should be string"]);
    await opened.close();
  });

  test("measurements are events", async () => {
    const opened = await open();
    await opened.evaluate((to) => {
      const metrics = window.metricsOf(window.make(to, { lingerMs: 0 }));
      metrics.increment("MediaWiki.CodeMirror.toggles");
      metrics.gauge("MediaWiki.CodeMirror.open", 3);
    }, url());
    expect(await written(({ kind }) => kind !== undefined, 2)).toMatchObject([
      { name: "MediaWiki.CodeMirror.toggles", kind: "counter", value: 1 },
      { name: "MediaWiki.CodeMirror.open", kind: "gauge", value: 3 },
    ]);
    await opened.close();
  });
});
