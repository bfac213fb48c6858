import { html, type Html } from "../html/html.ts";
import { shortText } from "../html/short-text.ts";
import type { FindingRecord } from "../model/record.ts";
import { badge } from "./badges.ts";

const tones = { error: "bad", warn: "warn", info: "plain" } as const;
const names = { error: "error", warn: "warning", info: "remark" } as const;

export function findingItem({ rule, severity, message, hint, file, pointer }: FindingRecord): Html {
  return html`<li class="finding"> ${badge(names[severity], tones[severity])} <span dir="auto">${cut(message)}</span> <code class="rule">${rule}</code>
<p class="muted"> <span class="mono">${file}${pointer === "" ? "" : `#${cut(pointer)}`}</span>${hint === undefined ? "" : html` · ${cut(hint)}`}
</p>
</li>`;
}

function cut(text: string): string {
  return shortText(text, 500);
}
