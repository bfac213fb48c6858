// The second half of the tour: events of the schema that was just committed, from the sender to an answer in SQL.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const program = "packages/cli/bin/addendum.cjs";
const title = "analytics/codemirror/toggle";
const skins = ["vector-2022", "vector-2022", "minerva", "monobook"];
/** What else our metrics count. */
const others = [
  "analytics/reference_previews/baseline",
  "analytics/reference_previews/popups",
  "analytics/template_dialog/interaction",
  "analytics/template_dialog/open",
  "analytics/two_column_conflict/conflict",
  "analytics/two_column_conflict/resolution",
  "analytics/visual_editor_feature_use",
];
/** Of the month's events, the newest this many arrive over HTTP. */
const sent = 250;

/**
 * @param {string} clone the scratch clone's directory
 * @param {NodeJS.ProcessEnv} env
 * @param {string} pages where the preview of the dashboards is written, which stays
 * @param {{ run: Function, quietly: Function, say: (text: string) => void, show: (line: string, text: string) => void }} tour
 */
export async function tourOfEvents(clone, env, pages, { run, quietly, say, show }) {
  const addendum = (...args) => run(process.execPath, program, ...args);
  const events = join(clone, "events");

  say("\nEvents of the new version. `spoof` generates a month of them:\n");
  const spoofed = quietly(process.execPath, program, "spoof", title, "--rate", "100");
  show(`addendum spoof ${title} --rate 100`, spoofed.replaceAll(clone, "…"));

  const file = join(events, readdirSync(events)[0]);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  writeFileSync(file, `${lines.slice(0, -sent).join("\n")}\n`);
  const newest = lines.slice(-sent).map((line) => JSON.parse(line));
  const withSkins = newest.map((event, index) => ({ ...event, skin: skins[index % skins.length] }));
  say(
    `\nThe newest ${sent} are sent to the intake, with the new field, and one that misspells it as a number:\n`,
  );
  const intake = await startIntake(clone, env, join(events, "intake"));
  try {
    show("curl --data @events.json http://127.0.0.1:…/v1/events", await post(intake.url, withSkins));
    show(
      "curl --data @wrong.json http://127.0.0.1:…/v1/events",
      await post(intake.url, [{ ...newest[0], skin: 5 }]),
    );
  } finally {
    await intake.stop();
  }

  say("\nThey go into the lake, Parquet files by table and hour, and are queried in SQL:\n");
  const loaded = addendum("load");
  show("addendum load", loaded.stdout + loaded.stderr);
  if (/is not installed/.test(loaded.stderr)) {
    say("  DuckDB is an optional dependency of 70 MB. With it, the tour goes on here.");
    return;
  }
  if (loaded.status !== 0) throw new Error("the events could not be loaded.");
  const sql =
    "SELECT skin, count(*) AS toggles, round(100 * avg(enabled::INT)) AS percent_on, count(DISTINCT day) AS days FROM analytics_codemirror_toggle GROUP BY skin ORDER BY toggles DESC";
  show(`addendum query "${sql}"`, quietly(process.execPath, program, "query", sql));
  say(
    "\nThe row without a skin counts the events that lack the new field, as all older events do: their skin is null.",
  );

  say(
    "\nMetrics in metrics/ count these events. With a month of the other events, their dashboards as pages:\n",
  );
  quietly(process.execPath, program, "spoof", ...others, "--rate", "60");
  quietly(process.execPath, program, "load");
  const drawn = addendum("dashboards", "--preview", pages);
  show(`addendum dashboards --preview ${pages}`, drawn.stdout + drawn.stderr);
  if (/is not installed/.test(drawn.stderr)) {
    say("  ECharts is an optional dependency of 60 MB. With it, the pages are written here.");
    return;
  }
  if (drawn.status !== 0) throw new Error("the dashboards could not be drawn.");
  say("\nOpen them in a browser; they need neither a server nor JavaScript, and stay until the next tour.");
}

async function post(url, events) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  const status = `${response.status} ${response.statusText}`;
  return response.ok ? status : `${status}\n${/"errorsText":"([^"]*)"/.exec(text)?.[1] ?? text}`;
}

/** An intake on a free port of loopback. Rejects with what it says if it does not start. */
function startIntake(clone, env, out) {
  mkdirSync(out, { recursive: true });
  const args = [program, "serve", "--port", "0", "--out", out];
  const child = spawn(process.execPath, args, { cwd: clone, env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += String(data);
      const url = /received at (http:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve({ url, stop });
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(`the intake did not start: ${said}`)));
  });
}
