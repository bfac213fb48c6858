import { describe, expect, test } from "vitest";
import { memorySnapshot } from "../model/memory-snapshot.ts";
import { defaultSettings } from "../model/settings.ts";
import { suggestReference } from "./reference-suggestion.ts";

const snapshot = memorySnapshot(
  Object.fromEntries(
    [
      "schemas/fragment/common/current.yaml",
      "schemas/fragment/common/1.0.0.yaml",
      "schemas/fragment/common/1.0.0",
      "schemas/fragment/common/1.10.0.yaml",
      "schemas/fragment/common/1.9.0.yaml",
      "schemas/fragment/http/2.0.0.yaml",
      "schemas/fragment/draft/current.yaml",
      "schemas/analytics/search/click/1.0.0.yaml",
      "more/shared/user/1.0.0.json",
    ].map((path) => [path, ""]),
  ),
);
const settings = { ...defaultSettings, referenceBases: ["https://example.org/schemas", "schemas", "more"] };
const suggested = (reference: string) => {
  const found = suggestReference(reference, snapshot, settings);
  return found?.kind === "reference" ? found.reference : found;
};

describe("a reference that leads nowhere", () => {
  test.each([
    ["/fragment/comon/1.0.0", "/fragment/common/1.0.0"],
    ["/fragment/comon/1.0.0.yaml", "/fragment/common/1.0.0.yaml"],
    ["/fragment/Common/1.0.0#/properties/meta", "/fragment/common/1.0.0#/properties/meta"],
    ["/fragmnet/common/7.0.0", "/fragment/common/1.10.0"],
    ["/fragment/comon/latest", "/fragment/common/latest"],
    ["/fragment/comon", "/fragment/common/1.10.0"],
    ["/analytics/serach/click/1.0.0", "/analytics/search/click/1.0.0"],
    ["/common/1.0.0", "/fragment/common/1.0.0"],
    ["/shared/usr/1.0.0", "/shared/user/1.0.0"],
  ])("%s was meant to be %s", (reference, expected) => {
    expect(suggested(reference)).toBe(expected);
  });

  test("of a title that is there, in another version", () => {
    const versions = ["1.10.0", "1.9.0", "1.0.0"];
    const expected = { kind: "versions", title: "fragment/common", versions };
    expect(suggested("/fragment/common/2.0.0")).toEqual(expected);
    expect(suggested("/fragment/common/2.0.0.yaml#/a")).toEqual(expected);
  });

  test.each(["/fragment/session/1.0.0", "/fragment/draft/1.0.0", "/a/1.0.0", "/", "common/1.0.0", "#/a"])(
    "%s is not guessed at",
    (reference) => {
      expect(suggested(reference)).toBeUndefined();
    },
  );
});
