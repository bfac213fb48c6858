import type { ContentModel } from "@addendum/containment";
import { type Data, isObject, isSchema } from "@addendum/json-schema";
import { compareSchemas, type Direction } from "./compare-schemas.ts";

/** Returns one output line for each input line, in order, even if the input is invalid. */
export async function compareLines(defaults: {
  readonly contentModel: ContentModel;
  readonly direction: Direction;
}): Promise<void> {
  let buffer = "";
  for await (const line of linesOf(process.stdin.setEncoding("utf8"))) {
    if (line.trim() === "") continue;
    buffer += `${answerLine(line, defaults)}\n`;
    if (buffer.length < 1 << 16) continue;
    await write(buffer);
    buffer = "";
  }
  await write(buffer);
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() as string;
    yield* lines;
  }
  yield rest;
}

function write(text: string): Promise<void> {
  return new Promise((done, fail) => {
    process.stdout.write(text, (error) => {
      // Anyone who reads has enough.
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") fail(error);
      else done();
    });
  });
}

function answerLine(
  line: string,
  defaults: { readonly contentModel: ContentModel; readonly direction: Direction },
): string {
  let id: unknown = null;
  const unknown = (reason: string) => JSON.stringify({ id, verdict: "unknown", reason });
  try {
    const request = JSON.parse(line) as Data;
    if (!isObject(request)) return unknown("the line is not an object");
    id = request["id"] ?? null;
    const { old, new: newer, contentModel = defaults.contentModel, direction = defaults.direction } = request;
    if (old === undefined || !isSchema(old)) return unknown("“old” is not a schema");
    if (newer === undefined || !isSchema(newer)) return unknown("“new” is not a schema");
    if (contentModel !== "closed" && contentModel !== "open")
      return unknown("“contentModel” must be closed or open");
    if (direction !== "backward" && direction !== "forward" && direction !== "full") {
      return unknown("“direction” must be backward, forward or full");
    }
    const { verdict, witness, reason } = compareSchemas(old, newer, contentModel, direction);
    return JSON.stringify({
      id,
      verdict,
      ...(witness && { witness: witness.value }),
      ...(reason !== undefined && { reason }),
    });
  } catch (error) {
    return unknown((error as Error).message);
  }
}
