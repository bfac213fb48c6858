import type { DataObject } from "@addendum/json-schema";
import { warehouseSchema } from "./warehouse.ts";

const path: DataObject = { type: "string", minLength: 1 };
const flag = (description: string, fallback: boolean): DataObject => ({
  type: "boolean",
  default: fallback,
  description,
});

/** The JSON Schema of `addendum.yaml`, version 1. Its published form is docs/reference/addendum.schema.json. */
export const configurationSchema: DataObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "addendum.yaml",
  description: "Configuration of a schema repository. Paths are relative to this file.",
  type: "object",
  required: ["version"],
  additionalProperties: false,
  properties: {
    version: { const: 1, description: "The version of this format." },
    schemas: {
      ...path,
      default: "schemas",
      description: "The directory of the schemas.",
    },
    baseBranch: {
      type: "string",
      minLength: 1,
      description: "The branch whose versions are published. Default: detected from the repository.",
    },
    referenceBases: {
      type: "array",
      items: path,
      minItems: 1,
      description:
        "Where “$ref: /title/version” is looked up, in order: directories, also outside the repository, or https:// addresses whose content is pinned in addendum.lock. Default: the schemas' directory.",
    },
    contentTypes: {
      type: "array",
      items: { enum: ["yaml", "json"] },
      minItems: 1,
      uniqueItems: true,
      default: ["yaml", "json"],
      description: "The formats of version files; aliases point to the first.",
    },
    currentName: {
      type: "string",
      pattern: "^[^/\\\\]+$",
      default: "current",
      description:
        "The name of the editable source; without an extension, the first content type's is added.",
    },
    versionField: { ...path, default: "$id", description: "The field that ends in the version." },
    titleField: { ...path, default: "title", description: "The field that names the schema." },
    dereference: {
      enum: [true, false, "acyclic"],
      default: true,
      description:
        "Whether references and allOf are resolved in version files; acyclic: resolve all but references that refer back to themselves.",
    },
    extensionlessAliases: flag("Whether 1.0.0 is written as an alias of 1.0.0.yaml.", true),
    latestAliases: flag("Whether latest is written as an alias of the highest version.", true),
    generateExamples: flag("Whether a schema without examples gets one.", true),
    numericBounds: {
      anyOf: [{ type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 }, { const: false }],
      default: [-9007199254740991, 9007199254740991],
      description: "The limits for integers and numbers that declare none; false for none.",
    },
    ignore: {
      type: "array",
      items: { type: "string", format: "regex" },
      default: [],
      description: "Regular expressions; a schema whose $id matches one is ignored.",
    },
    adopted: flag(
      "Whether jsonschema-tools made the repository. If so, what only Addendum rejects is a warning.",
      false,
    ),
    unstable: {
      type: "object",
      additionalProperties: false,
      default: {},
      description:
        "Versions that are not compared with older ones, so that they may break old events. Checks mention them.",
      properties: {
        titles: {
          type: "array",
          items: { type: "string", minLength: 1 },
          default: [],
          description: "Patterns of titles: * matches part of a name, ** matches anything.",
        },
        zeroMajor: flag("Whether all versions below 1.0.0 are unstable.", false),
      },
    },
    retired: {
      type: "array",
      items: { type: "string", minLength: 1 },
      uniqueItems: true,
      default: [],
      description: "Titles that are no longer produced. `addendum retire TITLE` adds one.",
    },
    rules: {
      type: "object",
      additionalProperties: { enum: ["error", "warn", "info", "off"] },
      default: {},
      description: "The level of a rule, by its id.",
    },
    overrides: {
      type: "array",
      default: [],
      description: "Levels of rules for some titles; the last entry that names a rule wins.",
      items: {
        type: "object",
        required: ["titles", "rules"],
        additionalProperties: false,
        properties: {
          titles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            minItems: 1,
            description: "Patterns of titles: * matches part of a name, ** matches anything.",
          },
          rules: {
            type: "object",
            additionalProperties: { enum: ["error", "warn", "info", "off"] },
            description: "The level of a rule, by its id.",
          },
        },
      },
    },
    annotations: {
      type: "array",
      items: { type: "string", minLength: 1 },
      uniqueItems: true,
      default: [],
      description:
        "This repository's own keywords, which do not constrain values. Keywords that start with x- need not be listed.",
    },
    preset: {
      enum: ["recommended", "wikimedia", "all"],
      default: "recommended",
      description:
        "The level of every rule that is not set individually: recommended; wikimedia, which adds what the repository tests of jsonschema-tools enforce; or all, which enables every rule about single schemas.",
    },
    contentModel: {
      enum: ["closed", "open"],
      default: "closed",
      description:
        "Whether old events contain only declared properties (closed), as typed producers send them, or may contain others (open).",
    },
    waivers: {
      type: "array",
      default: [],
      description:
        "Permissions for single breaking changes. A rejected commit prints the waiver that would permit it.",
      items: {
        type: "object",
        required: ["rules", "title", "version"],
        additionalProperties: false,
        properties: {
          rules: {
            type: "array",
            items: { type: "string" },
            minItems: 1,
            uniqueItems: true,
            description: "The rules whose findings are permitted.",
          },
          title: { type: "string", minLength: 1, description: "The schema." },
          version: {
            type: "string",
            pattern: "^\\d+\\.\\d+\\.\\d+$",
            description: "The version that contains the change.",
          },
          pointer: {
            type: "string",
            pattern: "^(/.*)?$",
            description:
              "A JSON Pointer into the materialized schema; the waiver applies there and below. Default: everywhere.",
          },
          reason: { type: "string", minLength: 1, description: "Why the change is acceptable." },
          owner: { type: "string", minLength: 1, description: "Who is responsible for it." },
          until: {
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
            description: "The last day on which the waiver applies.",
          },
        },
      },
    },
    skippedTestCases: {
      type: "object",
      propertyNames: { format: "regex" },
      additionalProperties: { type: "array", items: { type: "string" } },
      default: {},
      description: "Skipped test cases of jsonschema-tools: regular expression on $id → their names.",
    },
    types: {
      type: "object",
      additionalProperties: false,
      description: "Where commits generate TypeScript types. Without it, only `addendum types` writes them.",
      properties: {
        out: { ...path, default: "types", description: "Their directory." },
        package: {
          type: "string",
          pattern: "^(@[a-z0-9._~-]+/)?[a-z0-9._~-]+$",
          description: "Makes the directory a package with that name, to be published or linked.",
        },
      },
    },
    tables: {
      type: "object",
      additionalProperties: false,
      required: ["engines"],
      description: "The engines for which table definitions are generated. Without it, none are.",
      properties: {
        out: { ...path, default: "tables", description: "Their directory." },
        engines: {
          type: "array",
          items: { enum: ["duckdb", "hive", "spark", "trino-hive", "trino-iceberg", "iceberg", "mariadb"] },
          minItems: 1,
          uniqueItems: true,
          description: "A directory of definitions for each.",
        },
        database: {
          type: "string",
          pattern: "^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$",
          description: "The tables' database, after a catalog if the engine has one: iceberg.event.",
        },
        location: {
          ...path,
          description:
            "Where external tables store their files; {table} is replaced by a table's name: hdfs:///data/event/{table}.",
        },
        timestamps: {
          enum: ["string", "timestamp"],
          default: "string",
          description: "The type of a date-time column: text, as in Wikimedia's Refine, or the engine's own.",
        },
        misfits: {
          enum: ["omit", "json"],
          default: "omit",
          description:
            "What happens to a property that no column can hold, such as a union of types: omitted with a warning, or stored as JSON text.",
        },
      },
    },
    site: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "The registry's pages, which `addendum site` writes and `addendum serve` shows.",
      properties: {
        name: {
          type: "string",
          minLength: 1,
          maxLength: 80,
          description: "Their name. Default: the name of the repository's directory.",
        },
        description: {
          type: "string",
          maxLength: 400,
          description: "A sentence for the first page, such as whose events these are.",
        },
        repository: {
          type: "string",
          pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
          description:
            "The repository's name in the addresses of its files: /repositories/NAME/jsonschema/… Default: the name of its directory.",
        },
        url: {
          type: "string",
          pattern: "^https?://[^\\s?#]+$",
          description:
            "The address at which the pages are published; with it, the feed contains absolute addresses.",
        },
        accent: {
          type: "string",
          pattern: "^#[0-9a-fA-F]{6}$",
          description:
            "The colour of links and marks. It is darkened, or lightened in dark mode, until text in it is readable.",
        },
      },
    },
    warehouse: warehouseSchema,
    events: {
      type: "array",
      items: path,
      default: [],
      description:
        "Files or directories of recorded events (.ndjson, also .gz). `addendum replay` reads them; a hook that rejects a change suggests running it.",
    },
    materialize: {
      type: "object",
      additionalProperties: false,
      default: {},
      description: "What `addendum materialize` does by default.",
      properties: {
        staged: flag("Whether it works on the git index.", false),
        stage: flag("Whether it stages what it wrote when it works on the git index.", true),
        dryRun: flag("Whether it only lists what it would write.", false),
      },
    },
    logLevel: {
      enum: ["silent", "error", "warn", "info", "debug"],
      default: "warn",
      description: "How much is printed to standard error.",
    },
  },
};
