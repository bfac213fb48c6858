/** Buttons that fold and unfold a tree of fields. */
export function treeButtons(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-tree]")) {
    button.addEventListener("click", () => {
      const isOpen = button.dataset["tree"] === "open";
      for (const branch of document.querySelectorAll<HTMLDetailsElement>(".tree details"))
        branch.open = isOpen;
    });
  }
}

/** Unfolds the branches that hide the target of a link. */
export function openTarget(): void {
  const name = location.hash.slice(1);
  const target =
    name === "" ? null : (document.getElementById(name) ?? document.getElementById(decode(name)));
  if (target === null) return;
  for (let at: Element | null = target.parentElement; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  target.scrollIntoView();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
