// The gate's second law: it never blocks an addition, whatever was broken and published before.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../../containment/test/random.ts";
import { type Branch, bumped, rejections } from "../../test/branch.ts";
import { history } from "../../test/random-history.ts";

const runs = Number(process.env["HISTORY_RUNS"] ?? 120);
const seeds = fc.integer().map((seed) => new Random(seed));

const waiverFor = (rules: readonly string[], version: string) => ({
  rules: [...new Set(rules)],
  title: "a/b",
  version,
  reason: "It was tried.",
  owner: "the test",
});

test("after accepted breaks of any kind an added field passes without a waiver, as a minor version", () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(seeds, fc.boolean(), (random, isWikimedia) => {
      const told = history(random);
      if (told === undefined) return;
      const { versions, steps, next, added } = told;
      const published = Object.fromEntries(versions.map((schema, index) => [`1.${index}.0`, schema]));
      const settings = isWikimedia ? { settings: { preset: "wikimedia" as const } } : {};
      const last = versions.length - 1;
      const shown = JSON.stringify({ steps, added, versions, next }, null, 1);
      const branch: Branch = { published, current: [`1.${last + 1}.0`, next], isRead: true, ...settings };
      expect(rejections(branch), shown).toEqual([]);
      expect(bumped({ ...branch, current: [`1.${last}.0`, next] }), shown).toBe(`1.${last + 1}.0`);
      for (const step of steps)
        seen[step.replace(/ at .*/, "")] = (seen[step.replace(/ at .*/, "")] ?? 0) + 1;
    }),
    { numRuns: runs },
  );
  expect(Object.keys(seen).length, JSON.stringify(seen)).toBeGreaterThanOrEqual(8);
});

test("on a branch, an added field passes after a break that a waiver permits, and not after one that none does", () => {
  let breaks = 0;
  fc.assert(
    fc.property(seeds, (random) => {
      const told = history(random);
      if (told === undefined) return;
      const { versions, steps, next, added } = told;
      const [last, before] = [versions.length - 1, versions.length - 2];
      const published = Object.fromEntries(
        versions.slice(0, -1).map((schema, index) => [`1.${index}.0`, schema]),
      );
      const made = { [`1.${last}.0`]: versions[last] as never };
      const broken: Branch = {
        published,
        current: [`1.${last}.0`, made[`1.${last}.0`] as never],
        isRead: true,
      };
      const rules = rejections(broken);
      const shown = JSON.stringify({ steps, added, versions, next, before }, null, 1);
      const branch: Branch = { published, made, current: [`1.${last + 1}.0`, next], isRead: true };
      if (rules.length === 0) {
        expect(rejections(branch), shown).toEqual([]);
        return;
      }
      breaks++;
      expect(rejections(branch), shown).not.toEqual([]);
      // A narrower waiver is asked for; that it permits is what matters here.
      const settings = {
        waivers: [waiverFor(rules, `1.${last}.0`)],
        rules: { "waiver-too-wide": "off" },
      } as const;
      expect(rejections({ ...branch, settings }), shown).toEqual([]);
      expect(bumped({ ...branch, settings }), shown).toBe(`1.${last + 1}.0`);
    }),
    { numRuns: runs },
  );
  expect(breaks).toBeGreaterThan(runs / 5);
});
