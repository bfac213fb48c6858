// How long a reader waits for pages that `addendum serve` sends to a browser on the same machine.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { addendum, ms } from "./measure.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const loads = 9;

/** A sentence about the first paint of pages of a repository. */
export async function firstPaints(directory) {
  if (!existsSync(executablePath)) return `First paint: not measured, there is no ${executablePath}.`;
  const { chromium } = await import("playwright-core");
  const server = spawn(process.execPath, [addendum, "serve", "--port", "0"], {
    cwd: directory,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const address = await new Promise((found, fail) => {
      let said = "";
      server.stderr.on("data", (data) => {
        said += String(data);
        const match = /received at (http:\/\/\S+)\/v1\/events/.exec(said);
        if (match !== null) found(match[1]);
      });
      server.once("exit", () => fail(new Error(said)));
    });
    // The pages are made when they are first asked for.
    const listing = await (await fetch(`${address}/search.json`)).json();
    const [, schema] = listing.titles[0];
    const figures = [];
    for (const [name, path] of [
      ["the directory", "/"],
      ["a schema", `/${schema}`],
      ["all findings", "/findings/"],
    ]) {
      const paints = [];
      for (let load = 0; load < loads; load++) {
        // Nothing is in this browser's cache.
        const page = await (await browser.newContext()).newPage();
        await page.goto(address + path, { waitUntil: "load" });
        paints.push(await page.evaluate(firstPaint));
        await page.context().close();
      }
      paints.sort((a, b) => a - b);
      figures.push(`${name} ${ms(paints[Math.floor(loads / 2)])}`);
    }
    return `First paint in Chromium, from \`addendum serve\` at 127.0.0.1 (× 10, nothing cached, median of ${loads}): ${figures.join(", ")}.`;
  } finally {
    await browser.close();
    server.kill("SIGKILL");
  }
}

/** In the page: milliseconds from the navigation to what is first seen. */
function firstPaint() {
  return new Promise((found) => {
    new PerformanceObserver((list) => {
      const entry = list.getEntries().find(({ name }) => name === "first-contentful-paint");
      if (entry !== undefined) found(entry.startTime);
    }).observe({ type: "paint", buffered: true });
  });
}
