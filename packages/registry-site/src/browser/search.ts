import MiniSearch from "minisearch";
import { html } from "../html/html.ts";
import { marks, type SearchDocuments, type SearchTitle } from "../pages/search-documents.ts";
import { readJson, root } from "./root.ts";

/** More results are counted. */
const shown = 60;

interface Document {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly owner: string;
  readonly streams: string;
  readonly fields: string;
}

/** Names are words, and themselves: `user_editCount` is found by each of its three, and as `usereditcount`. */
function indexed(text: string): string[] {
  return text.split(/[^\p{L}\p{N}$_]+/u).flatMap((name) => {
    const parts = words(name);
    return parts.length > 1 ? [...parts, parts.join("")] : parts;
  });
}

function words(text: string): string[] {
  return text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}$]+/u)
    .filter(Boolean);
}

/** Searches schemas while a person types. The query is part of the address, so a search can be sent to others. */
export async function startSearch(form: HTMLFormElement): Promise<void> {
  const { fields, titles } = await readJson<SearchDocuments>("search.json");
  fillFilters(form, titles);
  restore(form);
  const index = new MiniSearch<Document>({
    fields: ["title", "fields", "streams", "owner", "description"],
    tokenize: indexed,
    searchOptions: {
      tokenize: words,
      boost: { title: 6, fields: 3, streams: 2 },
      prefix: true,
      fuzzy: (term) => (term.length > 3 ? 0.25 : false),
      combineWith: "AND",
    },
  });
  // In pieces: a page with ten thousand schemas still answers keys.
  const isIndexed = index.addAllAsync(
    titles.map(([title, , description, owner, , streams, own], id) => ({
      id,
      title,
      description,
      owner,
      streams: streams.join(" "),
      fields: own.map((place) => fields[place]).join(" "),
    })),
    { chunkSize: 500 },
  );
  const update = () => show(form, titles, index);
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
  await isIndexed;
  update();
}

function fillFilters(form: HTMLFormElement, titles: readonly SearchTitle[]): void {
  fill(
    form,
    "owner",
    titles.map(([, , , owner]) => owner),
  );
  fill(
    form,
    "stream",
    titles.flatMap(([, , , , , streams]) => streams),
  );
}

function fill(form: HTMLFormElement, name: string, values: readonly string[]): void {
  const select = form.elements.namedItem(name) as HTMLSelectElement;
  const distinct = [...new Set(values)].filter(Boolean).sort();
  for (const value of distinct.slice(0, 1000)) select.add(new Option(value, value));
  const label = select.closest("label");
  if (distinct.length === 0 && label !== null) label.hidden = true;
}

function restore(form: HTMLFormElement): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value !== "";
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

function show(form: HTMLFormElement, titles: readonly SearchTitle[], index: MiniSearch<Document>): void {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "");
  const [query, owner, stream] = [text("q").trim(), text("owner"), text("stream")];
  const wanted = (["deprecated", "personal", "findings"] as const)
    .filter((name) => data.has(name))
    .reduce((bits, name) => bits | marks[name], 0);
  const isIdle = query === "" && owner === "" && stream === "" && wanted === 0;
  const fits = (title: SearchTitle | undefined): title is SearchTitle =>
    title !== undefined &&
    (owner === "" || title[3] === owner) &&
    (stream === "" || title[5].includes(stream)) &&
    (title[7] & wanted) === wanted;
  const found = query === "" ? titles : index.search(query).map(({ id }) => titles[id as number]);
  const results = isIdle ? [] : found.filter(fits);
  const section = document.querySelector<HTMLElement>("#results");
  const listing = document.querySelector<HTMLElement>("#listing");
  const [heading, list] = [section?.querySelector("h2"), section?.querySelector("ul")];
  if (!section || !listing || !heading || !list) return;
  section.hidden = isIdle;
  listing.hidden = !isIdle;
  heading.textContent =
    results.length === 0
      ? "Nothing is found"
      : `${results.length} ${results.length === 1 ? "schema" : "schemas"}`;
  list.innerHTML = html`${results.slice(0, shown).map(card)}`.text;
  const address = new URL(location.href);
  address.search = new URLSearchParams(
    [...data].flatMap(([name, value]): [string, string][] =>
      typeof value === "string" && value !== "" ? [[name, value]] : [],
    ),
  ).toString();
  history.replaceState(null, "", address);
}

function card([title, address, description, owner, version, , , bits]: SearchTitle) {
  const badges = (Object.entries(marks) as [keyof typeof marks, number][])
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => html` <span class="badge">${name === "personal" ? "personal data" : name}</span>`);
  const facts = [version, owner].filter(Boolean).join(" · ");
  return html`<li class="card"> <a class="card-title mono" href="${root}${address}">${title}</a>${badges}
<p class="card-about" dir="auto">${description}</p>
<p class="card-facts">${facts}</p>
</li>`;
}
