import { visibleText } from "../../html/visible-text.ts";

type Child = Node | string | undefined | false;

/** What is set of an element. Texts are strangers': they are never read as markup. */
export interface ElementOptions {
  readonly class?: string;
  /** Attributes; undefined: it has none of that name. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** Makes an element. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { class: className, attributes = {} }: ElementOptions = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== undefined) element.className = className;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  append(element, children);
  return element;
}

/** Puts something else into an element. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** Sets an element's text, if it is another one. */
export function setText(element: Element, text: string): void {
  const shown = visibleText(text);
  if (element.textContent !== shown) element.textContent = shown;
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    element.append(typeof child === "string" ? visibleText(child) : child);
  }
}

/** An element of the page. Throws where it is missing: the page is ours. */
export function find<T extends Element>(selector: string, within: ParentNode = document): T {
  const element = within.querySelector<T>(selector);
  if (element === null) throw new Error(`${selector} is missing`);
  return element;
}
