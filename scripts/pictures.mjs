// The pictures of dashboards in docs/images, and that of the registry's pages in docs/registry.png, from made-up events:
// `node scripts/pictures.mjs`. The same schemas and metrics give the same pictures of dashboards; that of pages and those
// of the live view, which show the time at which they were taken, need Chromium.
import { spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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

const port = 18_192;

/** The live view with a rejected event, and with a schema that was saved. */
async function takeLivePictures() {
  if (!existsSync(executablePath)) {
    console.log(`docs/images/live-view.png stays as it is: there is no ${executablePath}.`);
    return;
  }
  const copy = join(scratch, "repository");
  mkdirSync(copy);
  // All that pages are made of: the head of the live view links to them.
  for (const name of ["schemas", "metrics", "reports", "dashboards", "addendum.yaml", "streams.yaml"]) {
    cpSync(join(root, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
  }
  const git = (...args) =>
    spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: copy });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "schemas");
  const { chromium } = await import("playwright-core");
  const command = join(root, "packages/cli/bin/addendum.cjs");
  const server = spawn(
    process.execPath,
    [command, "serve", "--port", String(port), "--out", join(scratch, "received")],
    {
      cwd: copy,
      stdio: "ignore",
    },
  );
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    const site = `http://127.0.0.1:${port}`;
    await reach(site);
    await page.goto(`${site}/live/`);
    await page.locator("#state[data-state=live]").waitFor();
    await sendExamples(site, copy);
    // Rows move as long as events come.
    await page.locator("#counts", { hasText: "31 shown" }).waitFor();
    await page.locator(".row", { hasText: "rejected" }).first().click();
    await page.locator("#details .excerpts figure").waitFor();
    await page.screenshot({ path: join(images, "live-view.png") });
    // The sources have to be seen as they were.
    await new Promise((later) => setTimeout(later, 3000));
    const source = join(copy, "schemas/analytics/codemirror/toggle/current.yaml");
    writeFileSync(source, readFileSync(source, "utf8").replace("maxLength: 64", "maxLength: 5"));
    await page.locator("#edits li").first().waitFor({ timeout: 60_000 });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(images, "live-view-saved.png") });
  } finally {
    await browser.close();
    server.kill();
  }
  for (const name of ["images/live-view.png", "images/live-view-saved.png"]) console.log(`docs/${name}`);
}

async function reach(site) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`${site}/`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error("the intake does not start");
}

/** The schemas' own examples, some of them changed. */
async function sendExamples(site, copy) {
  const titles = [
    "analytics/codemirror/toggle",
    "analytics/reference_previews/popups",
    "analytics/template_dialog/open",
  ];
  const examples = titles.map((title) => {
    const names = readdirSync(join(copy, "schemas", title)).filter((name) => /^\d.*\.json$/.test(name));
    const newest = JSON.parse(readFileSync(join(copy, "schemas", title, names.sort().at(-1)), "utf8"));
    const { id: _, dt: __, ...meta } = newest.examples[0].meta;
    return { ...newest.examples[0], meta: { ...meta, stream: title.replaceAll("/", ".") } };
  });
  const [toggle] = examples;
  const sent = [
    ...Array.from({ length: 24 }, (_, index) => ({ ...examples[index % 3] })),
    { ...toggle, skin: "dark" },
    ...examples,
    { ...toggle, editor: "wikitext_2071" },
    ...examples.slice(1),
  ];
  for (const event of sent) {
    await fetch(`${site}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(event),
    });
    await new Promise((later) => setTimeout(later, 30));
  }
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
  await takeLivePictures();
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
