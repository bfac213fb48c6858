import type { RuleExample } from "./rule.ts";

const file = "schemas/a/b/current.yaml";
const head = "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n";

/**
 * An example of one schema.
 * @param body what follows its title, `$id`, `$schema` and `type`, as YAML
 * @param findings pointer → message id, in the order in which they are found
 */
export function schemaExample(
  name: string,
  body: string,
  findings: Readonly<Record<string, string>> = {},
  more: Partial<Pick<RuleExample, "settings" | "today">> = {},
): RuleExample {
  return {
    name,
    files: { [file]: head + body },
    findings: Object.entries(findings).map(([pointer, messageId]) => ({ file, pointer, messageId })),
    ...more,
  };
}
