// node scripts/turbo.mjs TASK [ARGS…]: runs tasks with turbo, without its notices. `test` ends with one line that adds
// up what the packages' test runs counted.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { countTests, totalLine } from "./test-total.mjs";

const args = process.argv.slice(2);
const turbo = join(import.meta.dirname, "../node_modules/turbo/bin/turbo");
const isTest = args[0] === "test";

/** Turbo and vitest print colours to terminals only, and what passes through here is none. */
const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};

const child = spawn(process.execPath, [turbo, "run", ...args], {
  env: {
    ...process.env,
    ...(isTest && colours),
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
  },
  stdio: ["inherit", isTest ? "pipe" : "inherit", "inherit"],
});
let output = "";
child.stdout?.setEncoding("utf8").on("data", (text) => {
  output += text;
  process.stdout.write(text);
});
child.on("close", (status) => {
  process.exitCode = status ?? 1;
  if (isTest) console.log(`\n${totalLine(countTests(output), process.exitCode)}`);
});
