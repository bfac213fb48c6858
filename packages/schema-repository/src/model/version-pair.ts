import type { Reader } from "./reader.ts";
import type { RuleExample } from "./rule.ts";
import type { Settings, Waiver } from "./settings.ts";

/**
 * An example of a rule about two versions of one schema: 1.0.0, which is published, and the current that follows it.
 * @param old what the schemas contain beside their names, as YAML
 * @param found where the rule's finding is, in the current; undefined if there is none
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
    readonly readers?: readonly Reader[];
  } = {},
): RuleExample {
  const { version = "1.1.0", title = "a/b", messageId = "found", settings, readers } = more;
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
    ...(readers && { readers }),
    findings: found === undefined ? [] : [{ file, pointer: found, messageId }],
  };
}

const narrowed = (maximum: number) => `properties:\n  n: {type: integer, maximum: ${maximum}}\n`;

/**
 * An example of a rule about waivers: a version that lowers a limit, and a waiver for it that differs from a right one
 * in what is given; undefined takes a key out.
 * @param messageId of what is said about the waiver; undefined if that is nothing
 */
export function waiverExample(
  name: string,
  differences: Partial<Record<keyof Waiver, unknown>>,
  messageId?: string,
  maximum = 50,
): RuleExample {
  const right = {
    rules: ["event-invalidated"],
    title: "a/b",
    version: "1.1.0",
    pointer: "/properties/n",
    reason: "nobody sends more",
    owner: "team",
  };
  const entries = Object.entries({ ...right, ...differences }).filter(([, value]) => value !== undefined);
  const waiver = Object.fromEntries(entries) as unknown as Waiver;
  return {
    ...versionPair(name, narrowed(100), narrowed(maximum), undefined, { settings: { waivers: [waiver] } }),
    findings: messageId === undefined ? [] : [{ file: "addendum.yaml", pointer: "/waivers/0", messageId }],
  };
}

/** An example of a waiver for a published version, which is no longer needed. */
export function pastWaiverExample(
  name: string,
  differences: Partial<Record<keyof Waiver, unknown>>,
  maximum = 50,
): RuleExample {
  const example = waiverExample(name, differences, undefined, maximum);
  const { "schemas/a/b/current.yaml": current = "", ...older } = example.files;
  const files = { ...older, "schemas/a/b/1.1.0.yaml": current, "schemas/a/b/current.yaml": current };
  return { ...example, files, published: files, isThorough: true };
}
