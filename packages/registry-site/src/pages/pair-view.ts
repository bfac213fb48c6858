import { html, type Html } from "../html/html.ts";
import { findRange, type Pointer, sourceRanges, toReadableYaml } from "@addendum/json-schema";
import type { AcceptedBreak, Pair, Witness } from "../model/pair.ts";
import { badge, count, verdictWords } from "./badges.ts";

/** More changes of a pair are counted. */
const shownChanges = 150;
/** A longer witness is cut, in lines. */
const shownLines = 60;

/** Two versions compared, as a page shows them: made while the site is made, or in the browser. */
export function pairView(pair: Pair): Html {
  const { verdict, reason, witnesses, bump } = pair;
  const { label, tone } = verdictWords[verdict];
  const say = {
    compatible: html`Every event that ${pair.old} accepts is valid under ${pair.newer}.`,
    incompatible: html`Some events that ${pair.old} accepts are rejected by ${pair.newer}.`,
    unknown: html`It could not be decided whether every event that ${pair.old} accepts is valid under ${pair.newer}: ${reason ?? ""}.`,
  }[verdict];
  const isShort =
    bump.made !== "major" && (bump.least === "major" || (bump.made === "patch" && bump.least === "minor"));
  return html`<div class="verdict verdict-${tone}">
<p class="verdict-word">${label}</p>
<p>${say}</p>
<p class="muted"> ${pair.old} → ${pair.newer} is a ${bump.made} step; what changed asks for ${bump.least === "major" ? "a new major version" : `at least a ${bump.least} one`}.${isShort && pair.accepted.length === 0 ? " That is less than it should be." : ""}
</p>
</div> ${witnesses.length === 0 ? "" : witnessSection(pair, witnesses)}${acceptedSection(pair.accepted)}
<section aria-labelledby="changes-heading">
<h2 id="changes-heading">What changed</h2>
${changeList(pair)}
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
</summary> ${others.map(witnessView)}
</details>`;
  return html`<section class="witness" aria-labelledby="witness-heading">
${head}${first === undefined ? "" : witnessView(first)}${rest}
</section>`;
}

/** An event as YAML, the culprit marked. */
export function witnessView({ event, culprit, refusal }: Witness): Html {
  const text = toReadableYaml(event).trimEnd();
  const lines = text.split("\n");
  const marked = culprit === "" ? undefined : lineOf(text, culprit);
  const from = Math.max(0, Math.min((marked ?? 0) - shownLines + 5, lines.length - shownLines));
  const shown = lines.slice(from, from + shownLines).map((line, index) => {
    const code = line.length > 200 ? `${line.slice(0, 199)}…` : line;
    return index + from === marked
      ? html`<mark>${code}</mark><span class="culprit">  # ${culprit} ${refusal}</span>${"\n"}`
      : html`${code}${"\n"}`;
  });
  const whole =
    marked === undefined
      ? html`<p class="culprit-note"><strong>The event</strong>
${refusal}.</p>`
      : "";
  return html`<div class="code">
<pre tabindex="0" role="region" aria-label="The event as YAML"><code>${shown}</code></pre>
</div> ${whole}`;
}

/** The line that a place of an event stands on, from 0; undefined if nothing is there. */
function lineOf(text: string, pointer: Pointer): number | undefined {
  const { start } = findRange(sourceRanges(text), pointer, text);
  return text.slice(0, start).split("\n").length - 1;
}

function acceptedSection(accepted: readonly AcceptedBreak[]): Html {
  if (accepted.length === 0) return html``;
  const items = accepted.map(
    ({ version, rules, pointer, reason, owner, until }) =>
      html`<li> ${badge("accepted", "accent")} with ${version}: <span dir="auto">${reason || "no reason is given"}</span> <span class="muted">${owner === "" ? "" : `(${owner})`} ${rules.map((rule) => html`<code>${rule}</code> `)}${pointer === "" ? "" : html`at <code>${pointer}</code>`}${until === "" ? "" : html` until ${until}`}</span>
</li>`,
  );
  return html`<section aria-labelledby="accepted-heading">
<h2 id="accepted-heading">Accepted breaks</h2>
<ul class="accepted">
${items}
</ul>
</section>`;
}

function changeList({ changes }: Pair): Html {
  if (changes.length === 0) return html`<p class="muted">Nothing that affects events.</p>`;
  const breaking = changes.filter(({ rules }) => rules.length > 0);
  const ordered = [...breaking, ...changes.filter(({ rules }) => rules.length === 0)];
  const items = ordered.slice(0, shownChanges).map(({ kind, path, text, rules }) => {
    const marks = rules.map((rule) =>
      badge(ruleWords[rule] ?? rule, rule === "event-invalidated" ? "bad" : "warn", rule),
    );
    return html`<li class="${rules.length > 0 ? "breaking" : ""}"> <span class="change change-${kind}">${kind}</span> <code>${path || "the event"}</code> <span dir="auto">${text}</span> ${marks}
</li>`;
  });
  const left = ordered.length - items.length;
  return html`<ul class="changes"> ${items}${left > 0 ? html`<li class="muted">and ${count(left, "change")} more</li>` : ""}
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
  const items = objections.slice(0, 50).map(
    ({ rule, message, path }) =>
      html`<li> <code>${rule}</code> <code>${path || "the event"}</code> <span dir="auto">${message}</span>
</li>`,
  );
  return html`<details class="objections">
<summary>What the rules say</summary>
<ul>
${items}
</ul>
</details>`;
}
