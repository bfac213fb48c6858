import { generatedMark } from "@addendum/metrics";

/** The look of all pages. Colours are those of charts, where they mean the same. */
export const style = `/* ${generatedMark} */
:root {
  color-scheme: light dark;
  --ground: #f4f6f9;
  --surface: #ffffff;
  --ink: #1c2430;
  --muted: #586374;
  --rule: #dfe4eb;
  --accent: #2057c2;
  --mark: #fff3d1;
  --on-mark: #6b4700;
  --shadow: 0 1px 2px rgb(20 30 50 / 8%), 0 4px 16px rgb(20 30 50 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1218;
    --surface: #171c24;
    --ink: #e8edf4;
    --muted: #a3afbf;
    --rule: #29313d;
    --accent: #8bb5ff;
    --mark: #3a2f12;
    --on-mark: #f3d481;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, p, dl, ul { margin: 0; }
h1, h2, h3, li, dd, th, td, caption, .lead, .about { unicode-bidi: isolate; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.25rem); line-height: 1.15; letter-spacing: -0.02em; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.25; letter-spacing: -0.01em; }
h3 { font-size: 1rem; line-height: 1.35; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--surface); padding: 0.5rem 1rem; z-index: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top, main, .foot { max-width: 1208px; margin: 0 auto; padding: 0 24px; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem; padding-top: 1.25rem; color: var(--muted); font-size: 0.9rem; }
.home { display: inline-flex; align-items: center; gap: 0.5rem; color: var(--ink); font-weight: 600; text-decoration: none; }
.home:hover span { text-decoration: underline; }
.foot { padding-top: 1rem; padding-bottom: 2.5rem; color: var(--muted); font-size: 0.85rem; }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; padding: 1.75rem 0 1.25rem; }
.span { margin-left: auto; color: var(--muted); font-variant-numeric: tabular-nums; }
.badge {
  display: inline-block;
  padding: 0.1rem 0.65rem;
  border-radius: 1rem;
  background: var(--mark);
  color: var(--on-mark);
  font-size: 0.85rem;
  font-weight: 600;
}
.badge.quiet { background: transparent; color: var(--muted); box-shadow: inset 0 0 0 1px var(--rule); }
.lead { max-width: 75ch; }
.quiet, .note, .about { color: var(--muted); }
.note, .about { font-size: 0.875rem; }
.intro, .panel, .card, .without {
  background: var(--surface);
  border: 1px solid var(--rule);
  border-radius: 12px;
  box-shadow: var(--shadow);
  padding: 18px 19px;
}
.intro { display: grid; gap: 0.9rem; padding: 22px 24px; }
.questions { display: grid; gap: 0.35rem; padding: 0; list-style: none; }
.questions a { font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); font-size: 0.9rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; }
.metric { padding-top: 2.25rem; }
.metric > h2 { display: inline; margin-right: 0.6rem; scroll-margin-top: 1rem; }
.metric > .lead { margin: 0.35rem 0 1rem; }
.panels { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: 20px; }
.panel { display: flex; flex-direction: column; gap: 0.4rem; min-width: 0; grid-column: span 12; scroll-margin-top: 1rem; }
${Array.from({ length: 24 }, (_, index) => `.w${index + 1} { grid-column: span ${index + 1}; }`).join("\n")}
.figures { display: flex; flex-wrap: wrap; gap: 0.25rem 1.75rem; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--muted); font-size: 0.8rem; }
.figures dd { margin: 0; font-size: 1.05rem; font-variant-numeric: tabular-nums; }
.figures div:first-child dd { font-size: 1.5rem; font-weight: 650; line-height: 1.3; letter-spacing: -0.01em; }
.figures div:not(:first-child) { justify-content: flex-start; }
.chart { display: block; }
.chart { width: 100%; height: auto; }
.none { display: grid; gap: 0.2rem; padding: 1.25rem; border: 1px dashed var(--rule); border-radius: 8px; color: var(--muted); }
details { margin-top: auto; border-top: 1px solid var(--rule); padding-top: 0.5rem; font-size: 0.875rem; }
summary { width: fit-content; color: var(--accent); cursor: pointer; }
.scroll { max-height: 22rem; overflow: auto; margin-top: 0.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding: 0 0 0.5rem; color: var(--muted); text-align: left; }
th, td { padding: 0.2rem 0.9rem 0.2rem 0; border-bottom: 1px solid var(--rule); text-align: right; vertical-align: bottom; }
th:first-child { text-align: left; white-space: nowrap; }
thead th { position: sticky; top: 0; background: var(--surface); min-width: 4.5rem; max-width: 14rem; overflow-wrap: normal; }
tbody th { font-weight: 400; }
.pager ol { display: flex; flex-wrap: wrap; gap: 0.3rem 0.9rem; padding: 0; margin: 1.5rem 0 0; list-style: none; }
.pager [aria-current] { color: inherit; font-weight: 650; text-decoration: none; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 20px; padding: 1.25rem 0; list-style: none; }
.card { display: flex; flex-direction: column; gap: 0.7rem; min-width: 0; }
.card .badge { align-self: flex-start; }
.card .chart { margin-top: auto; }
.card .quiet { font-size: 0.875rem; }
.names { display: grid; gap: 0.3rem; padding: 0; list-style: none; font-size: 0.9rem; }
.without { margin-top: 0.5rem; }
.without ul { padding-left: 1.2rem; margin-top: 0.5rem; }
@media (max-width: 60rem) {
  .panels { grid-template-columns: minmax(0, 1fr); }
  .panel { grid-column: 1; }
}
@media (max-width: 40rem) {
  .top, main, .foot { padding-left: 14px; padding-right: 14px; }
  .intro, .panel, .card, .without { padding: 14px; }
  .span { margin-left: 0; }
  .panels { gap: 14px; }
}
@media print {
  body { background: #ffffff; }
  .panel, .card { break-inside: avoid; box-shadow: none; }
  .skip, details { display: none; }
}
`;
