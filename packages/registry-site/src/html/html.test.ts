import { expect, test } from "vitest";
import { externalLink } from "./external-link.ts";
import { highlight } from "./highlight.ts";
import { html } from "./html.ts";

test("texts are escaped, markup is not", () => {
  const bold = html`<b>${"<i>"}</b>`;
  expect(html`<p title="${"\"'>"}">${bold}${["a", 1, html`<br>`]}${undefined}${false}</p>`.text).toBe(
    '<p title="&quot;&#39;&gt;"><b>&lt;i&gt;</b>a1<br></p>',
  );
});

test.each([
  ["a right-to-left override", "a\u202Eb", "a⟨U+202E⟩b"],
  ["isolates", "\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"],
  ["marks of direction", "\u200E\u200F\u061C", "⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩"],
  ["a byte that ends texts", "a\u0000b", "a⟨U+0000⟩b"],
  ["half of a character", "\uD800", "⟨U+D800⟩"],
  ["what no text is missing", "😀 ‍é\n\tעברית", "😀 ‍é\n\tעברית"],
])("%s is seen", (_, text, shown) => {
  expect(html`${text}`.text).toBe(shown);
});

test.each([
  ["https://example.org/a?b=c&d", true],
  ["mailto is added: a@example.org", false],
  ["a@example.org", true],
  ["javascript:alert(1)", false],
  ["JaVaScRiPt:alert(1)", false],
  ["data:text/html,<script>", false],
  ["https://user:password@example.org", false],
  ['https://example.org/" onclick="alert(1)', false],
  ["//example.org", false],
  ["http://", false],
])("%s as a link: %s", (text, isLink) => {
  const { text: shown } = externalLink(text);
  expect(shown.startsWith("<a ")).toBe(isLink);
  expect(shown).not.toMatch(/<script|<[^>]* onclick=/);
});

test("colours never let markup through, and long code has none", () => {
  const code = '{"</code><script>": "<img onerror=x>", "n": 1}';
  for (const language of ["json", "typescript", "sh"] as const) {
    expect(highlight(code, language).text).not.toMatch(/<(?!\/?span)/);
  }
  expect(highlight('{"a": 1}', "json").text).toContain('<span class="t-key">&quot;a&quot;</span>');
  expect(highlight(`"${"x".repeat(20_000)}"`, "json").text).not.toContain("<span");
});
