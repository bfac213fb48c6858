/** A string that is not read as markup, nor parts a table. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(
      /[\\`*[\]<>|&~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[#+-]/gu,
      (character) => `\\${character}`,
    );
}
