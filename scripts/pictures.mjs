// The pictures of dashboards in docs/images, and that of the registry's pages in docs/registry.png, from made-up events:
// `node scripts/pictures.mjs`. The same schemas and metrics give the same pictures of dashboards; that of pages needs
// Chromium.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const images = join(root, "docs/images");
const today = "2026-11-02";
/** What their metrics count. */
const titles = [
  "analytics/codemirror/toggle",
  "analytics/reference_previews/baseline",
  "analytics/reference_previews/popups",
];
/** The beginning of a dashboard's identifier → its picture. */
const pictures = {
  "addendum-mediawiki-codemirror": "dashboard-codemirror.svg",
  "addendum-mediawiki-referencep": "dashboard-reference-previews.svg",
};

const scratch = mkdtempSync(join(tmpdir(), "addendum-pictures-"));
const [events, lake, preview, site] = ["events", "lake", "preview", "site"].map((name) =>
  join(scratch, name),
);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

function addendum(...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "packages/cli/bin/addendum.cjs"), ...args],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`addendum ${args.join(" ")}: ${stdout}${stderr}`);
}

try {
  addendum("spoof", ...titles, "--rate", "500", "--until", today, "--out", events);
  addendum("load", "--events", events, "--lake", lake);
  addendum("dashboards", "--preview", preview, "--lake", lake, "--today", today);
  mkdirSync(images, { recursive: true });
  const charts = readdirSync(join(preview, "charts"));
  for (const [start, picture] of Object.entries(pictures)) {
    const found = charts.find((name) => name.startsWith(start) && /^[a-z-]+-[0-9a-f]{8}\.svg$/.test(name));
    if (found === undefined) throw new Error(`there is no dashboard ${start}…`);
    copyFileSync(join(preview, "charts", found), join(images, picture));
    console.log(`docs/images/${picture}`);
  }
  addendum("site", "--out", site, "--lake", lake);
  await takePicture(`schema/${titles[0]}`, join(root, "docs/registry.png"));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** What a page of the site looks like. */
async function takePicture(path, picture) {
  if (!existsSync(executablePath)) {
    console.log(`docs/registry.png stays as it is: there is no ${executablePath}.`);
    return;
  }
  const { chromium } = await import("playwright-core");
  const { createServer } = await import("node:http");
  const { createRequire } = await import("node:module");
  const { answerFile } = createRequire(import.meta.url)("../packages/cli/dist/site.cjs");
  const server = createServer(({ url }, response) => {
    const answer = answerFile(site, new URL(url, "http://localhost").pathname, undefined);
    response.writeHead(answer?.status ?? 404, answer?.headers);
    response.end(answer?.body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
    await page.goto(`http://127.0.0.1:${server.address().port}/${path}/`, { waitUntil: "networkidle" });
    await page.screenshot({ path: picture });
    console.log("docs/registry.png");
  } finally {
    await browser.close();
    server.close();
  }
}
