import { describe, expect, it } from "vitest";
import { declare } from "./declaration.ts";

describe("declare", () => {
  it("counts members of allOf and targets of references in full, alternatives as a union", () => {
    const found = declare({
      allOf: [{ properties: { a: { type: "string" } } }, { $ref: "#/definitions/b" }],
      anyOf: [{ properties: { c: { type: "string" } } }, { properties: { c: { type: "integer" } } }],
      definitions: { b: { properties: { b: { type: "boolean" } }, required: ["b"] } },
    });
    expect([...found.properties.keys()].sort()).toEqual(["a", "b", "c"]);
    expect([...(found.properties.get("c")?.types ?? [])].sort()).toEqual(["integer", "string"]);
    expect([...found.required]).toEqual(["b"]);
  });

  it("follows references through identifiers, and into what unknown keywords hold", () => {
    const found = declare({
      properties: { a: { $ref: "#a" }, b: { $ref: "n#/definitions/b" }, c: { $ref: "#/$defs/c" } },
      definitions: {
        a: { $id: "#a", type: "string" },
        n: { $id: "n", definitions: { b: { $ref: "#/definitions/d" }, d: { type: "integer" } } },
      },
      $defs: { c: { type: "boolean" } },
    });
    const types = [...found.properties.values()].map((one) => [...(one.types ?? [])].join());
    expect(types).toEqual(["string", "integer", "boolean"]);
  });

  it("looks into a schema that refers to itself once more, and says that it stopped", () => {
    let found = declare({ properties: { child: { $ref: "#" } } });
    let depth = 0;
    for (let next = found.properties.get("child"); next !== undefined; next = found.properties.get("child")) {
      found = next;
      depth++;
    }
    expect(depth).toBe(3);
    expect(found.isCut).toBe(true);
  });
});
