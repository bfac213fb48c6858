import { stripVTControlCharacters } from "node:util";

/**
 * Adds up what runs of vitest counted, in the output of several of them.
 * @param {string} output with or without colours and names of tasks before the lines
 */
export function countTests(output) {
  const total = { passed: 0, failed: 0, skipped: 0, todo: 0 };
  const lines = stripVTControlCharacters(output).matchAll(/^(?:\S+:test: )? *Tests {2,}(\d.*)$/gm);
  for (const [, counts] of lines) {
    for (const [, count, kind] of counts.matchAll(/(\d+) (passed|failed|skipped|todo)\b/g)) {
      total[kind] += Number(count);
    }
  }
  return total;
}

/** The last line of `npm test`. A run that fails although no test did (it could not start) counts as one failure. */
export function totalLine({ passed, failed, skipped, todo }, status) {
  const failures = status === 0 ? failed : Math.max(failed, 1);
  const left = skipped + todo;
  return `Tests: ${passed} passed, ${failures} failed${left > 0 ? `, ${left} skipped` : ""}`;
}
