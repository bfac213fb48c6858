import { html } from "../html/html.ts";
import { frame } from "./frame.ts";
import type { SiteContext } from "./site-context.ts";

/** Names of the live view's own style and script. */
export interface LiveAssets {
  readonly style: string;
  readonly script: string;
}

const address = "live/";
const assets = "assets/";

/** The live page, which its script fills with events as they arrive. */
export function livePage(site: SiteContext, own: LiveAssets): string {
  const content = html`<div class="live-head">
<h1>Live events</h1>
<p id="state" data-state="connecting" role="status"><span class="dot" aria-hidden="true"></span><span id="state-text">Connecting…</span></p>
<p class="live-tools"><button type="button" id="pause" aria-pressed="false">Pause</button> <button type="button" id="clear">Clear</button></p>
</div>
<noscript><p class="notice notice-warn">The live view needs JavaScript. <code>addendum tail</code> prints events in a terminal.</p></noscript>
<p id="unmasked" class="notice notice-warn" hidden>Personal data is shown, because the intake was started with <code>--show-personal-data</code>.</p>
<p id="edit-status" class="visually-hidden" role="status"></p>
<section id="edits" aria-labelledby="edits-heading" hidden>
<h2 id="edits-heading">Saved schemas</h2>
<ol class="edits"></ol>
</section>
<section aria-labelledby="events-heading">
<h2 id="events-heading" class="visually-hidden">Events</h2>
<form id="filter" class="live-filter" role="search" aria-label="Filter events">
<label>Stream <select name="stream" id="stream"><option value="">all</option></select></label>
<label>Schema <input name="schema" autocomplete="off" spellcheck="false" placeholder="any"></label>
<label>Field <input name="field" id="field" list="fields" autocomplete="off" spellcheck="false" placeholder="skin or skin=dark"></label>
<label>Show <select name="verdict"><option value="">all</option><option value="accepted">accepted</option><option value="rejected">rejected</option><option value="failed">failed</option><option value="duplicate">sent twice</option><option value="undeclared">with undeclared fields</option><option value="canary">canaries</option></select></label>
<button type="button" id="reset">Show all</button>
<datalist id="fields"></datalist>
</form>
<p id="counts" class="muted"></p>
<div class="panes">
<div class="rows-pane">
<div id="rows" class="rows" role="listbox" tabindex="0" aria-label="Events, the newest first"></div>
<p id="no-rows" class="muted empty">No events yet.</p>
</div>
<section id="details" class="details-pane" aria-label="The chosen event"></section>
</div>
</section>
<section aria-labelledby="streams-heading">
<h2 id="streams-heading">Streams since the intake started</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of streams">
<table id="streams">
<thead>
<tr><th scope="col">Stream</th><th scope="col" class="number">Accepted</th><th scope="col" class="number">Rejected</th><th scope="col" class="number">Sent twice</th><th scope="col">Undeclared fields</th><th scope="col">Last canary</th></tr>
</thead>
<tbody></tbody>
</table>
</div>
<p id="requests" class="muted" hidden></p>
</section>
<section aria-labelledby="send-heading">
<h2 id="send-heading">Send an event</h2>
<form id="send-form" class="send-form">
<p><label>Stream <select></select></label> <button type="button" data-act="example">Example</button> <button type="button" data-act="broken">Broken example</button></p>
<label class="visually-hidden" for="send-text">The event as JSON</label>
<textarea id="send-text" rows="12" spellcheck="false" placeholder="Choose an example, or write an event as JSON."></textarea>
<p><button class="primary">Send</button> <button type="button" data-act="curl">Copy as curl</button> <button type="button" data-act="producer">Copy producer code</button></p>
<div class="send-answer" role="status"></div>
</form>
<div id="copied" role="status"></div>
</section>`;
  return frame(site, { address, title: "Live events", assets, own }, content).text;
}

/** The page that asks for the token. @param problem why the last one was not taken; empty: there was none */
export function signInPage(site: SiteContext, own: LiveAssets, problem: string): string {
  const content = html`<h1>Live events</h1>
<form class="sign-in" method="post" action="sign-in">
<p>Enter the token that the intake was started with (<code>ADDENDUM_LIVE_TOKEN</code>).</p> ${problem === "" ? "" : html`<p class="notice notice-bad" role="alert">${problem}</p>`}
<p><label for="token">Token</label> <input id="token" name="token" type="password" autocomplete="current-password" required> <button class="primary">Sign in</button></p>
</form>`;
  // Without search and sections, because the visitor is not authenticated.
  const quiet = { ...site, sections: [] };
  const page = {
    address,
    title: "Sign in",
    assets,
    own: { ...own, script: site.assets.script },
    hasOwnSearch: true,
  };
  return frame(quiet, page, content).text;
}
