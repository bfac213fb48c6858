// Runs on every page: what needs a script is shown, and loaded when it is used.
import { openTarget, treeButtons } from "./tree.ts";

document.documentElement.classList.add("js");

treeButtons();
openTarget();
addEventListener("hashchange", openTarget);

// As on many sites: a slash leads to the search.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.matches("input, textarea, select")) return;
  const field = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (field === null) return;
  event.preventDefault();
  field.focus();
});

const search = document.querySelector<HTMLFormElement>("#search");
if (search !== null) {
  const start = () => void import("./search.ts").then(({ startSearch }) => startSearch(search));
  if (new URLSearchParams(location.search).size > 0) start();
  else search.addEventListener("focusin", start, { once: true });
}

const comparison = document.querySelector<HTMLElement>("#compare");
if (comparison !== null && location.search !== "") {
  void import("./compare.ts").then(({ showComparison }) => showComparison(comparison));
}
