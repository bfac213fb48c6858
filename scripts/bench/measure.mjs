// Running programs and timing them.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");
export const addendum = join(root, "packages/cli/bin/addendum.cjs");
export const peer = join(root, "node_modules/@wikimedia/jsonschema-tools/scripts/jsonschema-tools.js");

export const runs = 9;
/** Where a command takes less than a second, more of them cost little, and a busy machine shows less in the median. */
export const shortRuns = 25;
/** To see in a short time that everything works: BENCH_RUNS=1. */
const most = Number(process.env.BENCH_RUNS ?? Number.POSITIVE_INFINITY);

export const ms = (value) => `${value.toFixed(0)} ms`;
export const ratio = (a, b) => `${(a / b).toFixed(2)} ×`;

/** A command for {@link time}: a program for Node. */
export function node(args, cwd, before) {
  return { file: process.execPath, args, cwd, before };
}

/** @param anyStatus whether the program may find fault with what it is given */
export function run(file, args, cwd, env = {}, input = undefined, anyStatus = false) {
  const result = spawnSync(file, args, {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
    ...(input !== undefined && { input }),
  });
  if (result.status !== 0 && !(anyStatus && result.status !== null)) {
    throw new Error(
      `${file} ${args.join(" ")}: ${String(result.stdout).slice(-2000)}${String(result.stderr).slice(-2000)}`,
    );
  }
  return result;
}

/** Median milliseconds of each command, run in turns so that each meets the same machine. */
export function time(commands, count = runs) {
  const samples = commands.map(() => []);
  for (let turn = 0; turn < Math.min(count, most); turn++) {
    for (const [index, { before, file, args, cwd, env, input, anyStatus }] of commands.entries()) {
      before?.();
      const began = performance.now();
      run(file, args, cwd, env, input, anyStatus);
      samples[index].push(performance.now() - began);
    }
  }
  return samples.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]);
}

/** Megabytes that the command needs at its peak. */
export function peakMegabytes(args, cwd, peakScript) {
  const env = { NODE_OPTIONS: `--require=${peakScript}` };
  const { stderr } = run(process.execPath, [addendum, ...args], cwd, env);
  return Number(/peak (\d+)/.exec(String(stderr))?.[1]) / 1024;
}
