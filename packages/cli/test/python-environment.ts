import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fetchOnce, isThere, run, whyNoEngines } from "../../warehouse/test/server.ts";

/** What notebooks, and the module that they use, run with. */
const packages = [
  "nbconvert==7.17.2",
  "ipykernel==7.4.0",
  "duckdb==2.0.0",
  "pandas==2.3.3",
  "trino==0.340.0",
  "pymysql==1.2.4",
];

/** Why no notebook can run here; undefined where one can. */
export function whyNoNotebooks(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  try {
    pythonEnvironment();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The directory of a virtual environment with these packages; its `bin/python` runs them. */
export function pythonEnvironment(): string {
  return fetchOnce("notebooks-1", (scratch) => {
    if (!isThere("python3")) throw new Error("there is no Python to run notebooks with");
    const environment = join(scratch, "venv");
    run("python3", ["-m", "venv", environment]);
    const pip = ["-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"];
    run(join(environment, "bin/python"), [...pip, ...packages]);
    return environment;
  });
}

/** Runs Python with the module of the notebooks, and returns what it printed. Throws with its last line. */
export function python(code: string, environment: Readonly<Record<string, string>> = {}): string {
  const notebooks = join(import.meta.dirname, "../../../docs/notebooks");
  const done = spawnSync(join(pythonEnvironment(), "bin/python"), ["-c", code], {
    cwd: notebooks,
    encoding: "utf8",
    timeout: 600_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...environment },
  });
  if (done.status !== 0) throw new Error(done.stderr.trim().split("\n").slice(-4).join("\n"));
  return done.stdout;
}
