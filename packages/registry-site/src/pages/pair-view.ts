import { html, type Html } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import { findRange, type Pointer, sourceRanges, toReadableYaml } from "@addendum/json-schema";
import type { AcceptedBreak, Pair, Witness } from "../model/pair.ts";
import { badge, count, verdictWords } from "./badges.ts";
import { fitting } from "./fold.ts";

/** More lines of a witness are not shown. */
const shownLines = 60;
/** What parts of a page may take, in bytes: an event that breaks, each further one, and what was accepted or is objected. */
const witnessBytes = 14_000;
const otherBytes = 5_000;
const listBytes = 10_000;
/** Longer texts are cut, in characters. */
const textLength = 500;
const pathLength = 200;

/**
 * Two versions compared, as a page shows them: made while the site is made, or in the browser.
 * @param changes what changed, where it is not all of it
 */
export function pairView(pair: Pair, changes: Html = changeList(changeRows(pair))): Html {
  const { verdict, reason, witnesses, bump } = pair;
  const { label, tone } = verdictWords[verdict];
  const say = {
    compatible: html`Every event that ${pair.old} accepts is valid under ${pair.newer}.`,
    incompatible: html`Some events that ${pair.old} accepts are rejected by ${pair.newer}.`,
    unknown: html`It could not be decided whether every event that ${pair.old} accepts is valid under ${pair.newer}: ${shortText(reason ?? "", textLength)}.`,
  }[verdict];
  const isShort =
    bump.made !== "major" && (bump.least === "major" || (bump.made === "patch" && bump.least === "minor"));
  return html`<div class="verdict verdict-${tone}">
<p class="verdict-word">${label}</p>
<p>${say}</p>
<p class="muted"> ${pair.old} → ${pair.newer} is a ${bump.made} step; the changes need ${bump.least === "major" ? "a new major version" : `at least a ${bump.least} one`}.${isShort && pair.accepted.length === 0 ? " That is less than it should be." : ""}
</p>
</div> ${witnesses.length === 0 ? "" : witnessSection(pair, witnesses)}${acceptedSection(pair.accepted)}
<section aria-labelledby="changes-heading">
<h2 id="changes-heading">What changed</h2>
${changes}
</section> ${objectionSection(pair)}`;
}

function witnessSection({ old, newer }: Pair, [first, ...others]: readonly Witness[]): Html {
  const head = html`<h2 id="witness-heading">An event that breaks</h2>
<p>It is valid under
${old}, and ${newer} rejects it:</p>`;
  const rest =
    others.length === 0
      ? ""
      : html`<details class="more-witnesses">
<summary>
${count(others.length, "other event")} that break${others.length === 1 ? "s" : ""} elsewhere
</summary> ${others.map((one) => witnessView(one, otherBytes))}
</details>`;
  return html`<section class="witness" aria-labelledby="witness-heading">
${head}${first === undefined ? "" : witnessView(first, witnessBytes)}${rest}
</section>`;
}

/** An event as YAML, the culprit marked. */
function witnessView({ event, culprit, refusal }: Witness, bytes: number): Html {
  const text = toReadableYaml(event).trimEnd();
  const lines = text.split("\n");
  const marked = culprit === "" ? undefined : lineOf(text, culprit);
  const why = shortText(refusal, textLength);
  const note = html`<span class="culprit">  # ${shortText(culprit, pathLength)} ${why}</span>`;
  let shown: readonly Html[] = [];
  // Lines may be long: then fewer are shown around the marked one.
  for (let most = shownLines; most >= 1; most = Math.floor(most / 2)) {
    const from = Math.max(0, Math.min((marked ?? 0) - most + Math.ceil(most / 12), lines.length - most));
    shown = lines.slice(from, from + most).map((line, index) => {
      const code = shortText(line, 200);
      return index + from === marked ? html`<mark>${code}</mark>${note}${"\n"}` : html`${code}${"\n"}`;
    });
    const cut = html`…${"\n"}`;
    if (from > 0) shown = [cut, ...shown];
    if (from + most < lines.length) shown = [...shown, cut];
    if (fitting(shown, bytes) === shown.length) break;
  }
  const whole =
    marked === undefined
      ? html`<p class="culprit-note"><strong>The event</strong>
${why}.</p>`
      : "";
  return html`<div class="code">
<pre tabindex="0" role="region" aria-label="The event as YAML"><code>${shown}</code></pre>
</div> ${whole}`;
}

/** The line that a place of an event is on, from 0; undefined if nothing is there. */
function lineOf(text: string, pointer: Pointer): number | undefined {
  const { start } = findRange(sourceRanges(text), pointer, text);
  return text.slice(0, start).split("\n").length - 1;
}

function acceptedSection(accepted: readonly AcceptedBreak[]): Html {
  if (accepted.length === 0) return html``;
  const items = accepted.map(
    ({ version, rules, pointer, reason, owner, until }) =>
      html`<li> ${badge("accepted", "accent")} with ${version}: <span dir="auto">${shortText(reason, textLength) || "no reason is given"}</span> <span class="muted">${owner === "" ? "" : `(${shortText(owner, pathLength)})`} ${rules.map((rule) => html`<code>${rule}</code> `)}${pointer === "" ? "" : html`at <code>${shortText(pointer, pathLength)}</code>`}${until === "" ? "" : html` until ${shortText(until, pathLength)}`}</span>
</li>`,
  );
  return html`<section aria-labelledby="accepted-heading">
<h2 id="accepted-heading">Accepted breaks</h2>
<ul class="accepted">
${beginning(items)}
</ul>
</section>`;
}

/** As many of the first items as fit, and how many more there are. */
function beginning(items: readonly Html[]): readonly Html[] {
  const shown = fitting(items, listBytes);
  const left = items.length - shown;
  return left === 0
    ? items
    : [...items.slice(0, shown), html`<li class="muted">and ${left.toLocaleString("en")} more</li>`];
}

/** A row for each change, those that break something first. */
export function changeRows({ changes }: Pair): readonly Html[] {
  const breaking = changes.filter(({ rules }) => rules.length > 0);
  const ordered = [...breaking, ...changes.filter(({ rules }) => rules.length === 0)];
  return ordered.map(({ kind, path, text, rules }) => {
    const marks = rules.map((rule) =>
      badge(ruleWords[rule] ?? rule, rule === "event-invalidated" ? "bad" : "warn", rule),
    );
    return html`<li class="${rules.length > 0 ? "breaking" : ""}"> <span class="change change-${kind}">${kind}</span> <code>${shortText(path, pathLength) || "the event"}</code> <span dir="auto">${shortText(text, textLength)}</span> ${marks}
</li>`;
  });
}

export function changeList(rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<p class="muted">Nothing that affects events.</p>`;
  return html`<ul class="changes"> ${rows}
</ul>`;
}

/** What a rule's objection means for anyone who it protects. */
const ruleWords: Readonly<Record<string, string>> = {
  "event-invalidated": "breaks old events",
  "property-removed": "readers lose it",
  "property-renamed": "readers lose it",
  "type-changed": "readers lose it",
  "column-dropped": "its column is gone",
  "column-retyped": "its column changes",
  "producer-type-narrowed": "producers stop compiling",
};

function objectionSection({ objections }: Pair): Html {
  if (objections.length === 0) return html``;
  const items = objections.map(
    ({ rule, message, path }) =>
      html`<li> <code>${rule}</code> <code>${shortText(path, pathLength) || "the event"}</code> <span dir="auto">${shortText(message, textLength)}</span>
</li>`,
  );
  return html`<details class="objections">
<summary>What the rules say</summary>
<ul>
${beginning(items)}
</ul>
</details>`;
}
