import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const hasChromium = existsSync(executablePath);
export const whyNoChromium = hasChromium ? "" : ` (skipped: there is no ${executablePath})`;
if (!hasChromium && process.env["CI"]) throw new Error(`there is no ${executablePath}`);

/** Starts a browser of its own, which asks nobody but the pages that it is shown. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
