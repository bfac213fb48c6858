import { createProducer } from "@addendum/event-producer";
import { type Toggle, ToggleEditor, toggleUri } from "@addendum/event-types/analytics/codemirror/toggle/1";

// Which streams this page sends, and the schema of each.
const producer = createProducer<{ "analytics.codemirror.toggle": Toggle }>({
  intake: new URL("/v1/events", location.href),
  streams: { "analytics.codemirror.toggle": toggleUri },
});

const editor = document.querySelector("#editor") as HTMLSelectElement;
const highlight = document.querySelector("#highlight") as HTMLInputElement;

// The schema's options are the page's: one that is added there appears here.
for (const option of ToggleEditor) editor.add(new Option(option));

highlight.addEventListener("change", () => {
  void producer.submit("analytics.codemirror.toggle", {
    enabled: highlight.checked,
    editor: ToggleEditor[editor.selectedIndex] ?? "wikitext_2010",
    trigger: "toolbar_button",
    wiki: "enwiki",
    meta: { domain: location.hostname },
  });
});
