// The pictures of dashboards in docs/images, from made-up events: `node scripts/pictures.mjs`. The same schemas and
// metrics give the same pictures.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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
const [events, lake, preview] = ["events", "lake", "preview"].map((name) => join(scratch, name));

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
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
