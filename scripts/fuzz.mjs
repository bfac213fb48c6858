// npm run fuzz -- --cases N --seed N [--schemas DIR] [--seconds N]: looks for wrong verdicts. A run that was stopped
// goes on where it was; --fresh begins anew. --references: schemas with identifiers, embedded documents and files.
// npm run fuzz -- --documents [--seed N]: 300 broken documents through every command.
// npm run fuzz -- --bodies [N] [--seed N]: random request bodies for the intake, a million unless told otherwise.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundle } from "./run-typescript.mjs";

const args = process.argv.slice(2);
if (args.includes("--documents")) {
  const seed = args[args.indexOf("--seed") + 1] ?? "1";
  const { status } = spawnSync("npx", ["vitest", "run", "broken-documents"], {
    cwd: join(import.meta.dirname, "../packages/cli"),
    env: { ...process.env, BROKEN_DOCUMENTS: "all", BROKEN_DOCUMENTS_SEED: /^\d+$/.test(seed) ? seed : "1" },
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
if (args.includes("--bodies")) {
  const after = (name, otherwise) => {
    const value = args.includes(name) ? (args[args.indexOf(name) + 1] ?? "") : "";
    return /^\d+$/.test(value) ? value : otherwise;
  };
  const { status } = spawnSync("npx", ["vitest", "run", "faults", "-t", "random bodies"], {
    cwd: join(import.meta.dirname, "../packages/event-intake"),
    env: {
      ...process.env,
      INTAKE_FUZZ_BODIES: after("--bodies", "1000000"),
      INTAKE_FUZZ_SEED: after("--seed", "1"),
    },
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}
const program = bundle("packages/containment/test/fuzz.ts");
const name = args
  .filter((arg) => arg !== "--fresh")
  .join("_")
  .replaceAll(/[^\w.]+/g, "_");
const state = join(import.meta.dirname, `../node_modules/.cache/addendum-fuzz/${name || "default"}.json`);
const { status } = spawnSync(process.execPath, [program, "--state", state, ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
