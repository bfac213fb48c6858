import type { RuleExample } from "../rule.ts";
import type { Settings } from "../settings.ts";

/**
 * An example of a rule about two versions of one schema: 1.0.0, which is published, and the current that follows it.
 * @param old what the schemas hold beside their names, as YAML
 * @param found where the rule's finding stands, in the current; undefined where there is none
 */
export function versionPair(
  name: string,
  old: string,
  newer: string,
  found?: string,
  more: {
    readonly version?: string;
    readonly title?: string;
    readonly messageId?: string;
    readonly settings?: Partial<Settings>;
  } = {},
): RuleExample {
  const { version = "1.1.0", title = "a/b", messageId = "found", settings } = more;
  const text = (number: string, body: string) =>
    `title: ${title}\n$id: /${title}/${number}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n${body}examples:\n  - {}\n`;
  const published = `schemas/${title}/1.0.0.yaml`;
  const file = `schemas/${title}/current.yaml`;
  return {
    name,
    files: { [file]: text(version, newer), [published]: text("1.0.0", old) },
    published: { [published]: text("1.0.0", old) },
    settings: {
      contentTypes: ["yaml"],
      extensionlessAliases: false,
      latestAliases: false,
      numericBounds: false,
      ...settings,
    },
    findings: found === undefined ? [] : [{ file, pointer: found, messageId }],
  };
}
