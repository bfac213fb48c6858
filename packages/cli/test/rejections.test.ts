// docs/when-a-commit-is-rejected.md shows what the hook prints. UPDATE_DOCS=1 writes it there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const path = join(import.meta.dirname, "../../../docs/when-a-commit-is-rejected.md");
const current = "schemas/shop/order/current.yaml";

/** The text with the edit made: each run of removed lines is replaced by the added ones behind it. */
function edited(text: string, diff: string): string {
  let result = text;
  for (const [, removed = "", added = ""] of diff.matchAll(/((?:^-.*\n)+)((?:^\+.*\n)+)/gm)) {
    const [old, replacement] = [removed, added].map((lines) => lines.replaceAll(/^[-+]/gm, "")) as [
      string,
      string,
    ];
    if (!result.includes(old)) throw new Error(`the page removes a line that is not there:\n${old}`);
    result = result.replace(old, () => replacement);
  }
  return result;
}

test("each rejection of the page is what the hook prints", () => {
  const page = readFileSync(path, "utf8");
  const base = (/^```yaml\n([\s\S]*?)^```$/m.exec(page) as RegExpExecArray)[1] as string;
  const place = new ScratchRepository();
  place.git("init", "-q", "-b", "main");
  place.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
  place.write(current, base);
  expect(place.addendum("init").code).toBe(0);
  place.git("add", "-A");
  place.git("commit", "-qm", "feat: orders");
  const shown = page.replaceAll(/^```diff\n([\s\S]*?)^```\n\n```text\n[\s\S]*?^```$/gm, (_, diff: string) => {
    place.write(current, edited(base, diff));
    const { code, err } = place.tryGit("commit", "-am", "feat: a change");
    expect(code, diff).not.toBe(0);
    place.git("reset", "-q", "--hard");
    return `\`\`\`diff\n${diff}\`\`\`\n\n\`\`\`text\n${err.trimEnd().replaceAll(/ +$/gm, "")}\n\`\`\``;
  });
  if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(path, shown);
  expect(shown).toBe(page);
});
