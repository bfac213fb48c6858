/** A template is not valid, or has an unknown placeholder. The message says which, in one line. */
export class TemplateError extends Error {}

/** A part of a template: text, or the name of what is put there. */
export type TemplatePart =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "placeholder"; readonly name: string };

/**
 * The parts of a template: `{name}` is a placeholder, `{{` and `}}` are braces. Throws {@link TemplateError}, also for
 * what Python’s `str.format` has beyond that: conversions, formats, members and positions.
 */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = "";
  const pattern = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
  let at = 0;
  for (const match of template.matchAll(pattern)) {
    text += template.slice(at, match.index);
    at = match.index + match[0].length;
    if (match[0] === "{{" || match[0] === "}}") {
      text += match[0][0];
      continue;
    }
    const name = match[1];
    const line = template.slice(0, match.index).split("\n").length;
    if (name === undefined) {
      throw new TemplateError(`line ${line} has a single “${match[0]}”; write a literal brace twice`);
    }
    if (!/^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(name)) {
      throw new TemplateError(`line ${line} has “${match[0]}”, which is not a plain placeholder`);
    }
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    parts.push({ kind: "placeholder", name });
  }
  text += template.slice(at);
  if (text !== "") parts.push({ kind: "text", text });
  return parts;
}
