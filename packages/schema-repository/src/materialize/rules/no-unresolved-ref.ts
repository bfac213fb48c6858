import { defineRule } from "../../model/rule.ts";

export const noUnresolvedRef = defineRule({
  id: "no-unresolved-ref",
  concern: "structure",
  severity: "error",
  summary: "Rejects a `$ref` whose target does not exist.",
  rationale: "A reference is replaced by its target, so the target must exist.",
  messages: {
    missing: {
      text: "There is no schema “{reference}” in {bases}.",
      hint: "Check the title and the version, or create that schema with `addendum new`.",
    },
    misspelt: {
      text: "There is no schema “{reference}” in {bases}.",
      hint: "Did you mean “{suggestion}”?",
    },
    noSuchVersion: {
      text: "“{reference}” was not found: “{title}” has no such version.",
      hint: "The versions of “{title}” are {versions}.",
    },
    unusable: {
      text: "“{reference}” refers to {file}, which cannot be used.",
      hint: "Correct that file first.",
    },
    noSuchPointer: {
      text: "“{reference}”: {document} has nothing at that pointer.",
      hint: "Correct the part after “#”.",
    },
    misspeltPointer: {
      text: "“{reference}”: {document} has nothing at that pointer.",
      hint: "Did you mean “{suggestion}”?",
    },
    ambiguous: {
      text: "“{reference}” could mean several schemas: they have the same “$id”.",
      hint: "Give each of them an “$id” of its own, or refer to one by a pointer.",
    },
    undefinedBase: {
      text: "“{reference}” depends on an “$id” whose effect draft-07 does not define.",
      hint: "Remove that “$id”, or write the reference in full, with its host.",
    },
    notAPointer: {
      text: "“{reference}” is not a reference that can be followed.",
      hint: "Write “/title/1.0.0”, “/title/1.0.0#/pointer” or “#/pointer”, or the name that an “$id” gives a schema.",
    },
  },
  examples: [
    {
      name: "a reference within the document",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {s: {type: string}}\nproperties: {x: {$ref: '#/definitions/s'}}\n",
      },
      findings: [],
    },
    {
      name: "a name, an embedded document, and the document by its own path",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {s: {$id: '#s', type: string}, n: {$id: n, type: string}}\nproperties: {x: {$ref: '#s'}, y: {$ref: n}, z: {$ref: '/a/b/1.0.0#/definitions/s'}}\n",
      },
      findings: [],
    },
    {
      name: "a name that two schemas have",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {s: {$id: '#s', type: string}, t: {$id: '#s', type: integer}}\nproperties: {x: {$ref: '#s'}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "ambiguous" }],
    },
    {
      name: "a version that is not there",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: /c/9.9.9}}\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "missing" }],
    },
    {
      name: "a misspelt title, and a version that another title has",
      files: {
        "schemas/fragment/common/current.yaml":
          "title: fragment/common\n$id: /fragment/common/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n",
        "schemas/fragment/common/1.0.0.yaml":
          "title: fragment/common\n$id: /fragment/common/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n",
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: /fragment/comon/1.0.0}, y: {$ref: /fragment/common/2.0.0}}\n",
      },
      findings: [
        { file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "misspelt" },
        { file: "schemas/a/b/current.yaml", pointer: "/properties/y/$ref", messageId: "noSuchVersion" },
      ],
    },
    {
      name: "a misspelt definition",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\ndefinitions: {address: {type: string}}\nproperties: {x: {$ref: '#/definitions/adress'}}\n",
      },
      findings: [
        { file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "misspeltPointer" },
      ],
    },
    {
      name: "a pointer that is not there",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nexamples: [{}]\nproperties: {x: {$ref: '#/definitions/s'}}\n",
      },
      findings: [
        { file: "schemas/a/b/current.yaml", pointer: "/properties/x/$ref", messageId: "noSuchPointer" },
      ],
    },
  ],
});
