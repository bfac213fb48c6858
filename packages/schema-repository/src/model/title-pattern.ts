/** Whether a title fits a pattern: `*` stands for anything but a slash, `**` for anything. */
export function matchesTitle(pattern: string, title: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .split(/(\*+)/)
      .map((part) => (part.startsWith("**") ? ".*" : part === "*" ? "[^/]*" : escape(part)))
      .join("");
    expression = new RegExp(`^${source}$`, "u");
    compiled.set(pattern, expression);
  }
  return expression.test(title);
}

const compiled = new Map<string, RegExp>();

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
