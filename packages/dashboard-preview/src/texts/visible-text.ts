/**
 * A text on one line in which everything can be seen. What cannot be (control characters, marks that turn the direction of
 * writing, halves of characters) is shown as its escape, so that a text never looks like another one, and never breaks XML.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(
      /[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu,
      (character) => `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, "0")}`,
    );
}

/** A text of at most so many characters. */
export function shortText(text: string, length: number): string {
  const characters = [...visibleText(text)];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : characters.join("");
}
