/** `user_edit_count_bucket` → `UserEditCountBucket`. What no identifier may contain is left out. */
export function pascalCase(text: string): string {
  const words = text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** The name of a schema's type: the last part of its title. */
export function typeNameOf(title: string): string {
  const name = pascalCase(title.slice(title.lastIndexOf("/") + 1));
  return /^[\p{L}]/u.test(name) ? name : `Event${name}`;
}
