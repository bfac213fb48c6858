/** A text of at most so many UTF-16 units, without half of a character at its end. Schemas have texts of a megabyte. */
export function shortText(text: string, length: number): string {
  if (text.length <= length) return text;
  const isHalf = (text.codePointAt(length - 2) ?? 0) > 0xffff;
  return `${text.slice(0, isHalf ? length - 2 : length - 1)}…`;
}
