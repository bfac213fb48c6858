import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { lineAndColumn } from "@addendum/json-schema";
import {
  configurationNames,
  defaultSettings,
  parseConfiguration,
  parseJsonschemaTools,
  type Settings,
} from "@addendum/schema-repository";
import { UserError } from "../user-error.ts";
import { decode } from "../snapshots/text-file.ts";

export interface LoadedSettings {
  /** The repository's root, absolute. */
  readonly root: string;
  /** The configuration's path, absolute. */
  readonly file: string;
  readonly text: string;
  readonly settings: Settings;
  /** What the person should know about how it was chosen. */
  readonly note: string | undefined;
}

/** The nearest directory, upwards, that holds a configuration; the name that wins decides before the distance does. */
export function findConfiguration(start: string): string | undefined {
  for (const name of configurationNames) {
    for (let directory = resolve(start); ; directory = dirname(directory)) {
      const file = join(directory, name);
      if (existsSync(file)) return file;
      if (dirname(directory) === directory) break;
    }
  }
  return undefined;
}

/** Throws {@link UserError} if there is no configuration, or one that cannot be used. */
export function loadSettings(options: {
  readonly repo?: string | undefined;
  readonly config?: string | undefined;
}): LoadedSettings {
  const start = resolve(options.repo ?? ".");
  if (!statSync(start, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`${start} is not a directory.`);
  }
  const file = options.config === undefined ? findConfiguration(start) : resolve(options.config);
  if (file === undefined) {
    throw new UserError(
      `${start} is not in a schema repository: there is no addendum.yaml here or above. \`addendum init\` creates one.`,
    );
  }
  const root = options.config !== undefined && options.repo !== undefined ? start : dirname(file);
  const text = readText(file);
  const settings = parseSettings(file, text);
  const other = join(root, configurationNames[1]);
  const both = basename(file) === configurationNames[0] && existsSync(other);
  const note = both
    ? "addendum.yaml and .jsonschema-tools.yaml both exist; addendum.yaml is used."
    : undefined;
  return { root, file, text, settings, note };
}

export function parseSettings(file: string, text: string): Settings {
  const isForeign = basename(file).includes("jsonschema-tools");
  const result = isForeign ? parseJsonschemaTools(text) : parseConfiguration(text);
  if (result.kind === "settings") return result.settings;
  const { line, column } = lineAndColumn(text, result.offset);
  throw new UserError(`${file}:${line}:${column}: ${result.message}`);
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new UserError(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ""}`, { cause });
  }
  const content = decode(bytes);
  if (content.kind !== "text") throw new UserError(`${file} cannot be read: ${content.reason}.`);
  return content.text;
}

/** The settings of the repository that the command runs in, if it does. */
export function settingsHere(invocation: {
  readonly repo: string | undefined;
  readonly config: string | undefined;
}): Settings {
  const start = resolve(invocation.repo ?? ".");
  const isHere = invocation.config !== undefined || findConfiguration(start) !== undefined;
  return isHere ? loadSettings(invocation).settings : defaultSettings;
}
