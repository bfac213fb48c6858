import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import {
  type DataObject,
  type DocumentProblem,
  isObject,
  isSchema,
  lineAndColumn,
  parseDocument,
  type Schema,
} from "@addendum/json-schema";
import {
  directoryOfTitle,
  Findings,
  joinPath,
  Materializer,
  publishedFiles,
} from "@addendum/schema-repository";
import {
  decode,
  findConfiguration,
  loadSettings,
  type OpenRepository,
  unknownVersion,
  UserError,
  WorkTree,
  fileProblem,
} from "@addendum/workspace";
import type { Invocation } from "../run/arguments.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { pathWithin, type ReadingPlace, treeAround, withReferences } from "./referenced-documents.ts";

/** A schema to compare, and its name in messages. */
export interface Operand {
  /** With all that its references lead to. */
  readonly schema: Schema;
  readonly text: string;
  readonly name: string;
}

/**
 * Reads a file, `TITLE@VERSION` of the repository, or `-` for standard input. Throws {@link UserError} if there is
 * none.
 */
export function readOperand(operand: string, invocation: Invocation): Operand {
  const version = /^\/?([^@]+)@(\d+\.\d+\.\d+)$/.exec(operand);
  const misspelt = version === null ? /^\/?[^@]+@([^/@]*)$/.exec(operand)?.[1] : undefined;
  if (misspelt !== undefined && !existsSync(operand)) {
    throw new UserError(`${operand}: “${misspelt}” is not a version of the form X.Y.Z.`);
  }
  const { text, place, complete } =
    version === null
      ? readFile(operand, invocation)
      : readVersion(version[1] as string, version[2] as string, invocation);
  const parsed = parseDocument(text);
  if (parsed.kind === "problem") {
    const { problem } = parsed;
    throw new UserError(`${operand}${placeOf(problem, text)}: ${problemText(problem)}`);
  }
  const { data } = parsed.document;
  if (!isSchema(data))
    throw new UserError(`${operand} is not a schema: a schema is an object, true or false.`);
  const written = complete === undefined || !isObject(data) ? data : complete(data);
  const schema = withReferences(written, place, ({ address, reason }) =>
    invocation.terminal.note(`${operand}: the reference to “${address}” is not followed: ${reason}.`),
  );
  return { schema, text, name: operand };
}

function placeOf(problem: DocumentProblem, text: string): string {
  if (problem.kind !== "syntax") return "";
  const { line, column } = lineAndColumn(text, problem.offset);
  return `:${line}:${column}`;
}

function problemText(problem: DocumentProblem): string {
  if (problem.kind === "syntax") return problem.reason;
  if (problem.kind === "cyclic") return "an alias refers to the value that contains it";
  return `${problem.what} exceeds the limit of ${problem.limit}`;
}

/** A text, and how its references are followed. */
interface OperandText {
  readonly text: string;
  readonly place: ReadingPlace;
  /** Writes out what the version files of its repository leave to references. */
  complete?(data: DataObject): DataObject;
}

function readFile(path: string, invocation: Invocation): OperandText {
  const text = readText(path);
  const start = path === "-" ? "." : dirname(path);
  let materializer: Materializer | undefined;
  const settingsFor = (address: string) => {
    try {
      return loadSettings({ repo: invocation.repo ?? start, config: invocation.config });
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      throw new UserError(
        `${path} refers to “${address}”, and the settings say where that is, but they cannot be read: ${cause.message}`,
        { cause },
      );
    }
  };
  const absolute = (address: string) => {
    if (invocation.repo === undefined && findConfiguration(start) === undefined) return undefined;
    materializer ??= materializerOf(openWorkTree(settingsFor(address), { kind: "disk" }));
    return materializer.referencedDocument(address);
  };
  if (path === "-") return { text, place: { path: undefined, read: () => ({ kind: "missing" }), absolute } };
  const tree = treeAround(path);
  const files = new WorkTree(tree);
  return { text, place: { path: pathWithin(tree, path), read: (one) => files.read(one), absolute } };
}

function readText(path: string): string {
  if (/^[a-z]+:\/\//i.test(path))
    throw new UserError(`${path} is an address: download it first; nothing is fetched.`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path === "-" ? 0 : path);
  } catch (cause) {
    throw new UserError(`${path} cannot be read: ${fileProblem(cause)}.`, { cause });
  }
  const content = decode(bytes);
  if (content.kind !== "text") throw new UserError(`${path} cannot be read: ${content.reason}.`);
  return content.text;
}

function readVersion(title: string, version: string, { repo, config }: Invocation): OperandText {
  const repository = openWorkTree(loadSettings({ repo, config }), { kind: "base-branch-if-known" });
  const { snapshot, baseline, settings } = repository;
  const directory = directoryOfTitle(title, settings);
  for (const type of settings.contentTypes) {
    const path = joinPath(directory, `${version}.${type}`);
    for (const files of [snapshot, publishedFiles(baseline, snapshot)]) {
      const content = files.read(path);
      if (content.kind !== "text") continue;
      const materializer = materializerOf({ ...repository, snapshot: files });
      return {
        text: content.text,
        complete: (data) => materializer.resolvedVersion(title, version, data),
        place: {
          path,
          read: (one) => files.read(one),
          absolute: (address) => materializer.referencedDocument(address),
        },
      };
    }
  }
  throw unknownVersion(snapshot, settings, title, version);
}

function materializerOf({ snapshot, settings, remote }: OpenRepository): Materializer {
  return new Materializer(snapshot, settings, new Findings(settings), new Set(), remote);
}
