import { defineRule } from "../../model/rule.ts";

export const noCircularRef = defineRule({
  id: "no-circular-ref",
  concern: "structure",
  severity: "error",
  summary: "Rejects a `$ref` that refers back to itself.",
  rationale:
    "Materialized schemas are written out in full, and a circular reference has no end. With `dereference: acyclic`, or `false`, a schema may refer to itself. Schemas may refer to each other with `dereference: false` only: otherwise each version file would contain the other schema, so a new version of one would change a published version of the other.",
  messages: {
    circular: {
      text: "The reference refers back to itself: {cycle}.",
      hint: "Break the circle: describe the inner value without a reference. If the value really is a tree, set `dereference: acyclic` in addendum.yaml: version files then keep such references.",
    },
    mutual: {
      text: "Schemas refer to each other: {cycle}. Each version file would contain the other schema, so a new version of one would change a published version of the other.",
      hint: "Move the parts that refer to each other into the definitions of one schema, and set `dereference: acyclic` in addendum.yaml. Or set `dereference: false`: version files then keep all references.",
    },
  },
  examples: [
    {
      name: "two references to one definition",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {s: {type: string}}\nproperties: {x: {$ref: '#/definitions/s'}, y: {$ref: '#/definitions/s'}}\n",
      },
      findings: [],
    },
    {
      name: "a definition that holds itself, where such references may stay",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {s: {properties: {s: {$ref: '#/definitions/s'}}}}\nproperties: {x: {$ref: '#/definitions/s'}}\n",
      },
      settings: { dereference: "acyclic" },
      findings: [],
    },
    {
      name: "two schemas that refer to each other",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {c: {$ref: /a/c/1.0.0}}\n",
        "schemas/a/c/current.yaml":
          "title: a/c\n$id: /a/c/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {b: {$ref: /a/b/1.0.0}}\n",
      },
      settings: { dereference: "acyclic" },
      findings: [{ file: "schemas/a/c/current.yaml", pointer: "/properties/b/$ref", messageId: "mutual" }],
    },
    {
      name: "a definition that holds itself",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {s: {properties: {s: {$ref: '#/definitions/s'}}}}\nproperties: {x: {$ref: '#/definitions/s'}}\n",
      },
      findings: [
        {
          file: "schemas/a/b/current.yaml",
          pointer: "/definitions/s/properties/s/$ref",
          messageId: "circular",
        },
      ],
    },
  ],
});
