/**
 * Characters that are invisible, turn the direction of what follows, or that neither HTML nor XML may hold: controls,
 * marks of direction, separators, non-characters and halves of surrogate pairs. Joiners stay: scripts need them.
 */
const unseen =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]|\p{Cs}/u;
const allUnseen = new RegExp(unseen, "gu");

/** A text in which such characters are spelt out: `⟨U+202E⟩`. Schema texts are strangers'. */
export function visibleText(text: string): string {
  if (!unseen.test(text)) return text;
  return text.replaceAll(allUnseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}
