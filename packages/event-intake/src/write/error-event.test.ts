import { expect, test } from "vitest";
import { makeErrorEvent } from "./error-event.ts";
import { compileEventSchema } from "../judge/event-schema.ts";

const text = (maxLength: number) => ({ type: "string", maxLength });
const schema = compileEventSchema(
  "error",
  "1.0.0",
  {
    required: ["message"],
    properties: {
      $schema: text(50),
      message: text(12),
      raw_event: text(3),
      meta: { properties: { stream: text(20) } },
    },
  },
  "addendum",
);

test("an error event holds what its schema declares, cut to what it allows", () => {
  const event = makeErrorEvent(
    {
      stream: "s",
      schemaUri: "/a/1.0.0",
      raw: "😀😀😀😀",
      errors: [
        { keyword: "type", dataPath: ".a", schemaPath: "#/type", params: {}, message: "should be string" },
      ],
      requestId: undefined,
      receivedAt: 0,
    },
    "errors",
    "here",
    schema,
  );
  expect(event).toEqual({
    $schema: "/error/1.0.0",
    message: "'.a' should ",
    raw_event: "😀😀😀",
    meta: { stream: "errors" },
  });
  expect(schema.refuse(event)).toBeUndefined();
});
