const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text for HTML and SVG, in attributes with quotes, too. What cannot be seen is written as its code. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(
      /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu,
      (character) => `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, "0")}`,
    )
    .replaceAll(/[&<>"']/g, (character) => escapes[character] as string);
}
